import { describe, expect, it } from 'vitest';
import { createClassifier } from '../../classifier/index.ts';
import { parseLabelled } from '../../classifier/evaluation/labelled.ts';
import { measureSplitting, parseCounted } from '../../classifier/evaluation/measure-splitting.ts';
import { petitions, read } from './data.ts';

const classifier = createClassifier();

/** Every part is a piece of the text, in order, and nothing but white space lies between. */
function expectWhole(text: string, parts: string[]): void {
  let at = 0;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    expect(found).toBeGreaterThanOrEqual(at);
    expect(text.slice(at, found).trim()).toBe('');
    at = found + part.length;
  }
  expect(text.slice(at).trim()).toBe('');
}

const SEVERAL: [string, number][] = [
  ['1. Đề nghị sửa đường thôn 3. 2. Đề nghị cấp sổ đỏ cho nhà tôi', 2],
  ['Kính gửi xã, tôi có 3 việc:\n1/ Đường xóm hỏng nặng, xin sửa\n2/ Loa thôn mất tiếng cả tháng\n3/ Bao giờ có nước sạch ạ?', 3],
  ['Thứ nhất, đề nghị lắp đèn đường xóm 5. Thứ hai, đề nghị thu gom rác thường xuyên.', 2],
  ['Một là đề nghị nạo vét kênh mương nội đồng, hai là xin hỗ trợ giống lúa cho bà con', 2],
  ['thu nhat duong xom 4 hong nang qua, thu hai rac khong ai thu gom', 2],
  ['Đường xóm tôi hỏng nặng, mong xã sửa. Ngoài ra cho tôi hỏi bao giờ có nước sạch', 2],
  ['nha em chua co so do mong xa xem giup, mot viec nua la tram y te het thuoc hoai', 2],
  ['- Đề nghị sửa cầu dân sinh thôn 2\n- Đề nghị bổ sung giáo viên mầm non', 2],
  ['• đường điện yếu quá xin thay dây\n• rác đầy ngõ không ai lấy\n• học phí trường mầm non cao', 3],
  ['Đề nghị xã làm rãnh thoát nước xóm 3\nĐề nghị xem xét hộ nghèo cho nhà bà tôi', 2],
  ['Xin hỏi thủ tục làm sổ đỏ. Nhân tiện cho em hỏi lịch tiêm vắc xin cho bé ạ. Em cảm ơn!', 2],
  ['Đề nghị mở rộng đường liên thôn. Bên cạnh đó đề nghị công an tuần tra ban đêm vì mất trộm nhiều', 2],
];

const ONE = [
  'Đường xóm tôi hỏng, đề nghị sửa',
  'ở thôn 7. nhà em chưa có nước sạch, mong xã quan tâm',
  'Con tôi học lớp 1. Lớp 2 năm tới chuyển trường thì làm sao ạ',
  'Đường hỏng nặng.\nMưa là ngập.\nĐề nghị xã sửa sớm.',
  'Đề nghị sửa đường.\nXin cảm ơn xã nhiều lắm ạ!',
  'Bãi rác gần nhà tôi bốc mùi. Ngoài ra còn ruồi nhặng bay đầy nhà, nước đen chảy ra mương',
  'Đi từ trong làng ngoài ra đường lớn phải qua cầu hỏng, xin sửa cầu',
  'Họ tên: Nguyễn Văn A\nĐịa chỉ: thôn 2\nNội dung: đề nghị sửa đường',
  '1. Họ và tên: Trần Thị B 2. Địa chỉ: xóm 4 3. Nội dung: xin cấp lại thẻ bảo hiểm y tế',
  'Đường rộng 1.5m dài 2.5km, đề nghị mở rộng',
  'Kính gửi UBND xã. Tôi tên là Lê Văn C ở thôn 5. Tôi đề nghị xem lại tiền đền bù. Rất mong được giải quyết.',
  '',
  'alo',
];

