import type { Plan } from '../../plans/plan.ts';
import { messages } from '../messages.vi.ts';
import { isHeldKind, type Receipt } from '../petitions.ts';

/** What a person is told after sending: the codes, where each goes, and what is held apart and why. */
export function receiptMessage(plan: Plan, { petitions, destination, screenings }: Receipt): string {
  const taken = petitions.map(({ code }, index) => ({ code, screening: screenings[index] ?? 'petition' }));
  const listed = taken.filter(({ screening }) => !isHeldKind(screening)).map(({ code }) => code);
  const where = destination.conference
    ? messages.petition[destination.collecting ? 'toConference' : 'afterCollecting'](
        destination.conference.name, messages.conference.when(destination.conference))
    : messages.petition.toOffice;
  return [
    ...(screenings.includes('urgent') ? [messages.petition.urgent] : []),
    ...(listed.length > 0 ? [messages.petition.receipt(listed, where, true)] : []),
    ...taken.flatMap(({ code, screening }) => (isHeldKind(screening) ? [messages.petition.held(screening, code, plan)] : [])),
  ].join('\n\n');
}
