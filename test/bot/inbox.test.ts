import { describe, expect, it, vi } from 'vitest';
import { createTake } from '../../bot/inbox.ts';
import type { InboundMessage } from '../../models/message.ts';
import type { InboxStore } from '../../models/stores/inbox.ts';

const MESSAGE: InboundMessage = {
  key: 'tg:1:5', channel: 'telegram', chat: 'tg:1:7', messageId: '5', content: { kind: 'text', text: 'a' },
};

function stage(save: () => Promise<boolean>) {
  const steps: string[] = [];
  const inbox = { save: vi.fn(async () => { const fresh = await save(); steps.push('saved'); return fresh; }) };
  const take = createTake({
    inbox: inbox as unknown as InboxStore,
    receiveLater: async (chat) => void steps.push(`woke ${chat}`),
    clock: () => new Date('2026-11-21T03:00:00Z'),
  });
  return { take, steps, inbox };
}

describe('taking a message in', () => {
  it('saves it before anybody is woken', async () => {
    const { take, steps, inbox } = stage(async () => true);

    await take(MESSAGE);

    expect(steps).toEqual(['saved', 'woke tg:1:7']);
    expect(inbox.save).toHaveBeenCalledWith(MESSAGE, new Date('2026-11-21T03:00:00Z'));
  });

  it('wakes the chat for a repetition, too: the first time may have been cut short', async () => {
    const { take, steps } = stage(async () => false);

    await take(MESSAGE);

    expect(steps).toContain('woke tg:1:7');
  });

  it('rejects when it could not be saved, so that the network is not told', async () => {
    const { take, steps } = stage(() => Promise.reject(new Error('disk full')));

    await expect(take(MESSAGE)).rejects.toThrow('disk full');
    expect(steps).toEqual([]);
  });
});
