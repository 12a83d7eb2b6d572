/** Keeps of the caller's records what the reports need, a slice at a time. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ExportRequest } from './index.ts';
import { isListed } from './grouped-list.ts';
import type { ReportInput } from './input.ts';
import { toListedPerson, toListedPetition, toListedSpeaker } from './listed.ts';
import type { ListedPetition } from './listed.ts';

const SLICE = 2_000;

/** Leaves out what no list shows, and everybody's name and phone unless the internal appendix was asked for. */
export async function slimInput(request: ExportRequest): Promise<ReportInput> {
  const { plan, conference, people, speakers, now, appendix, by } = request;
  const petitions: ListedPetition[] = [];
  for (let start = 0; start < request.petitions.length; start += SLICE) {
    for (const petition of request.petitions.slice(start, start + SLICE)) {
      if (isListed(petition, conference)) petitions.push(toListedPetition(petition));
    }
    await nextTurn();
  }
  return {
    plan, conference, petitions, now, appendix, by,
    people: appendix ? people.map(toListedPerson) : [],
    speakers: speakers.map(toListedSpeaker),
  };
}
