/** A network as the console sees it: its state and its sign-in are what the test sets. */
import type { ChannelHealth, SignInState } from '../../bot/channel.ts';
import type { RunningNetwork } from '../../handlers/networks.ts';
import type { ChannelName } from '../../models/message.ts';

export interface FakeNetwork extends RunningNetwork {
  /** Changed by the test; `health()` tells it. */
  now: Omit<ChannelHealth, 'name' | 'account'>;
  account: string;
  chatPrefix: string;
}

export function createFakeNetwork(
  name: ChannelName, chatPrefix: string, extra: Partial<Pick<RunningNetwork, 'pausable'>> = {},
): FakeNetwork {
  const network: FakeNetwork = {
    name, chatPrefix, ...extra,
    account: chatPrefix.split(':')[1] || name,
    now: { state: 'up' },
    health: () => ({ name, account: network.account, ...network.now }),
  };
  return network;
}

export interface FakeSignInNetwork extends FakeNetwork {
  /** Where the sign-in stands; `begin` makes a code of it. */
  step: SignInState;
  /** How often a code was asked for. */
  asked: number;
}

/** One that is signed in by a code. */
export function createFakeSignInNetwork(
  name: ChannelName, chatPrefix: string, { codeUntil }: { codeUntil: Date },
): FakeSignInNetwork {
  const network: FakeSignInNetwork = Object.assign(createFakeNetwork(name, chatPrefix), {
    step: { step: 'signed-in' } as SignInState,
    asked: 0,
    signIn: {
      state: () => network.step,
      async begin() {
        network.asked += 1;
        network.step = { step: 'code', png: PNG, expiresAt: codeUntil };
      },
    },
  });
  return network;
}

/** A picture of one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64',
);
