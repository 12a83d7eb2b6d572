/** What becomes of an invented petition once it is stored. */
import type { Petition } from '../../models/petition.ts';
import { deskTime } from './moments.ts';
import type { Scene } from './scene.ts';
import type { Said } from './villagers.ts';

/** The author's second thoughts, then the clerk's work at the desk, for each petition of one message. */
export async function goOn(scene: Scene, petitions: readonly Petition[], said: Said): Promise<void> {
  for (const [index, petition] of petitions.entries()) {
    scene.goTo(scene.at);
    if (said.add && index === 0) {
      scene.wait(25);
      await scene.petitions.add(petition, { text: said.add, origin: `${petition.origin}+0` });
    }
    if (said.then === 'withdraw') await takeBack(scene, petition);
    else if (said.then) await atTheDesk(scene, petition, said, index);
  }
}

async function takeBack(scene: Scene, { id, origin }: Petition): Promise<void> {
  scene.wait(50);
  // As it is by now: the machine has proposed a topic meanwhile.
  const petition = await scene.petition(id);
  if (!petition || !(await scene.petitions.withdraw(petition))) throw new Error(`${origin} could not be taken back`);
}

async function atTheDesk(scene: Scene, { id }: Petition, said: Said, index: number): Promise<void> {
  const { desk, goTo, wait, at, now } = scene;
  goTo(deskTime(at, now));
  if (said.then === 'reject') return desk.decide(id, { kind: 'reject', why: said.why ?? '' });
  if (said.then === 'release') await desk.decide(id, { kind: 'release', why: said.why });
  wait(2);
  await desk.file(id, said.topic[index]);
  if (said.then !== 'route') return;
  wait(4);
  await desk.route(id);
}
