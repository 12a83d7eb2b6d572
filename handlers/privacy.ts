/** Consent and what follows from it (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15). */
import type { Clock } from '../clock.ts';
import type { ChatKey } from '../models/message.ts';
import type { Person } from '../models/person.ts';
import type { Stores } from '../models/stores/index.ts';
import type { Plan } from '../plans/plan.ts';

export type PrivacyCases = ReturnType<typeof createPrivacyCases>;

export function createPrivacyCases({ stores, clock }: { stores: Stores; clock: Clock }) {
  return {
    /** Records that this chat agreed to this version of the notice; makes the person where there is none. */
    consent({ plan, chat, version }: { plan: Plan; chat: ChatKey; version: string }): Promise<Person> {
      return stores.people.consented(plan.commune.id, chat, { version, at: clock(), chat });
    },
  };
}
