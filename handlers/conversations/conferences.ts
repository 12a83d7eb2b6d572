/** What conferences are coming: when, where, who chairs. */
import { conferencesFor } from '../../plans/lookup.ts';
import { defineConversation } from '../conversation/conversation.ts';
import { messages } from '../messages.vi.ts';

export const conferences = defineConversation({
  name: 'conferences',
  version: 1,
  consent: false,
  steps: {},
  async finish(_, { plan, person, now }) {
    const coming = conferencesFor(plan!, { now }).filter(
      ({ hamlets }) => hamlets.length === 0 || !person?.hamlet || hamlets.includes(person.hamlet),
    );
    if (coming.length === 0) return { say: [{ text: messages.conferences.none }] };
    return { say: [{ text: [...coming.map(messages.conferences.one), messages.conferences.register].join('\n\n') }] };
  },
});
