import { describe, expect, it } from 'vitest';
import {
  canAddTo, canChange, canWithdraw, citizenState, PETITION_STATUSES, receiptCode, type PetitionStatus,
} from '../../models/petition.ts';

/** Who may do what, written out by hand: `m` machine, `a` author, `s` staff; nothing: nobody. Rows lead to columns. */
const TABLE = `
             received classified reviewed routed answered closed reopened held withdrawn rejected
received     -        m          s        -      -        -      -        ms   as        s
classified   -        -          s        -      -        -      -        ms   as        s
reviewed     -        -          -        s      -        -      -        s    as        s
routed       -        -          s        -      s        -      -        -    as        -
answered     -        -          -        -      -        as     as       -    -         -
closed       -        -          -        -      -        -      as       -    -         -
reopened     -        -          -        s      s        as     -        -    -         -
held         as       -          -        -      -        s      -        -    as        -
withdrawn    -        -          -        -      -        -      -        -    -         -
rejected     -        -          s        -      -        -      -        -    -         -
`;
const ACTORS = { m: 'machine', a: 'author', s: 'staff' } as const;

function pairs(): [PetitionStatus, PetitionStatus, string][] {
  const [header, ...rows] = TABLE.trim().split('\n').map((line) => line.trim().split(/\s+/));
  return rows.flatMap(([from, ...cells]) => cells.map((cell, index) => (
    [from, header![index], cell === '-' ? '' : cell] as [PetitionStatus, PetitionStatus, string])));
}

describe('the statuses of a petition', () => {
  it('are all in the table', () => {
    expect(pairs()).toHaveLength(PETITION_STATUSES.length ** 2);
    expect(new Set(pairs().map(([from]) => from))).toEqual(new Set(PETITION_STATUSES));
  });

  it.each(pairs())('%s → %s is open to “%s” alone', (from, to, allowed) => {
    const may = Object.entries(ACTORS).filter(([, actor]) => canChange(from, to, actor)).map(([letter]) => letter);

    expect(may.sort().join('')).toBe([...allowed].sort().join(''));
  });

  it.each<[PetitionStatus, string, boolean, boolean]>([
    ['received', 'received', true, true], ['classified', 'gathering', true, true], ['reviewed', 'gathering', true, true],
    ['routed', 'forwarded', true, true], ['answered', 'answered', false, true], ['closed', 'answered', false, false],
    ['reopened', 'forwarded', false, true], ['held', 'held', true, true], ['withdrawn', 'withdrawn', false, false],
    ['rejected', 'rejected', false, false],
  ])('%s is shown to its author as %s; may be withdrawn: %s, added to: %s', (status, shown, withdraw, add) => {
    expect(citizenState(status)).toBe(shown);
    expect([canWithdraw(status), canAddTo(status)]).toEqual([withdraw, add]);
  });
});

it.each([
  [1, 'TT-0001'], [42, 'TT-0042'], [9999, 'TT-9999'], [10000, 'TT-10000'],
])('number %i is read out as %s', (number, code) => {
  expect(receiptCode('TT', number)).toBe(code);
});
