/** Looking a petition up by its code or "của tôi", adding to it, taking it back. */
import type { IncomingFile } from '../../models/message.ts';
import { canAddTo, canWithdraw, citizenState, receiptCode, type Petition } from '../../models/petition.ts';
import { partyName } from '../../plans/lookup.ts';
import { dayOf, dayText } from '../../plans/plan-date.ts';
import type { Plan } from '../../plans/plan.ts';
import { defineConversation, type Finishing } from '../conversation/conversation.ts';
import type { Waiting } from '../conversation/waiting.ts';
import { messages } from '../messages.vi.ts';
import { isHeldKind } from '../petitions.ts';

/** Most petitions that one list offers; older ones are found by their code. */
const MAX_LISTED = 8;

interface LookUpAnswers {
  /** A code that was asked for, as a number. */
  number?: number;
  /** Own petitions, newest first, as they were when the conversation began. */
  items: { code: string; number: number; text: string; shown: string; mayAdd: boolean; mayWithdraw: boolean }[];
  selected?: number;
  action?: 'add' | 'withdraw' | 'done';
  addition?: { text: string; files: IncomingFile[]; messageId?: string; relayed?: true };
  sure?: boolean;
}

function selected({ items, selected: number }: LookUpAnswers) {
  return items.find((item) => item.number === number) ?? (items.length === 1 ? items[0] : undefined);
}

function describe(plan: Plan, petition: Petition): string {
  return messages.lookUp.state({
    code: petition.code,
    text: petition.text,
    state: messages.states[citizenState(petition.status)],
    office: petition.status === 'routed' && petition.office ? partyName(plan, petition.office) : null,
    day: dayText(dayOf(petition.receivedAt)),
  });
}

async function own(finishing: Finishing, number: number): Promise<Petition | null> {
  const { plan, person, useCases } = finishing;
  return person && useCases.petitions.ownByCode(plan!, person.id, number);
}

export const lookUp = defineConversation<LookUpAnswers>({
  name: 'look-up',
  version: 1,
  consent: false,
  light: true,

  async open({ number }, { plan, person, useCases }) {
    const petitions = person ? (await useCases.privacy.stored(person)).petitions : [];
    const wanted = number === undefined
      ? petitions.slice(0, MAX_LISTED)
      : petitions.filter((petition) => petition.number === number);
    return {
      items: wanted.map((petition) => ({
        code: petition.code,
        number: petition.number,
        text: petition.text,
        shown: describe(plan!, petition),
        mayAdd: canAddTo(petition.status),
        mayWithdraw: canWithdraw(petition.status),
      })),
    };
  },

  steps: {
    which: {
      needed: (answers) => answers.items.length > 1 && !selected(answers),
      ask: ({ items }) => ({
        text: messages.lookUp.which,
        choices: items.map(({ code, number, text }) => ({
          id: String(number),
          label: messages.lookUp.item(code, text),
          words: [code],
        })),
      }),
      accept: (input) => (input.kind === 'choice' ? { answers: { selected: Number(input.id) } } : { again: true }),
    },
    what: {
      needed: (answers) => selected(answers) !== undefined && answers.action === undefined,
      ask(answers) {
        const item = selected(answers)!;
        return {
          text: item.shown,
          choices: [
            ...(item.mayAdd
              ? [{ id: 'add', label: messages.lookUp.add, words: ['thêm', 'bổ sung thêm', 'bo sung'] }]
              : []),
            ...(item.mayWithdraw
              ? [{ id: 'withdraw', label: messages.lookUp.withdraw, words: ['rút', 'rút lại', 'rút ý kiến'] }]
              : []),
            { id: 'done', label: messages.lookUp.done, words: ['xong rồi', 'thôi', 'cảm ơn', 'ok', 'vâng', 'không'] },
          ],
        };
      },
      accept: (input) =>
        input.kind === 'choice' ? { answers: { action: input.id as LookUpAnswers['action'] } } : { again: true },
    },
    addition: {
      needed: ({ action, addition }) => action === 'add' && !addition,
      ask: () => ({ text: messages.lookUp.addWhat }),
      accept(input) {
        const { messageId, relayed } = input;
        if (input.kind === 'text' && /[\p{L}\p{N}]/u.test(input.text)) {
          return { answers: { addition: { text: input.text, files: [], messageId, relayed } } };
        }
        if (input.kind !== 'media') return { again: true };
        return { answers: { addition: { text: input.text ?? '', files: input.files, messageId, relayed } } };
      },
    },
    sure: {
      needed: ({ action, sure }) => action === 'withdraw' && sure === undefined,
      ask: (answers) => ({
        text: messages.lookUp.sure(selected(answers)!.code),
        choices: [
          { id: 'yes', label: messages.lookUp.yesWithdraw, words: ['có', 'chắc chắn', 'đồng ý', 'ok', 'vâng'] },
          { id: 'no', label: messages.lookUp.no, words: ['không', 'thôi', 'giữ'] },
        ],
      }),
      accept: (input) => (input.kind === 'choice' ? { answers: { sure: input.id === 'yes' } } : { again: true }),
    },
  },

  async finish(answers, finishing) {
    const { plan, useCases, origin, classifier } = finishing;
    const item = selected(answers);
    if (!item) return { say: [{ text: await nothingFound(answers, finishing) }] };

    const petition = await own(finishing, item.number);
    if (petition && answers.addition) {
      const { text, files, messageId, relayed } = answers.addition;
      // A complaint goes its own way: beside a petition it would stand in the lists.
      if (petition.status !== 'held' && isHeldKind(classifier.screen(text))) {
        const ids = messageId === undefined ? [] : [messageId];
        const waiting: Waiting = {
          texts: [text], textIds: ids, files, fileIds: files.flatMap(() => ids), messageIds: ids,
          ...(relayed && { relayedIds: ids }),
        };
        return {
          say: [{ text: messages.lookUp.apart(item.code) }], then: { name: 'petition', answers: { ...waiting } },
        };
      }
      const added = await useCases.petitions.add(petition, { ...answers.addition, origin });
      const told = added ? messages.lookUp.added : messages.lookUp.cannotAdd;
      return { say: [{ text: told(item.code) }] };
    }
    if (petition && answers.sure) {
      const withdrawn = petition.status === 'withdrawn' || (await useCases.petitions.withdraw(petition));
      const told = withdrawn ? messages.lookUp.withdrawn : messages.lookUp.cannotWithdraw;
      return { say: [{ text: told(item.code) }] };
    }
    return { say: [{ text: plan ? messages.lookUp.ok : messages.lookUp.nothing }] };
  },
});

/**
 * A code of somebody else's petition tells its state and nothing more: whoever holds the receipt may ask. Codes can be
 * guessed, so not even that it is held.
 */
async function nothingFound({ number }: LookUpAnswers, { plan, useCases }: Finishing): Promise<string> {
  if (number === undefined) return messages.lookUp.nothing;
  const found = await useCases.petitions.stateByNumber(plan!, number);
  if (!found) return messages.lookUp.unknownCode(receiptCode(plan!.receiptPrefix, number));
  const state = found.status === 'held' ? 'received' : citizenState(found.status);
  return messages.lookUp.foreign(found.code, messages.states[state]);
}
