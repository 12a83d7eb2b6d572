/**
 * The plan file as people write it; `docs/plan-format.md` explains every key, and a test compares the two.
 *
 * It allows short forms (a hamlet as a plain text) and leaves defaults out; `build-plan.ts` makes a `Plan` of it.
 */
import { z } from 'zod';
import { block, id, listOf, oneOf, text, wholeNumber, yesOrNo } from './fields.ts';
import { parseDate, PlanDateError, type DateContext, type DateForm } from './parse-date.ts';
import { isIsoDay } from './plan-date.ts';
import { TOPIC_IDS } from './plan.ts';

/** What a plan file holds after reading, before defaults and references. */
export type PlanFile = z.output<ReturnType<typeof planFileSchema>>;

/** Office kinds, for the console's grouping and for who may see what. */
export const OFFICE_KINDS = ['party', 'government', 'front', 'association', 'police', 'service', 'outside'] as const;

/** Milestone kinds: what the program does with a date. */
export const MILESTONE_KINDS = [
  'collect', 'group', 'route', 'answer', 'invite', 'notice', 'delegates', 'report', 'conclude', 'other',
] as const;

/**
 * The schema for one file.
 *
 * Relative dates (`+10`) count from `context.firstDay` and are errors without it.
 */
export function planFileSchema(context: DateContext = {}) {
  const date = planDate(context);
  const routing = block({
    office: text('Phòng Kinh tế'),
    with: listOf(text('Hội Nông dân xã'), "['Hội Nông dân xã']").optional(),
    answeredBy: text('Chủ tịch UBND xã').optional(),
  }, { example: '{ office: Phòng Kinh tế }', short: 'office' });

  return block({
    title: text('Kế hoạch tổ chức hội nghị đối thoại năm 2026'),
    rehearsal: yesOrNo().optional(),
    number: text("'54-KH/ĐU'").optional(),
    issuedOn: date.optional(),
    basis: listOf(text('Luật Thực hiện dân chủ ở cơ sở'), "['Luật Thực hiện dân chủ ở cơ sở']").optional(),
    commune: block({
      id: id('thai-tan').optional(),
      name: text('Thái Tân'),
      unit: text('xã').optional(),
      province: text('Thành phố Hải Phòng').optional(),
      aliases: names('Thái Tân cũ'),
    }, { example: '{ name: Thái Tân }', short: 'name' }),
    issuer: block({
      name: text('Đảng ủy xã Thái Tân'),
      parent: text('Đảng bộ Thành phố Hải Phòng').optional(),
      family: oneOf(['party', 'government']),
      signer: block({
        post: text('Bí thư'),
        name: text('Nguyễn Văn A').optional(),
        onBehalfOf: text('Ban Thường vụ').optional(),
      }, { example: '{ post: Bí thư }', short: 'post' }).optional(),
    }, { example: '{ name: Đảng ủy xã Thái Tân, family: party }' }),
    receiptPrefix: text('TT').refine((value) => /^[A-Z]{2,4}$/.test(value), {
      error: 'A receipt prefix has two to four capital letters A to Z without diacritics, for example TT.',
    }),
    hashtag: text('doithoai_thaitan').refine((value) => /^(?=\w*[A-Za-z])\w{3,50}$/.test(value), {
      error: 'A hashtag has 3 to 50 letters A to Z without diacritics, digits and _, at least one letter, and is '
        + 'written without #, for example doithoai_thaitan.',
    }).optional(),
    hamletUnit: text('thôn').optional(),
    hamlets: listOf(block({
      id: id('uong-ha').optional(),
      name: text('Uông Hạ'),
      aliases: names('Uông Hạ cũ'),
      unit: text('tổ dân phố').optional(),
    }, { example: '{ name: Uông Hạ }', short: 'name' }), '[Uông Hạ, Đình]').optional(),
    associations: listOf(block({
      id: id('hoi-nong-dan').optional(),
      name: text('Hội Nông dân xã'),
      aliases: names('HND'),
    }, { example: '{ name: Hội Nông dân xã }', short: 'name' }), '[Hội Nông dân xã]').optional(),
    conferences: listOf(block({
      id: id('uong-ha').optional(),
      name: text('Hội nghị đối thoại với Nhân dân thôn Uông Hạ'),
      chair: text('Bí thư Đảng ủy'),
      hostOffice: text('Văn phòng Đảng ủy').optional(),
      mode: oneOf(['periodic', 'topical']).optional(),
      place: text('Nhà văn hóa thôn Uông Hạ').optional(),
      date: date.optional(),
      time: text('buổi sáng').optional(),
      hamlets: listOf(text('Uông Hạ'), '[Uông Hạ]').optional(),
      associations: listOf(text('Hội Nông dân xã'), '[Hội Nông dân xã]').optional(),
      invited: listOf(block({
        who: text('Chi hội Phụ nữ'),
        min: wholeNumber(20, 0).optional(),
        max: wholeNumber(150, 1).optional(),
      }, { example: '{ who: Chi hội Phụ nữ, min: 20 }', short: 'who' }), '[Chi hội Phụ nữ]').optional(),
      attendance: block({
        min: wholeNumber(70, 0).optional(),
        max: wholeNumber(150, 1).optional(),
      }, { example: '{ min: 120, max: 150 }' }).optional(),
      survey: yesOrNo().optional(),
    }, { example: '{ name: Hội nghị đối thoại, chair: Bí thư Đảng ủy }' }), '[{ name: Hội nghị, chair: Bí thư }]')
      .refine((list) => list.length > 0, { error: 'A plan has at least one conference; write its name and chair.' }),
    topics: listOf(block({
      id: text('economy').refine((value) => /^[a-z0-9]+([-_][a-z0-9]+)*$/.test(value) && value.length <= 40, {
        error: 'A topic\'s id has at most 40 small letters without diacritics, digits, - and _, for example economy.',
      }).optional(),
      name: text('Phát triển kinh tế'),
      covers: listOf(oneOf(TOPIC_IDS), '[economy, new_rural]').optional(),
      phrases: listOf(
        text('chuyển đổi số*5').refine((value) => /^[^*]{1,80}(\*[1-5])?$/.test(value), {
          error: 'A phrase is a few words, and may end with * and a weight from 1 to 5, for example chuyển đổi số*5.',
        }), '[chuyển đổi số, dịch vụ công trực tuyến*5]').optional(),
      routing: routing.optional(),
    }, { example: '{ name: Phát triển kinh tế, covers: [economy] }' }), '[{ name: Kinh tế, covers: [economy] }]')
      .optional(),
    offices: listOf(block({
      id: id('phong-kinh-te').optional(),
      name: text('Phòng Kinh tế'),
      kind: oneOf(OFFICE_KINDS).optional(),
      aliases: names('KT'),
      basis: text('Nghị định 150/2025/NĐ-CP').optional(),
    }, { example: '{ name: Phòng Kinh tế, kind: government }', short: 'name' }), '[Phòng Kinh tế]').optional(),
    defaultRouting: routing.optional(),
    milestones: listOf(block({
      id: id('thu-y-kien').optional(),
      who: text('Ủy ban MTTQ Việt Nam xã'),
      what: text('Tổng hợp ý kiến, kiến nghị của Nhân dân'),
      toWhom: text('Văn phòng Đảng ủy').optional(),
      due: date.optional(),
      beforeConference: daysBefore().optional(),
      kind: oneOf(MILESTONE_KINDS).optional(),
    }, { example: '{ who: Ủy ban MTTQ xã, what: Tổng hợp ý kiến }' }), '[{ who: MTTQ xã, what: Tổng hợp ý kiến }]')
      .optional(),
    collecting: block({
      from: date.optional(),
      until: date.optional(),
    }, { example: '{ until: trước 2026-05-15 }', short: 'until' }).optional(),
    recipients: listOf(text('Ban Thường vụ Đảng ủy'), "['Ban Thường vụ Đảng ủy']").optional(),
    speaking: block({
      capacityPerGroup: wholeNumber(3, 1).optional(),
      minutes: wholeNumber(5, 1).optional(),
      rules: listOf(text('Phát biểu ngắn gọn, đúng chủ đề'), "['Phát biểu ngắn gọn, đúng chủ đề']").optional(),
    }, { example: '{ minutes: 5 }' }).optional(),
    contact: block({
      place: text('Trụ sở UBND xã').optional(),
      hours: text('7 giờ 30 – 16 giờ 30, thứ Hai đến thứ Sáu').optional(),
      hotline: text("'0225 000 000'").optional(),
      who: text('Ủy ban MTTQ xã').optional(),
      receptionPlace: text('Phòng tiếp công dân, trụ sở UBND xã').optional(),
    }, { example: '{ place: Trụ sở UBND xã }' }).optional(),
    retention: block({ months: wholeNumber(12, 1) }, { example: '{ months: 12 }' }).optional(),
    calendar: block({
      daysOff: listOf(isoDay(), '[2026-09-01]').optional(),
      extraWorkingDays: listOf(isoDay(), '[2026-08-22]').optional(),
    }, { example: '{ daysOff: [2026-09-01] }' }).optional(),
    notes: listOf(text('Giấy ghi cả Long Tràng và Long Trảng'), "['Giấy ghi cả Long Tràng và Long Trảng']").optional(),
  }, { example: 'title: Kế hoạch đối thoại năm 2026' });
}

function names(example: string) {
  return listOf(text(example), `[${example}]`).optional();
}

function isoDay() {
  return text('2026-09-01').refine(isIsoDay, { error: 'This must be a day of the calendar such as 2026-09-01.' });
}

function daysBefore() {
  const form = block({
    days: wholeNumber(3, 1),
    kind: oneOf(['working', 'calendar']),
  }, { example: '3 working days' });
  return z.preprocess((value) => {
    const short = typeof value === 'string' ? /^(\d+) (working|calendar) days?$/.exec(value.trim()) : null;
    return short ? { days: Number(short[1]), kind: short[2] } : value;
  }, form);
}

function planDate(context: DateContext) {
  return block({
    date: text('2026-06-11'),
    tentative: yesOrNo().optional(),
    workingDay: oneOf(['next', 'previous']).optional(),
    text: text('cuối tháng 7 năm 2026').optional(),
  }, { example: '2026-06-11', short: 'date' }).transform((form: DateForm, problems) => {
    try {
      return parseDate(form, context);
    } catch (error) {
      if (!(error instanceof PlanDateError)) throw error;
      problems.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  });
}
