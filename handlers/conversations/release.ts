/** "TT-0042 là kiến nghị": the author says that what was held as a complaint is a petition. */
import { defineConversation } from '../conversation/conversation.ts';
import { messages } from '../messages.vi.ts';

export const release = defineConversation<{ number: number }>({
  name: 'release',
  version: 1,
  consent: true,
  steps: {},
  async finish({ number }, { plan, person, useCases }) {
    const petition = await useCases.petitions.ownByCode(plan!, person!.id, number);
    if (petition && (await useCases.petitions.release(petition))) {
      return { say: [{ text: messages.petition.released(petition.code) }] };
    }
    return { say: [], then: { name: 'look-up', answers: { number } } };
  },
});
