/** What signs the program in without a phone, and how it is sealed for the disk. Pure but for chance. */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';

const schema = z.object({
  /** Zalo binds the cookies to this device's name and browser, so both stay as long as the account is signed in. */
  imei: z.string().min(1),
  userAgent: z.string().min(1),
  cookie: z.array(z.unknown()),
  /** The account's own id. */
  uid: z.string().regex(/^[\w-]+$/),
  /**
   * By Zalo's clock, the newest message of before the account was signed in here: that and older ones are none of ours.
   * Absent until the first look at the old messages has told.
   */
  since: z.number().optional(),
});

export type Credentials = z.infer<typeof schema>;

/** The file on disk: AES-256-GCM under a key that scrypt makes of the configured one. */
const sealedSchema = z.object({
  version: z.literal(1), salt: z.base64(), nonce: z.base64(), tag: z.base64(), data: z.base64(),
});

const derive = promisify<string, Buffer, number, { N: number; maxmem: number }, Buffer>(scrypt);
/** About a tenth of a second, and 32 MiB, for each guess at the key. */
const COST = { N: 2 ** 15, maxmem: 64 * 1024 * 1024 };
/** Bound into the seal, so that no other file made with the same key can be put in this one's place. */
const PURPOSE = Buffer.from('doi-thoai zalo-personal credentials 1');

/** The key of one file, made once of the configured one: cookies rotate often, and the making is slow on purpose. */
export interface FileKey { salt: Buffer; secret: Buffer }

export async function fileKey(key: string, salt = randomBytes(16)): Promise<FileKey> {
  return { salt, secret: await derive(key, salt, 32, COST) };
}

/** The text of the file. */
export function seal(credentials: Credentials, { salt, secret }: FileKey): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', secret, nonce).setAAD(PURPOSE);
  const data = Buffer.concat([cipher.update(JSON.stringify(credentials), 'utf8'), cipher.final()]);
  const parts = { salt, nonce, tag: cipher.getAuthTag(), data };
  const texts = Object.entries(parts).map(([name, bytes]) => [name, bytes.toString('base64')]);
  return JSON.stringify({ version: 1, ...Object.fromEntries(texts) });
}

/** What `seal` was given, or null when the key is another one or the text is damaged. */
export async function unseal(
  text: string, key: string,
): Promise<{ credentials: Credentials; fileKey: FileKey } | null> {
  try {
    const { salt, nonce, tag, data } = sealedSchema.parse(JSON.parse(text));
    const opened = await fileKey(key, Buffer.from(salt, 'base64'));
    const decipher = createDecipheriv('aes-256-gcm', opened.secret, Buffer.from(nonce, 'base64'), { authTagLength: 16 })
      .setAAD(PURPOSE).setAuthTag(Buffer.from(tag, 'base64'));
    const plain = Buffer.concat([decipher.update(Buffer.from(data, 'base64')), decipher.final()]);
    return { credentials: schema.parse(JSON.parse(plain.toString('utf8'))), fileKey: opened };
  } catch {
    return null;
  }
}
