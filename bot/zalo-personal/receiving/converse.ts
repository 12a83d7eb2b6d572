/** What is said on one connection after another: the old messages first, then the new ones as they come. */
import type { Account } from '../sign-in/account.ts';
import type { Conversation } from '../supervisor.ts';
import type { Timing } from '../timing.ts';
import type { Line, ZaloSession } from '../web-client/port.ts';
import type { Arrivals } from './arrivals.ts';
import { createCatchUp, type CatchUp } from './catch-up.ts';
import type { Intake } from './intake.ts';
import { readItem } from './read-item.ts';

export interface Converse {
  /** A connection is there. */
  with(session: ZaloSession, line: Line): Conversation;
  /** Something was left out: the old messages are wanted once more. */
  askAgain(): void;
}

export function createConverse({ account, arrivals, intake, friendsAsked, opened, timing }: {
  account: Account;
  arrivals: Pick<Arrivals, 'hold' | 'release'>;
  intake: Intake;
  friendsAsked: (uids: readonly string[]) => void;
  opened: (session: ZaloSession) => void;
  timing: Timing;
}): Converse {
  let caughtUp = false;
  let current: CatchUp | undefined;

  return {
    with(session, line) {
      // An account that was signed in just now may have a past, and people of that past want no answer from a bot.
      let newestOfBefore = account.credentials()?.since === undefined ? 0 : undefined;
      let peopleAnswered = false;
      let held = true;

      /** What is known of the past is complete; groups may stay silent, for the account may be in none. */
      function settle(): void {
        if (!peopleAnswered || held) return;
        caughtUp = true;
        if (newestOfBefore !== undefined) account.beganAfter(newestOfBefore);
        newestOfBefore = undefined;
      }

      const catchUp = createCatchUp({
        line, timing,
        hold: arrivals.hold,
        release() {
          held = false;
          settle();
          arrivals.release();
        },
      });
      current = catchUp;
      opened(session);

      return {
        damaged: catchUp.askAgain,
        item(raw) {
          // Zalo has told nothing of a past, and will not any more: ours begins with what is said now.
          const ts = held || newestOfBefore === undefined ? undefined : readItem(raw)?.ts;
          if (ts !== undefined) {
            account.beganAfter(ts - 1);
            newestOfBefore = undefined;
          }
          intake.item(raw, 'live');
        },
        oldItems(raw, group) {
          for (const each of raw) {
            const ts = readItem(each)?.ts ?? Infinity;
            if (newestOfBefore === undefined) {
              if (ts > (account.credentials()?.since ?? 0)) intake.item(each, caughtUp ? 'old' : 'first');
            } else if (ts !== Infinity) {
              newestOfBefore = Math.max(newestOfBefore, ts);
            }
          }
          peopleAnswered ||= !group;
          catchUp.answered(group);
          settle();
        },
        friendRequest: (uid) => friendsAsked([uid]),
        end() {
          catchUp.stop();
          if (current === catchUp) current = undefined;
        },
      };
    },
    askAgain: () => current?.askAgain(),
  };
}
