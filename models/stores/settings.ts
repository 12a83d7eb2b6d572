import type { Models } from '../database.ts';
import { insertOnce } from './duplicate-key.ts';

/** Facts about this installation: decided once, or set by its staff. */
export function createSettingStore({ settings }: Models) {
  return {
    async get(name: string): Promise<string | null> {
      return (await settings.findById(name).lean())?.value ?? null;
    },

    async set(name: string, value: string): Promise<void> {
      await settings.updateOne({ _id: name }, { $set: { value } }, { upsert: true });
    },

    /** The value stored under a name, which is `initial` from the first call on. */
    async once(name: string, initial: string): Promise<string> {
      const found = await settings.findById(name).lean();
      if (found) return found.value;
      await insertOnce(() => settings.create([{ _id: name, value: initial }]));
      return (await settings.findById(name).lean())!.value;
    },
  };
}
