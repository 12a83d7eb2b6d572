import { describe, expect, it } from 'vitest';
import { findHashtagOf } from '../../plans/hashtags.ts';
import { clashes } from '../../plans/load.ts';
import { rehearsePlan } from '../../plans/rehearse.ts';
import { parsePlan } from '../../plans/read-plan.ts';
import { planOf, yamlOf } from './plan-of.ts';

const find = findHashtagOf([{ hashtag: 'doithoai_tapduot' }, {}, { hashtag: 'DoiThoai_2' }]);

describe('a plan\'s hashtag in a text', () => {
  it.each([
    '#doithoai_tapduot', '#DOITHOAI_TapDuot', '#ĐốiThoại_TậpDượt',
    '#ĐốiThoại_TậpDượt'.normalize('NFD'), '#đoithoai_tâpduot',
  ])('is recognised as %s', (tag) => {
    const text = `🙏 Cống tắc ${tag}, nhờ xã xem`;

    const found = find(text)!;

    expect(found.hashtag).toBe('doithoai_tapduot');
    expect(text.slice(found.start, found.start + found.length)).toBe(tag);
  });

  it.each([
    'doithoai_tapduot', '#doithoai_tapduot2', '#doithoai', '#doithoai_tapduotơi', 'x#doithoai_tapduot',
    '# doithoai_tapduot',
    '#doithoai-tapduot', '', '#',
  ])('is not seen in %j', (text) => {
    expect(find(text)).toBeNull();
  });

  it('is found behind other tags, in the form that its plan gives it', () => {
    expect(find('#an_toan #doithoai_2 đường trơn')).toEqual({ start: 9, length: 11, hashtag: 'DoiThoai_2' });
  });

  it('is in no text where no plan has one', () => {
    expect(findHashtagOf([{}])('#doithoai #undefined')).toBeNull();
  });
});

describe('the hashtag of a plan file', () => {
  it('is kept as written', () => {
    expect(planOf('hashtag: DoiThoai_ThuNghiem').hashtag).toBe('DoiThoai_ThuNghiem');
    expect(planOf('').hashtag).toBeUndefined();
  });

  it.each(["'#doithoai'", 'đốithoại', 'doi thoai', "'2026'", 'ab', 'a'.repeat(51)])('is refused as %s', (hashtag) => {
    expect(() => planOf(`hashtag: ${hashtag}`)).toThrow(/hashtag has 3 to 50/);
  });

  it('belongs to one of the plans that are served together', () => {
    const first = planOf('hashtag: doithoai', { file: 'mot.yaml' });
    const second = planOf('hashtag: DOITHOAI', { file: 'hai.yaml' });

    const message = 'The hashtag DOITHOAI is also that of mot; take it out of one of them.';
    expect(clashes([first, planOf(), planOf(), second])).toEqual([{ plan: second, path: 'hashtag', message }]);
  });

  it('is another one in a rehearsal, so that practice does not reach the real plan', () => {
    const yaml = rehearsePlan(yamlOf('hashtag: doithoai_thunghiem'), 'thu.yaml');

    const { plan } = parsePlan(yaml, { file: 'thu-tap-duot.yaml', firstDay: '2026-11-20' });

    expect(plan.hashtag).toBe('doithoai_thunghiem_tapduot');
  });
});
