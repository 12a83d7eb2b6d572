import { beforeEach, describe, expect, it } from 'vitest';
import { createGroupManners, type GroupManners } from '../../bot/group-manners.ts';

interface Place { group: string; message: number }

let now: number;
let done: string[];
let failed: unknown[];
let broken: boolean;
let manners: GroupManners<Place>;

beforeEach(() => {
  [now, done, failed, broken] = [0, [], [], false];
  const act = (what: string) => async ({ group, message }: Place) => {
    done.push(`${what} ${group}/${message}`);
    if (broken) throw new Error('not allowed');
  };
  manners = createGroupManners({
    groupOf: ({ group }) => group, sign: act('sign'), line: act('line'),
    failed: (error) => void failed.push(error), clock: () => new Date(now),
  });
});

function at(message: number, group = 'thôn'): Place {
  return { group, message };
}

describe('in a group', () => {
  it('what was taken in gets a sign, and a line when its author cannot be written to, once', () => {
    manners.took('lan', at(1));
    manners.cannotWrite('lan');
    manners.cannotWrite('lan');

    expect(done).toEqual(['sign thôn/1', 'line thôn/1']);
  });

  it('the line stands below the last message', () => {
    manners.took('lan', at(1));
    manners.took('lan', at(2, 'xóm'));
    manners.cannotWrite('lan');

    expect(done.at(-1)).toBe('line xóm/2');
  });

  it('nothing is said about somebody whom an answer has reached, or who never spoke there', () => {
    manners.took('lan', at(1));
    manners.wrote('lan');

    for (const chat of ['lan', 'minh']) manners.cannotWrite(chat);

    expect(done).toEqual(['sign thôn/1']);
  });

  it('no more than twenty things are done in a minute, in each group by itself', () => {
    for (let n = 0; n < 25; n++) manners.nothingTaken(at(n));
    manners.took('lan', at(99));
    manners.took('minh', at(1, 'xóm'));
    const first = done.length;
    now += 60_000;
    manners.cannotWrite('lan');

    expect(first).toBe(21);
    expect(done.slice(20)).toEqual(['sign xóm/1', 'line thôn/99']);
  });

  it('remembers five hundred people, the last ones', () => {
    for (let n = 0; n <= 500; n++) manners.took(`chat ${n}`, at(n, `group ${n}`));

    for (const n of [0, 1]) manners.cannotWrite(`chat ${n}`);

    expect(done.filter((what) => what.startsWith('line'))).toEqual(['line group 1/1']);
  });

  it('a courtesy that fails is noted and harms nothing', async () => {
    broken = true;

    manners.took('lan', at(1));
    manners.nothingTaken(at(2));
    await new Promise(setImmediate);

    expect(failed).toHaveLength(2);
  });
});
