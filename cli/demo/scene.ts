/** The use cases as they would have been at another moment: each invented story is told in its own time. */
import type { Clock } from '../../clock.ts';
import type { Data } from '../../data.ts';
import { createClassifyPetition } from '../../handlers/classify.ts';
import { createFileKeeper } from '../../handlers/files.ts';
import { createPetitionCases } from '../../handlers/petitions.ts';
import { createSpeakerCases } from '../../handlers/speakers.ts';
import { silentLog } from '../../log.ts';
import type { StaffMember } from '../../models/staff.ts';
import type { Plan } from '../../plans/plan.ts';
import { createDesk } from './clerk.ts';
import { drawPicture, PICTURE_NAMES } from './pictures.ts';

export type SceneData = Pick<Data, 'stores' | 'plans' | 'classifier' | 'fileStore'>;
export type Scene = ReturnType<typeof createScene>;

/** Begins at `at`; `goTo` moves on, never past `now`. */
export function createScene({ data: { stores, plans, classifier, fileStore }, plan, clerk, at, now }: {
  data: SceneData;
  plan: Plan;
  clerk: StaffMember;
  at: Date;
  now: Date;
}) {
  let moment = at;
  const clock: Clock = () => moment;

  function goTo(next: Date): void {
    moment = next < now ? next : now;
  }

  const files = createFileKeeper({
    stores, fileStore, clock, log: silentLog,
    download: async (_channel, _chat, ref) => {
      const picture = PICTURE_NAMES.find((name) => name === ref);
      return picture ? drawPicture(picture) : null;
    },
    fetchLater: (id) => files.fetch(id),
  });
  const classify = createClassifyPetition({ stores, plans, classifier, clock });

  async function classifyLater(id: string): Promise<void> {
    goTo(new Date(moment.getTime() + 3000));
    await classify(id);
  }

  return {
    at, now, goTo,
    /** Some minutes pass. */
    wait: (minutes: number): void => goTo(new Date(moment.getTime() + minutes * 60_000)),
    petition: stores.petitions.byId,
    petitions: createPetitionCases({ stores, classifier, clock, classifyLater, files }),
    // Nobody who is invented has a chat, so nobody can be told anything.
    speakers: createSpeakerCases({ stores, classifier, clock, notify: async () => undefined }),
    desk: createDesk({ stores, plan, by: clerk, clock, classifyLater }),
  };
}
