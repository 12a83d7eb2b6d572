/** Rows of the two lists that name people: the speakers' list and the internal appendix. */
import type { Conference, Plan } from '../plans/plan.ts';
import type { AppendixRow, SpeakerRow } from './columns.ts';
import { isListed } from './grouped-list.ts';
import type { ListedPerson, ListedPetition, ListedSpeaker } from './listed.ts';
import { createPlanNames } from './names.ts';
import { shortDate } from './official-date.ts';
import { ERASED_TEXT, channelLabel } from './wording.ts';

const ERASED_NAME = '(đã xoá theo yêu cầu)';

/** Those with a seat in their order, then the reserves by their group and place in it; one conference after another. */
export function speakerRows(plan: Plan, speakers: readonly ListedSpeaker[], conference?: Conference): SpeakerRow[] {
  const names = createPlanNames(plan);
  const conferenceOrder = new Map(plan.conferences.map(({ id }, index) => [id, index]));
  const several = conference === undefined && new Set(speakers.map((speaker) => speaker.conference)).size > 1;
  const conferenceNames = new Map(plan.conferences.map(({ id, name }) => [id, name]));

  return speakers
    .filter((speaker) => conference === undefined || speaker.conference === conference.id)
    .sort((a, b) =>
      (conferenceOrder.get(a.conference) ?? 0) - (conferenceOrder.get(b.conference) ?? 0)
      || Number(a.seat === undefined) - Number(b.seat === undefined)
      || (a.seat ?? 0) - (b.seat ?? 0)
      || a.number - b.number)
    .map((speaker, index) => ({
      order: index + 1,
      name: speaker.erasedAt ? ERASED_NAME : speaker.name,
      group: names.group(speaker),
      content: speaker.erasedAt ? ERASED_TEXT : speaker.content,
      topic: speaker.topic === undefined ? '' : names.topic(speaker.topic),
      place: speaker.seat === undefined ? '' : String(speaker.seat),
      note: [
        speaker.reserve === undefined ? '' : `Dự bị ${speaker.reserve}`,
        several ? conferenceNames.get(speaker.conference) ?? '' : '',
      ].filter(Boolean).join('; '),
    }));
}

/** Who wrote each petition of the list, by number; an erased person stays erased. */
export function appendixRows(
  plan: Plan, petitions: readonly ListedPetition[], people: readonly ListedPerson[], conference?: Conference,
): AppendixRow[] {
  const names = createPlanNames(plan);
  const byId = new Map(people.map((person) => [person.id, person]));
  return petitions
    .filter((petition) => isListed(petition, conference))
    .sort((a, b) => a.number - b.number)
    .map((petition, index) => {
      const person = byId.get(petition.person ?? '');
      const erased = person?.erasedAt ?? petition.erasedAt;
      return {
        order: index + 1,
        code: petition.code,
        name: erased ? ERASED_NAME : person?.name ?? '',
        phone: erased ? '' : person?.phone ?? '',
        hamlet: petition.hamlet ? names.hamlet(petition.hamlet) : petition.hamletText ?? names.hamlet(undefined),
        channel: channelLabel(petition.channel),
        receivedOn: shortDate(petition.receivedAt),
      };
    });
}
