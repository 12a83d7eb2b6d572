/** What is stored about me: see it, correct it, withdraw the consent, or go on to erasing it. */
import { dayOf, dayText } from '../../plans/plan-date.ts';
import { hamletName } from '../../plans/lookup.ts';
import { defineConversation } from '../conversation/conversation.ts';
import { messages } from '../messages.vi.ts';
import { acceptHamlet, askHamlet, type HamletAnswers } from './hamlet-question.ts';
import { readName } from './name.ts';
import { readPhone } from './phone.ts';

interface MyDataAnswers extends HamletAnswers {
  counts?: { petitions: number; speeches: number };
  action?: 'name' | 'phone' | 'hamlet' | 'withdraw' | 'erase' | 'done';
  name?: string;
  phone?: string;
}

export const myData = defineConversation<MyDataAnswers>({
  name: 'my-data',
  version: 1,
  consent: false,
  light: true,

  async open(_, { person, useCases }) {
    if (!person || person.erasedAt) return {};
    const { petitions, registrations } = await useCases.privacy.stored(person);
    const speeches = registrations.filter(({ status }) => status === 'registered').length;
    return { counts: { petitions: petitions.length, speeches } };
  },

  steps: {
    what: {
      needed: ({ counts, action }) => counts !== undefined && action === undefined,
      ask: ({ counts }, { person, plan }) => ({
        text: messages.myData.shown({
          ...counts!,
          name: person?.name,
          phone: person?.phone,
          hamlet: (person?.hamlet && hamletName(plan!, person.hamlet)) || person?.hamletText || undefined,
          since: person?.consent ? dayText(dayOf(person.consent.at)) : '—',
        }),
        choices: [
          { id: 'name', label: messages.myData.editName, words: ['họ tên', 'sửa tên'] },
          { id: 'phone', label: messages.myData.editPhone, words: ['điện thoại', 'sửa số', 'số điện thoại'] },
          ...(plan!.hamlets.length > 0
            ? [{ id: 'hamlet', label: messages.myData.editHamlet, words: ['nơi ở', 'thôn', 'sửa thôn'] }]
            : []),
          { id: 'withdraw', label: messages.myData.withdrawConsent, words: ['rút đồng ý', 'không đồng ý nữa'] },
          { id: 'erase', label: messages.myData.erase, words: ['xoá', 'xoá hết', 'xóa'] },
          { id: 'done', label: messages.myData.done, words: ['xong rồi', 'thôi', 'cảm ơn', 'không'] },
        ],
      }),
      accept: (input) =>
        input.kind === 'choice' ? { answers: { action: input.id as MyDataAnswers['action'] } } : { again: true },
    },
    name: {
      needed: ({ action, name }) => action === 'name' && name === undefined,
      ask: () => ({ text: messages.myData.newName }),
      accept(input) {
        const name = readName(input);
        return name ? { answers: { name } } : { again: true, hint: messages.speak.nameHint };
      },
    },
    phone: {
      needed: ({ action, phone }) => action === 'phone' && phone === undefined,
      ask: () => ({ text: messages.myData.newPhone, askContact: true }),
      accept(input) {
        const written = input.kind === 'text' ? input.text : input.kind === 'contact' && input.own ? input.phone : '';
        const phone = readPhone(written);
        return phone ? { answers: { phone } } : { again: true, hint: messages.myData.phoneHint };
      },
    },
    hamlet: {
      needed: ({ action, hamlet }) => action === 'hamlet' && hamlet === undefined,
      ask: (answers, { plan }) => askHamlet(plan!, answers),
      accept: (input, _, situation) => acceptHamlet(input, situation),
    },
  },

  async finish({ counts, action, name, phone, hamlet }, { person, useCases }) {
    if (!counts || !person) return { say: [{ text: messages.myData.nothing }] };
    switch (action) {
      case 'erase': return { say: [], then: { name: 'erase', answers: {} } };
      case 'withdraw':
        await useCases.privacy.withdrawConsent(person);
        return { say: [{ text: messages.myData.consentWithdrawn }] };
      case 'done': return { say: [{ text: messages.lookUp.ok }] };
      default:
        await useCases.privacy.correct(person, { name, phone, hamlet: hamlet ?? undefined });
        return { say: [{ text: messages.myData.corrected }] };
    }
  },
});
