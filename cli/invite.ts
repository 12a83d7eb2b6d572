import { StartError } from '../config.ts';
import type { Role } from '../models/staff.ts';
import { withData } from './with-data.ts';

export interface InviteOptions { name: string; role: Role[]; plan?: string[]; office?: string }

/** Makes a member of staff and prints the link that signs them in once. */
export async function invite({ name, role, plan, office }: InviteOptions): Promise<void> {
  await withData(undefined, async ({ staffAccess, plans }, { host, port, publicUrl }) => {
    const unknown = plan?.find((id) => !plans.some((served) => served.id === id));
    if (unknown) {
      throw new StartError(`${unknown} is not served. Served: ${plans.map(({ id }) => id).join(', ')} (PLANS).`);
    }
    const { token } = await staffAccess.invite({ name, roles: role, plans: plan ?? [], office });
    const base = publicUrl ?? `http://${host === '127.0.0.1' ? 'localhost' : host}:${port}`;
    process.stdout.write(`${base}/console/sign-in/${token}\n`);
  });
}
