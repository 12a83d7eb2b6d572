import { messages } from '../messages.vi.ts';
import type { Receipt } from '../petitions.ts';
import type { Plan } from '../../plans/plan.ts';

/** What a person is told after sending: the code, what was understood, where it goes. */
export function receiptMessage(plan: Plan, { petitions, destination, screening }: Receipt): string {
  const codes = petitions.map(({ code }) => code);
  if (screening === 'complaint' || screening === 'denunciation') {
    return messages.petition.held(screening, codes.join(', '), plan);
  }
  const where = destination.conference
    ? messages.petition[destination.collecting ? 'toConference' : 'afterCollecting'](
        destination.conference.name, messages.conference.when(destination.conference))
    : messages.petition.toOffice;
  const receipt = messages.petition.receipt(codes, where, true);
  return screening === 'urgent' ? `${messages.petition.urgent}\n\n${receipt}` : receipt;
}
