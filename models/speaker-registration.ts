/** A registration to speak at a conference (đăng ký phát biểu). */
import type { HistoryEntry } from './history.ts';
import type { ChannelName, ChatKey } from './message.ts';

/** Somebody's wish to speak at a conference. */
export interface SpeakerRegistration {
  id: string;
  plan: string;
  conference: string;
  /** Unique: the inbox key it came from. */
  origin: string;
  person?: string;
  chat?: ChatKey;
  channel: ChannelName;
  name: string;
  /** A hamlet's or association's id: the group whose seats are counted. */
  hamlet?: string;
  association?: string;
  /** What they want to speak about, in their own words. */
  content: string;
  /** A topic id of the plan. */
  topic?: string;
  status: 'registered' | 'withdrawn';
  /** Place in the conference's order of registration, from 1, gapless; a withdrawal leaves its number unused. */
  number: number;
  registeredAt: Date;
  updatedAt: Date;
  erasedAt?: Date;
  history: HistoryEntry[];
}

/** A registration with its place: `seat` counts those with a seat from 1, `reserve` those who wait in their group. */
export type Placed =
  & SpeakerRegistration
  & ({ seat: number; reserve?: undefined } | { reserve: number; seat?: undefined });

/** The group whose seats a registration takes. */
export function groupOf(registration: Pick<SpeakerRegistration, 'hamlet' | 'association'>): string {
  return registration.hamlet ?? registration.association ?? '';
}

/**
 * Who has a seat and who waits: the first `capacityPerGroup` of each group in the order of registration speak, the
 * others are its reserve. Computed, never stored, so a withdrawal moves the next one up by itself.
 */
export function placeSpeakers(registrations: readonly SpeakerRegistration[], capacityPerGroup?: number): Placed[] {
  const inGroup = new Map<string, number>();
  let seats = 0;
  return registrations
    .filter((registration) => registration.status === 'registered')
    .sort((a, b) => a.number - b.number)
    .map((registration) => {
      const place = (inGroup.get(groupOf(registration)) ?? 0) + 1;
      inGroup.set(groupOf(registration), place);
      if (capacityPerGroup !== undefined && place > capacityPerGroup) {
        return { ...registration, reserve: place - capacityPerGroup };
      }
      return { ...registration, seat: ++seats };
    });
}
