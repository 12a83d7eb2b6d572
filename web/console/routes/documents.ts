/** The grouped list, the speakers and the downloads. */
import type { Clock } from '../../../clock.ts';
import type { Lists } from '../../../handlers/lists.ts';
import { can } from '../../../models/staff.ts';
import type { Conference, Plan } from '../../../plans/plan.ts';
import { contentType, fileName, groupPetitions, renderExport } from '../../../reports/index.ts';
import { WebError } from '../../errors.ts';
import { sendPage } from '../../render.ts';
import { DownloadsPage } from '../pages/downloads.tsx';
import { GroupedListPage } from '../pages/grouped-list.tsx';
import { SpeakersPage } from '../pages/speakers.tsx';
import { openGroup, shownCodes, withoutWords, withWords } from '../open-group.ts';
import { exportSchema, listSchema, parse, speakersSchema } from '../query.ts';
import { planShellOf, type ConsoleRoute } from '../route.ts';

export function documentRoutes({ lists, clock }: { lists: Lists; clock: Clock }): ConsoleRoute[] {
  // Two documents at once would only make both slower, and hold both lists in memory.
  const inTurn = createTurns();

  return [
    {
      method: 'get', path: '/plans/:plan/list', needs: ['list.export'], section: 'list',
      async run(request, response) {
        const shell = planShellOf(response);
        const { plan } = shell;
        const params = parse(listSchema, request.query);
        const conference = conferenceOf(plan, params.conference);
        const outline = await lists.outline(plan, conference);
        const by = params.by ?? 'topic';
        const list = groupPetitions({ plan, petitions: outline.map(withoutWords), conference, by });
        const empty = openGroup(list, params);
        const shown = new Set(empty && shownCodes(empty));
        const petitions = await lists.byIds(outline.filter(({ code }) => shown.has(code)).map(({ id }) => id));
        const open = empty && withWords(empty, petitions);
        sendPage(response, GroupedListPage, { shell, params, list, open, conference });
      },
    },
    {
      method: 'get', path: '/plans/:plan/speakers', needs: ['speaker.read'], section: 'speakers',
      async run(request, response) {
        const shell = planShellOf(response);
        const conference = conferenceOf(shell.plan, parse(speakersSchema, request.query).conference);
        const speakers = await lists.speakers(shell.plan, conference);
        sendPage(response, SpeakersPage, { shell, speakers, conference });
      },
    },
    {
      method: 'get', path: '/plans/:plan/downloads', needs: ['list.export'], section: 'downloads',
      run: (_request, response) => sendPage(response, DownloadsPage, { shell: planShellOf(response) }),
    },
    {
      method: 'get', path: '/plans/:plan/export', needs: ['list.export'], section: 'downloads',
      async run(request, response) {
        const { plan, member } = planShellOf(response);
        const { format, by, ...params } = parse(exportSchema, request.query);
        const conference = conferenceOf(plan, params.conference);
        const appendix = params.appendix === '1' && (format === 'xlsx' || format === 'docx');
        if (appendix && !can(member, 'list.appendix', plan.id)) throw new WebError('not-allowed');
        const now = clock();
        const file = await inTurn(async () => {
          const data = await lists.exportData(plan, conference, { appendix });
          return renderExport(format, { plan, conference, ...data, now, appendix, by });
        });
        response
          .set('Content-Type', contentType(format))
          .set('Content-Disposition', `attachment; filename="${fileName(format, { plan, conference, now, appendix })}"`)
          .end(file);
      },
    },
  ];
}

/** @throws {WebError} `not-found` for a conference that the plan does not have. */
function conferenceOf(plan: Plan, id: string | undefined): Conference | undefined {
  const conference = plan.conferences.find((candidate) => candidate.id === id);
  if (id && !conference) throw new WebError('not-found');
  return conference;
}

/** Runs one piece of work after the other; one that fails does not hold up the next. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
