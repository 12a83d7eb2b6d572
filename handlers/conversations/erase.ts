/** Erasing everything that is stored about a person, after one question back. */
import { defineConversation } from '../conversation/conversation.ts';
import { messages } from '../messages.vi.ts';

export const erase = defineConversation<{ sure?: boolean }>({
  name: 'erase',
  version: 1,
  consent: false,
  light: true,
  steps: {
    sure: {
      needed: ({ sure }, { person }) => sure === undefined && person !== null,
      ask: () => ({
        text: messages.myData.sure,
        choices: [
          {
            id: 'yes',
            label: messages.myData.yesErase,
            words: ['xóa', 'xoá hết', 'có', 'chắc chắn', 'đồng ý', 'vâng', 'xoa'],
          },
          { id: 'no', label: messages.myData.noErase, words: ['không', 'thôi', 'giữ lại'] },
        ],
      }),
      accept: (input) => (input.kind === 'choice' ? { answers: { sure: input.id === 'yes' } } : { again: true }),
    },
  },
  async finish({ sure }, { person, chat, useCases }) {
    if (sure === false) return { say: [{ text: messages.myData.notErased }] };
    // After a crash in the middle the person may be gone already: then this is what was to be said.
    if (!person) return { say: [{ text: sure ? messages.myData.erased : messages.myData.nothing }] };
    const { kept } = await useCases.privacy.erase(person, chat);
    const codes = kept.map(({ code }) => code).join(', ');
    return { say: [{ text: codes ? messages.myData.erasedExcept(codes) : messages.myData.erased }] };
  },
});
