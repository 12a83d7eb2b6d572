import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPossible, type Decision } from '../../handlers/review.ts';
import { PETITION_STATUSES, type Petition, type PetitionStatus } from '../../models/petition.ts';
import type { StaffMember } from '../../models/staff.ts';
import { createWorld, NOW, type World } from '../web/console-world.ts';

let world: World;
let clerk: StaffMember;
let officer: StaffMember;
beforeAll(async () => {
  world = await createWorld();
  clerk = (await world.signIn(['mttq'])).member;
  officer = (await world.signIn(['reception'])).member;
});
afterAll(() => world.close());

function decide(petition: Petition, decision: Decision, { by = clerk, seen = petition.history.length } = {}) {
  return world.review.decide({ plan: world.plan, petitionId: petition.id, seen, by, decision });
}

async function now(petition: Petition): Promise<Petition> {
  return (await world.stores.petitions.byId(petition.id))!;
}

describe('the topic', () => {
  it('confirmed: reviewed, by whom and when, the office as proposed', async () => {
    const petition = await world.petition();

    const decided = await decide(petition, { kind: 'topic', topic: 'traffic_irrigation' });

    const after = await now(petition);
    expect(decided).toEqual({ done: true });
    expect(after).toMatchObject({
      status: 'reviewed',
      topicConfirmedBy: clerk.id,
      office: petition.office,
      updatedAt: NOW,
    });
    expect(after.history.slice(2)).toEqual([
      {
        at: NOW,
        by: { kind: 'staff', id: clerk.id },
        what: 'topic',
        from: 'traffic_irrigation',
        to: 'traffic_irrigation',
      },
      { at: NOW, by: { kind: 'staff', id: clerk.id }, what: 'status', from: 'classified', to: 'reviewed' },
    ]);
  });

  it('corrected: the office follows the plan', async () => {
    const petition = await world.petition();

    await decide(petition, { kind: 'topic', topic: 'security', why: 'Là chuyện trật tự' });

    const after = await now(petition);
    expect(after).toMatchObject({ topic: 'security', office: 'cong-an' });
    expect(after.history.map(({ what }) => what)).toEqual(['received', 'classified', 'topic', 'office', 'status']);
    expect(after.history[2]?.why).toBe('Là chuyện trật tự');
  });

  it('corrected with an office: that one', async () => {
    const petition = await world.petition();

    await decide(petition, { kind: 'topic', topic: 'security', office: 'mttq' });

    expect((await now(petition)).office).toBe('mttq');
  });

  it('corrected on its way: it stays where a person sent it', async () => {
    const petition = await world.petition({ status: 'routed', office: 'mttq' });

    await decide(petition, { kind: 'topic', topic: 'security' });

    expect(await now(petition)).toMatchObject({ topic: 'security', status: 'routed', office: 'mttq' });
  });

  it('chosen before the machine got to it', async () => {
    const petition = await world.petition({
      status: 'received',
      topic: undefined,
      proposal: undefined,
      office: undefined,
    });

    await decide(petition, { kind: 'topic', topic: 'education' });

    expect(await now(petition)).toMatchObject({
      topic: 'education',
      status: 'reviewed',
      office: 'phong-van-hoa-xa-hoi',
    });
  });
});

describe('other decisions', () => {
  it.each<[Decision, PetitionStatus, Partial<Petition>]>([
    [{ kind: 'hamlet', hamlet: 'cau-may' }, 'routed', { hamlet: 'cau-may', status: 'routed' }],
    [{ kind: 'urgent', urgent: true }, 'classified', { urgent: true, status: 'classified' }],
    [{ kind: 'route', office: 'mttq' }, 'reviewed', { office: 'mttq', status: 'routed' }],
    [{ kind: 'route', office: 'cong-an' }, 'routed', { office: 'cong-an', status: 'routed' }],
    [{ kind: 'route', office: 'mttq' }, 'reopened', { office: 'mttq', status: 'routed' }],
    [{ kind: 'recall', why: 'gửi nhầm' }, 'routed', { status: 'reviewed' }],
    [{ kind: 'hold', why: 'là tố cáo' }, 'classified', { status: 'held' }],
    [{ kind: 'reject', why: 'trùng' }, 'received', { status: 'rejected' }],
    [{ kind: 'restore' }, 'rejected', { status: 'reviewed' }],
    [{ kind: 'withdraw', why: 'người gửi đề nghị' }, 'routed', { status: 'withdrawn' }],
  ])('%j on a petition that is %s', async (decision, status, expected) => {
    const petition = await world.petition({ status });

    const decided = await decide(petition, decision);

    const after = await now(petition);
    expect(decided).toEqual({ done: true });
    expect(after).toMatchObject(expected);
    expect(after.history.length).toBeGreaterThan(petition.history.length);
    expect(after.history.at(-1)).toMatchObject({
      by: { kind: 'staff', id: clerk.id },
      ...('why' in decision && { why: decision.why }),
    });
  });

  it('forgets a hamlet that was wrong', async () => {
    const petition = await world.petition();

    await decide(petition, { kind: 'hamlet', hamlet: null });

    expect(await now(petition)).not.toHaveProperty('hamlet');
  });

  it('never changes the words', async () => {
    const petition = await world.petition({ text: ' nguyên\u0300 văn ' });

    await decide(petition, { kind: 'topic', topic: 'culture' });

    expect((await now(petition)).text).toBe(' nguyên\u0300 văn ');
  });

  it.each(PETITION_STATUSES)(
    'refuses what a petition that is %s does not allow, and changes nothing',
    async (status) => {
      const kinds: Decision[] = [
        { kind: 'topic', topic: 'culture' },
        { kind: 'route', office: 'mttq' },
        { kind: 'recall', why: 'x' },
        { kind: 'reject', why: 'x' },
        { kind: 'restore' },
        { kind: 'withdraw', why: 'x' },
        { kind: 'hold', why: 'x' },
      ];
      const petition = await world.petition({ status });

      const refused = await Promise.all(
        kinds.filter(({ kind }) => !isPossible(kind, status)).map((decision) => decide(petition, decision)),
      );

      expect(refused.every((answer) => !answer.done)).toBe(true);
      expect(await now(petition)).toEqual(petition);
    },
  );
});

