import { describe, expect, it } from 'vitest';
import { createPace } from '../../bot/pace.ts';
import { createScriptedChannel } from '../fakes/scripted-channel.ts';

function stage() {
  let moment = 1_000_000;
  const slept: number[] = [];
  // Nobody's waiting moves the clock: turns are asked for at the same moment.
  const pace = createPace({ clock: () => new Date(moment), sleep: async (ms) => void slept.push(ms) });
  return { pace, slept, passes(ms: number): void { moment += ms; } };
}

describe('the pace', () => {
  const channel = createScriptedChannel({ pace: { perChat: 350, perAccount: 40 } });

  it('lets the first through at once, and the next of the chat after its distance', async () => {
    const { pace, slept } = stage();

    await pace.turn(channel, 'tg:1:a');
    await pace.turn(channel, 'tg:1:a');
    await pace.turn(channel, 'tg:1:a');

    expect(slept).toEqual([350, 700]);
  });

  it('keeps the distance of the account between chats', async () => {
    const { pace, slept } = stage();

    for (const chat of ['a', 'b', 'c']) await pace.turn(channel, `tg:1:${chat}`);

    expect(slept).toEqual([40, 80]);
  });

  it('asks nobody to wait for what is past', async () => {
    const { pace, slept, passes } = stage();

    await pace.turn(channel, 'tg:1:a');
    passes(350);
    await pace.turn(channel, 'tg:1:a');

    expect(slept).toEqual([]);
  });

  it('counts each account by itself', async () => {
    const { pace, slept } = stage();

    await pace.turn(channel, 'tg:1:a');
    await pace.turn({ ...channel, chatPrefix: 'tg:2:' }, 'tg:2:a');

    expect(slept).toEqual([]);
  });
});
