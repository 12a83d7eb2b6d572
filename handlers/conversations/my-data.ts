/** What is stored about me: see it, correct it, withdraw the consent, or go on to erasing it. */
import { dayOf, dayText } from '../../plans/plan-date.ts';
import { hamletName } from '../../plans/lookup.ts';
import { defineConversation } from '../conversation/conversation.ts';
import { messages } from '../messages.vi.ts';
import { askHamlet, readHamlet } from './hamlet-question.ts';
import { readPhone } from './phone.ts';

interface MyDataAnswers {
  counts?: { petitions: number; speeches: number };
  action?: 'name' | 'phone' | 'hamlet' | 'withdraw' | 'erase' | 'done';
  name?: string;
  phone?: string;
  hamlet?: string | null;
}

export const myData = defineConversation<MyDataAnswers>({
  name: 'my-data',
  version: 1,
  consent: false,

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
          hamlet: (person?.hamlet && hamletName(plan!, person.hamlet)) || person?.hamletText,
          since: person?.consent ? dayText(dayOf(person.consent.at)) : '—',
        }),
        choices: [
          { id: 'name', label: messages.myData.editName, words: ['họ tên', 'sửa tên'] },
          { id: 'phone', label: messages.myData.editPhone, words: ['điện thoại', 'sửa số', 'số điện thoại'] },
          ...(plan!.hamlets.length > 0 ? [{ id: 'hamlet', label: messages.myData.editHamlet, words: ['nơi ở', 'thôn', 'sửa thôn'] }] : []),
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
      accept: (input) =>
        input.kind === 'text' && /\p{L}{2}/u.test(input.text) && input.text.trim().length <= 60
          ? { answers: { name: input.text.trim() } }
          : { again: true, hint: messages.speak.nameHint },
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
      ask: (_, { plan }) => askHamlet(plan!),
      accept(input, _, situation) {
        const read = readHamlet(input, situation);
        return 'hamlet' in read ? { answers: { hamlet: read.hamlet } } : { again: true, hint: read.hint };
      },
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