describe('what is held', () => {
  it('is released by the officer who receives citizens, and the machine looks at it anew', async () => {
    const petition = await world.petition({ status: 'held' });

    const asClerk = await decide(petition, { kind: 'release' });
    const asOfficer = await decide(petition, { kind: 'release', why: 'chỉ là kiến nghị' }, { by: officer });

    expect(asClerk).toEqual({ done: false, refusal: 'not-allowed' });
    expect(asOfficer).toEqual({ done: true });
    expect((await now(petition)).status).toBe('received');
  });

  it('is all that this officer decides about', async () => {
    const petition = await world.petition();

    const answer = await decide(petition, { kind: 'reject', why: 'x' }, { by: officer });

    expect(answer).toEqual({ done: false, refusal: 'not-allowed' });
  });
});

describe('two people at once', () => {
  it('refuses a decision about something that looks different by now', async () => {
    const petition = await world.petition();
    await world.stores.petitions.add(
      petition.id,
      { at: NOW, text: 'xin nói thêm', attachments: [], origin: 'later' },
      'xin noi them',
      { at: NOW, by: { kind: 'author' }, what: 'addition' },
    );

    const answer = await decide(petition, { kind: 'reject', why: 'x' });

    expect(answer).toEqual({ done: false, refusal: 'changed' });
    expect((await now(petition)).status).toBe('classified');
  });

  it('lets exactly one of many through', async () => {
    const petition = await world.petition();

    const answers = await Promise.all(
      world.plan.topics.map(({ id }) => decide(petition, { kind: 'topic', topic: id })),
    );

    expect(answers.filter(({ done }) => done)).toHaveLength(1);
    expect((await now(petition)).history.filter(({ what }) => what === 'topic')).toHaveLength(1);
  });
});

it.each<[string, Decision]>([
  ['a topic', { kind: 'topic', topic: 'khac' }],
  ['an office', { kind: 'route', office: 'khac' }],
  ['a hamlet', { kind: 'hamlet', hamlet: 'khac' }],
])('knows only %s of the plan', async (_what, decision) => {
  const petition = await world.petition({ status: 'reviewed' });

  const answer = await decide(petition, decision);

  expect(answer).toEqual({ done: false, refusal: 'unknown-value' });
});

it('decides nothing in another plan', async () => {
  const petition = await world.petition();

  const answer = await world.review.decide({
    plan: world.other,
    petitionId: petition.id,
    seen: 2,
    by: clerk,
    decision: { kind: 'reject', why: 'x' },
  });

  expect(answer).toEqual({ done: false, refusal: 'not-found' });
});

describe('a part of a message put on hold', () => {
  it('takes the whole message out of the other parts, and leaves it to the officer', async () => {
    const first = await world.petition({ wholeMessage: 'đường hỏng; ông A ăn chặn' });
    const second = await world.petition({ wholeMessage: 'đường hỏng; ông A ăn chặn', receipt: first.code });

    await decide(second, { kind: 'hold', why: 'là tố cáo' });

    expect((await now(first)).wholeMessage).toBeUndefined();
    expect((await now(second)).wholeMessage).toBe('đường hỏng; ông A ăn chặn');
  });

  it('an office sees its own part of a message and not the whole', async () => {
    const office = (await world.signIn(['office'], { office: 'cong-an' })).member;
    const petition = await world.petition({ status: 'routed', office: 'cong-an', wholeMessage: 'một; hai' });

    const [seen, byClerk] = await Promise.all(
      [office, clerk].map((member) => world.lists.petition(world.plan, member, petition.number)));

    expect(seen?.text).toBe(petition.text);
    expect(seen?.wholeMessage).toBeUndefined();
    expect(byClerk?.wholeMessage).toBe('một; hai');
  });
});
