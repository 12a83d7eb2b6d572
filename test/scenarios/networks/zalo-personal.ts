import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { createFakeZalo, type FakeZalo } from '../../fakes/zalo-personal/server.ts';
import { signInAsAdmin } from './administrator.ts';
import { numberOf, PATIENCE_MS, type Group, type Network, type Villager } from './network.ts';
import type { Program } from './program.ts';

const GROUP = '6123456789012345678';
const NETWORK = '/console/networks/zalo-personal';

export interface ZaloPersonal extends Network {
  readonly zalo: FakeZalo;
  group(): Promise<Group>;
}

/** An ordinary account through zca-js, signed in at the console by the code there; no buttons. */
export async function createZaloPersonal(): Promise<ZaloPersonal> {
  const zalo = await createFakeZalo();
  const ids = new Map<Villager, string>();
  let last = '';

  function villager(name: string): Villager {
    const id = `51234567890123456${10 + ids.size}`;
    const user = zalo.user(id, name);
    const heard = () => user.heard.map(({ text }) => text);
    const me: Villager = {
      chat: () => `zp:${zalo.uid}:${id}`,
      says: async (text) => { last = user.says(text); },
      answers: async (label) => { last = user.says(numberOf(label, heard())); },
      sendsPhoto: async (bytes, caption) => { last = user.sendsPhoto(bytes, caption); },
      hears: async (pattern) => (await user.hears(pattern, PATIENCE_MS)).text,
      heard: async () => heard(),
      repeats: async () => zalo.repeats(last),
    };
    ids.set(me, id);
    return me;
  }

  async function group(): Promise<Group> {
    const place = zalo.group(GROUP, 'Thôn Bến Gió');
    return {
      says: (who, text) => void place.says(ids.get(who)!, text),
      asksBot: (who, text) => void place.says(ids.get(who)!, text, { mentionsBot: true }),
      acknowledged: () => zalo.until(() => place.reactions.length > 0, 'a reaction in the group', PATIENCE_MS),
      heard: () => place.heard.map(({ text }) => text),
    };
  }

  return {
    channel: 'zalo-personal', fetch: zalo.fetch, zalo, villager, group,
    env: () => ({ ZALO_PERSONAL_KEY: 'an invented key of the test' }),

    async begins(program) {
      if (zalo.count('login') === 0) await signsIn(program, zalo);
      await zalo.until(() => zalo.listening() === 1, 'the program listens');
    },

    close: zalo.close,
  };
}

/** A clerk opens the network's page, asks for a code and scans it with the commune's phone. */
async function signsIn(program: Program, zalo: FakeZalo): Promise<void> {
  const clerk = await signInAsAdmin(program);
  await clerk.presses(NETWORK, `${NETWORK}/sign-in`);
  const { data, width, height } = PNG.sync.read(await clerk.gets(`${NETWORK}/qr.png`));
  const read = jsqr(new Uint8ClampedArray(data), width, height)?.data;
  if (!read?.includes(zalo.phone.code!)) throw new Error(`The page shows another code: ${read}`);
  zalo.phone.scan();
  zalo.phone.confirm();
}