describe('split', () => {
  it.each(SEVERAL)('finds the petitions in %j', (text, count) => {
    const parts = classifier.split(text);

    expect(parts).toHaveLength(count);
    expectWhole(text, parts);
  });

  it.each(ONE)('leaves one petition whole: %j', (text) => {
    expect(classifier.split(text)).toEqual([text]);
  });

  it('cuts hardly any single petition or story', () => {
    const single = [...petitions('held-out'), ...petitions('stories')].map(({ text }) => ({ count: 1, text }));

    expect(measureSplitting(classifier.split, single).cutAtAll).toBeLessThan(0.03);
  });

  it('finds the number of petitions without numbers, too, in most messages', () => {
    const sets = ['several.tsv', 'several-wide.tsv', 'several-mixed.tsv'].map((set) => parseCounted(read(set)));
    const [easy, wide, mixed] = sets.map((messages) => measureSplitting(classifier.split, messages));

    expect(easy!.rightNumber).toBeGreaterThanOrEqual(0.9);
    expect(wide!.rightNumber).toBeGreaterThanOrEqual(0.72);
    expect(mixed!.rightNumber).toBeGreaterThanOrEqual(0.6);
    expect(wide!.cutAtAll).toBeLessThanOrEqual(0.04);
    // made to tempt: half of them tell several troubles before they ask
    expect(mixed!.cutAtAll).toBeLessThanOrEqual(0.12);
  });

  it('keeps to the lowest accepted scores on messages written by others', () => {
    const result = measureSplitting(classifier.split, parseCounted(read('kept-back/several.tsv')));

    expect(result.rightNumber).toBeGreaterThanOrEqual(0.68);
    expect(result.cutAtAll).toBeLessThanOrEqual(0.07);
  });

  it.each([['formal', 0.05], ['phone', 0.08]] as const)('offers few ordinary petitions a cut: %s', (style, most) => {
    const single = parseLabelled(read(`kept-back/petitions-${style}.tsv`)).map(({ text }) => ({ count: 1, text }));

    expect(measureSplitting(classifier.split, single).cutAtAll).toBeLessThanOrEqual(most);
  });

  it('gives only contiguous pieces, in order, whatever is written', () => {
    for (const { text } of parseCounted(read('several-wide.tsv'))) expectWhole(text, classifier.split(text));
  });

  it('returns literal pieces of NFD text with zero-width characters', () => {
    const typed = 'Đường xóm\u200b tôi hỏng nặng, mong xã sửa. Ngoài ra cho tôi hỏi bao giờ có nước sạch';
    const text = typed.normalize('NFD');

    const parts = classifier.split(text);

    expect(parts).toHaveLength(2);
    expectWhole(text, parts);
  });

  it.each([
    ['trouble and what is asked for it', 'Cột điện số 3 ở đầu thôn bị nghiêng, đề nghị xã sửa chữa'],
    ['words that belong together', 'Khu chợ cháy đã san nền hai năm, bà con phải bán trong lán tạm'],
    ['a post and what concerns it', 'Đề nghị không tinh giản biên chế đối với ngành giáo dục vì số học sinh tăng'],
    ['trouble and a request behind a semicolon', 'Kè suối Lạnh sạt ba đoạn, ruộng ven bờ bị cuốn; bà con đề nghị sớm gia cố'],
    ['the parts of a list', 'Xóm Chài chưa có đường bê tông, nước máy, nhà văn hoá, mong xã quan tâm'],
    ['“con” that is a child', 'Lớp mầm non hết chỗ, con em ba tuổi phải ở nhà, xin mở thêm lớp'],
    ['“bà con” that asks', 'Trạm bơm hỏng hai vụ liền, bà con kiến nghị thay máy mới'],
    ['“kiến nghị” that is a noun', 'Đề nghị xã công khai kết quả giải quyết kiến nghị của bà con sau mỗi kỳ họp'],
    ['two messages that tell one story', 'Cống đầu thôn bị tắc\nnước thải chảy tràn ra đường'],
    ['a story and its one request', 'Tôi đi làm xa mười năm, nay về quê ở với mẹ già. Nhà dột hết mái. Mẹ tôi ốm suốt. Xin xã xét cho nhà tôi vào'
      + ' diện sửa nhà tạm'],
    ['a name', 'Đề nghị Quốc hội xem xét giảm tiền sử dụng đất cho đất xen kẹt'],
    ['a request and what its photo shows', 'Ao làng bốc mùi cá chết, đề nghị xã xử lý\nẢnh chụp ao cá chết'],
  ])('leaves together %s', (_, text) => {
    expect(classifier.split(text)).toEqual([text]);
  });

  it('keeps greeting and thanks with a neighbour', () => {
    const text = 'Dạ em chào xã ạ. 1. Đường xóm em hỏng nặng 2. Loa thôn em mất tiếng. Em xin cảm ơn ạ';

    const parts = classifier.split(text);

    expect(parts).toHaveLength(2);
    expect(parts[0]).toMatch(/^Dạ em chào xã/u);
    expect(parts[1]).toMatch(/cảm ơn ạ$/u);
  });
});
