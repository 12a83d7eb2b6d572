import { describe, expect, it } from 'vitest';
import { placeSpeakers, type SpeakerRegistration } from '../../models/speaker-registration.ts';

function registration(number: number, hamlet?: string, more: Partial<SpeakerRegistration> = {}): SpeakerRegistration {
  return { id: `r${number}`, number, hamlet, status: 'registered', ...more } as SpeakerRegistration;
}

function places(registrations: SpeakerRegistration[], capacity?: number): string[] {
  return placeSpeakers(registrations, capacity)
    .map(({ id, seat, reserve }) => (seat ? `${id} seat ${seat}` : `${id} reserve ${reserve}`));
}

describe('places at a conference', () => {
  it('are given in the order of registration, whatever the order of the list', () => {
    expect(places([registration(2, 'a'), registration(1, 'b')])).toEqual(['r1 seat 1', 'r2 seat 2']);
  });

  it('count each group by itself; who comes after its seats waits', () => {
    const list = [1, 2, 3, 4].map((number) => registration(number, 'a')).concat(registration(5, 'b'));

    expect(places(list, 2)).toEqual(['r1 seat 1', 'r2 seat 2', 'r3 reserve 1', 'r4 reserve 2', 'r5 seat 3']);
  });

  it('move up when somebody withdraws', () => {
    const list = [registration(1, 'a', { status: 'withdrawn' }), registration(2, 'a'), registration(3, 'a')];

    expect(places(list, 1)).toEqual(['r2 seat 1', 'r3 reserve 1']);
  });

  it('count an association, and people of no group, as groups', () => {
    const list = [
      registration(1, undefined, { association: 'nd' }), registration(2, undefined, { association: 'nd' }),
      registration(3, undefined), registration(4, undefined),
    ];

    expect(places(list, 1)).toEqual(['r1 seat 1', 'r2 reserve 1', 'r3 seat 2', 'r4 reserve 1']);
  });

  it('are without a limit where the plan names none', () => {
    const three = [1, 2, 3].map((number) => registration(number, 'a'));

    expect(places(three)).toEqual(['r1 seat 1', 'r2 seat 2', 'r3 seat 3']);
  });
});
