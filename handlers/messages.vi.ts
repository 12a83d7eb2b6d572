/**
 * Every sentence that the bot says, grouped by conversation. Longer than other files on purpose: each sentence lives
 * in one place, and somebody who speaks Vietnamese can read them through here without reading code.
 *
 * House style: everyday words, "ông/bà", at most two short sentences and one question a message.
 */
import type { CitizenState } from '../models/petition.ts';
import type { AttachmentKind, Choice } from '../models/message.ts';
import { communeText } from '../plans/lookup.ts';
import type { Conference, Contact, Plan } from '../plans/plan.ts';

/** How to reach a person, as far as the plan says. Empty when it says nothing. */
function reach({ hotline, place, hours, who }: Contact): string {
  const parts = [who, place, hours, hotline && `điện thoại ${hotline}`].filter(Boolean);
  return parts.join(', ');
}

function numbered(choices: readonly Choice[]): string {
  return choices.map(({ label }, index) => `${index + 1}. ${label}`).join('\n');
}

/** The first words of a text, to show that it was understood; cut between words. */
export function excerpt(text: string, length = 280): string {
  const flat = text.trim();
  if (flat.length <= length) return flat;
  return `${flat.slice(0, length).replace(/\s+\S*$/u, '')} …`;
}

/** "Hội nghị … , 11/6/2026, tại …" */
function conferenceText({ name, date, time, place }: Conference): string {
  return [name, time, date?.text, place && `tại ${place}`].filter(Boolean).join(', ');
}

export const messages = {
  engine: {
    notUnderstood: 'Tôi chưa hiểu câu trả lời của ông/bà.',
    oldButton: 'Nút vừa bấm là của câu hỏi trước rồi ạ.',
    startedAgain: 'Xin lỗi ông/bà, tôi vừa được thay đổi nên xin hỏi lại.',
    cancelled: 'Vâng, tôi dừng lại, không gửi gì cả. Khi nào cần, ông/bà cứ nhắn cho tôi.',
    nothingToCancel: 'Hiện không có việc gì đang làm dở ạ. Ông/bà cần phản ánh điều gì, cứ nhắn cho tôi.',
    draftLeft: 'Ý kiến đang viết dở chưa gửi, tôi giữ lại và hỏi sau.',
    stopped: 'Vâng, tôi dừng việc này lại.',
    takeUp: 'Còn nội dung ông/bà nhắn lúc nãy:',
    setAside: 'Tôi giữ lại và sẽ hỏi về nội dung này sau. Giờ xin ông/bà trả lời nốt:',
    firstQuestion: 'Ông/bà trả lời giúp tôi câu này nhé; muốn thôi thì nhắn “huỷ”.',
    reworded: 'Tôi đã sửa theo lời mới của ông/bà.',
    thanks: 'Vâng, không có gì ạ. Có việc gì cần, ông/bà cứ nhắn cho tôi.',
    contactKept: 'Tôi đã ghi số điện thoại của ông/bà để cán bộ gọi khi cần.',
    contactNotKept: 'Tôi chưa ghi số điện thoại này.',
    failed:
      'Xin lỗi ông/bà, hệ thống đang trục trặc nên tôi chưa làm được việc này. '
      + 'Tin nhắn đã được giữ lại để cán bộ xem.',
    offerPerson(plan: Plan | null, choices: readonly Choice[]): string {
      const contact = plan && reach(plan.contact);
      const person = contact
        ? `Tôi vẫn chưa hiểu, mong ông/bà thông cảm. Ông/bà hỏi trực tiếp giúp tôi: ${contact}; hoặc nhắn “gặp cán bộ”.`
        : 'Tôi vẫn chưa hiểu, mong ông/bà thông cảm. Ông/bà nhắn “gặp cán bộ” thì cán bộ sẽ trả lời.';
      return choices.length > 0 ? `${person}\n\nHoặc trả lời bằng một con số:\n${numbered(choices)}` : person;
    },
    stillKept(_: Plan | null, choices: readonly Choice[]): string {
      const digit = `Tôi vẫn giữ những gì ông/bà nhắn. Giờ ông/bà trả lời giúp bằng một con số:\n${numbered(choices)}`;
      return `${digit}\nCần người giúp, ông/bà nhắn “gặp cán bộ”.`;
    },
    stillUnclear(_: Plan | null, choices: readonly Choice[]): string {
      const digit = choices.length > 0
        ? `Ông/bà chỉ cần nhắn một số, từ 1 đến ${choices.length}.\n${numbered(choices)}\n`
        : '';
      return `${digit}Muốn thôi, ông/bà nhắn “huỷ”; muốn có người giúp, ông/bà nhắn “gặp cán bộ”.`;
    },
  },

  person: {
    called(plan: Plan): string {
      const contact = reach(plan.contact);
      const direct = contact ? ` Cần gấp, ông/bà liên hệ: ${contact}.` : '';
      return `Tôi đã báo cán bộ ${communeText(plan)} xem tin nhắn và trả lời ông/bà.${direct}`;
    },
    whichCommune: 'Vâng ạ. Để báo đúng nơi, xin hỏi ông/bà ở xã nào?',
    hidden(plan: Plan | null): string {
      const contact = plan && reach(plan.contact);
      return contact
        ? `Mạng không cho tôi xem tin này. Ông/bà viết bằng chữ giúp tôi, hoặc liên hệ: ${contact}.`
        : 'Mạng không cho tôi xem tin này. Ông/bà viết bằng chữ giúp tôi, hoặc nhắn “gặp cán bộ”.';
    },
  },

  welcome: {
    whichCommune: 'Xin chào ông/bà, tôi là trợ lý tự động. Ông/bà ở xã nào ạ?',
    communeFirst: 'Tôi giữ lại rồi ạ. Ông/bà cho biết ở xã nào, để tôi chuyển đúng nơi.',
    unknownCommune: 'Tôi chưa tìm thấy xã này. Ông/bà ở xã nào trong các xã sau ạ?',
    rehearsal: 'ĐÂY LÀ BUỔI TẬP DƯỢT: chỉ để làm quen, không được giải quyết thật.',
    /**
     * The notice before consent, with what the law asks for and no more: who takes it, which data, what for, who sees
     * it, how long, which rights (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 9), and that a machine is speaking
     * (Luật 134/2025/QH15, Điều 11).
     */
    consent(plan: Plan): string {
      return [
        ...(plan.rehearsal ? [messages.welcome.rehearsal, ''] : []),
        'Xin chào ông/bà. Tôi là trợ lý tự động (có dùng AI) '
          + `giúp Ủy ban MTTQ ${communeText(plan)} nhận ý kiến; cán bộ đọc và trả lời.`,
        '',
        'Ủy ban MTTQ xin lưu tài khoản chat, lời và ảnh ông/bà gửi, tên và nơi ở nếu ông/bà cho biết, '
          + 'để tổng hợp, chuyển nơi trả lời và báo lại.',
        'Chỉ cán bộ MTTQ và nơi trả lời được xem; công bố không nêu tên; '
          + `lưu đến ${plan.retention.months} tháng sau hội nghị.`,
        'Muốn xem, sửa, xoá hay rút đồng ý, ông/bà nhắn “dữ liệu của tôi”.',
        '',
        'Ông/bà có đồng ý không ạ?',
      ].join('\n');
    },
    consentFirst:
      'Tôi giữ lại rồi, ông/bà không phải gõ lại. '
      + 'Ông/bà bấm “Tôi đồng ý” hoặc nhắn số 1 thì tôi mới được phép ghi nhận.',
    consentAgain: 'Ông/bà có đồng ý để tôi ghi nhận không ạ? Đồng ý thì nhắn số 1, không đồng ý thì nhắn số 2.',
    agree: 'Tôi đồng ý',
    disagree: 'Không đồng ý',
    declined(plan: Plan): string {
      const place = plan.contact.place ?? plan.contact.who;
      const paper = place
        ? `Ông/bà có thể nộp ý kiến bằng giấy tại ${place}`
        : 'Ông/bà có thể nộp ý kiến bằng giấy cho Ban công tác Mặt trận nơi mình ở hoặc Ủy ban MTTQ xã';
      const call = plan.contact.hotline ? `, hoặc gọi ${plan.contact.hotline}` : '';
      return `Vâng, tôi không lưu gì của ông/bà cả. ${paper}${call}.`;
    },
    ready(plan: Plan): string {
      return `Cảm ơn ông/bà. Ông/bà muốn phản ánh hay hỏi ${communeText(plan)} điều gì, cứ viết hoặc gửi ảnh ở đây ạ.`;
    },
  },

  group: {
    /** Who it is, what it takes in, how to be rid of it: said once to a group that adds it. */
    notice(plans: readonly Plan[], { name, hashtags }: { name: string; hashtags: readonly string[] }): string {
      const communes = [...new Set(plans.map(communeText))];
      const whose = communes.length <= 3 ? `Ủy ban MTTQ ${communes.join(', ')}` : 'Ủy ban MTTQ các xã';
      const calls = hashtags.length > 0 && hashtags.length <= 3
        ? `gọi ${name}, trả lời tin của tôi, hoặc có ${hashtags.map((tag) => `#${tag}`).join(', ')}`
        : `gọi ${name} hoặc trả lời tin của tôi`;
      return [
        ...(plans.every(({ rehearsal }) => rehearsal) ? [messages.welcome.rehearsal] : []),
        `Chào bà con, tôi là trợ lý tự động giúp ${whose} nhận ý kiến. `
          + `Tôi chỉ nhận tin nào ${calls}; rồi hỏi riêng người nhắn.`,
        'Chuyện khác trong nhóm tôi bỏ qua, không lưu gì. Không cần tôi nữa, quản trị nhóm chỉ việc xoá tôi khỏi nhóm.',
      ].join('\n\n');
    },
    privately: (link: string) => `Mời ông/bà nhắn riêng cho tôi ở đây nhé: ${link}`,
    heard: (text: string) => `Tôi nhận được ý kiến ông/bà nhắn trong nhóm${text && `: “${excerpt(text, 120)}”`}.`,
    relayed: (text: string) => `Tôi nhận được lời ông/bà nhờ ghi lại trong nhóm${text && `: “${excerpt(text, 120)}”`}.`,
    later: 'Tôi giữ lại và sẽ hỏi sau. Giờ xin ông/bà trả lời nốt:',
    otherCommune: (there: string, here: string) =>
      `Dấu # trong tin là của ${there}, còn ở đây ông/bà đang gửi cho ${here}; muốn đổi, ông/bà nhắn “đổi xã”.`,
  },

  recall: {
    draft: 'Tôi đã bỏ tin ông/bà vừa thu hồi.',
    wholeDraft: 'Tôi đã bỏ tin ông/bà vừa thu hồi, chưa có gì được gửi đi. Khi nào cần, ông/bà cứ nhắn cho tôi.',
    withdrawn: (codes: string) =>
      `Ông/bà vừa thu hồi tin nhắn nên tôi đã rút ${codes}. Nếu vẫn muốn gửi, ông/bà nhắn lại nội dung đó cho tôi.`,
    noted: (codes: string) =>
      `Tin ông/bà vừa thu hồi chỉ là một phần của ${codes}, tôi đã ghi chú cho cán bộ biết. `
      + 'Muốn rút cả ý kiến, ông/bà nhắn lại mã này.',
    'too-late': (codes: string) =>
      `${codes} đã được trả lời hoặc kết thúc nên không rút được nữa; tôi đã ghi chú là ông/bà thu hồi tin nhắn.`,
  },

  menu: {
    greeting: 'Chào ông/bà. Cần phản ánh điều gì, ông/bà cứ viết như nói chuyện bình thường, hoặc chọn:',
    help: 'Ông/bà cứ viết điều muốn phản ánh, tôi ghi lại và gửi cán bộ xã. Tôi còn giúp được:',
    helpInside: 'Ông/bà trả lời câu dưới đây, hoặc nhắn “sửa”, “quay lại”, “huỷ”, “gặp cán bộ”.',
    petition: 'Gửi ý kiến',
    speak: 'Đăng ký phát biểu',
    lookUp: 'Tra cứu ý kiến đã gửi',
    conferences: 'Hội nghị đối thoại',
    myData: 'Dữ liệu của tôi',
    erase: 'Xoá dữ liệu của tôi',
    person: 'Gặp cán bộ',
    cancel: 'Huỷ việc đang làm',
    helpCommand: 'Trợ giúp',
    changeCommune: 'Đổi sang xã khác',
  },

  hamlet: {
    which: (unit: string) => `Ông/bà ở ${unit} nào ạ?`,
    unknown: (unit: string) => `Tôi không tìm thấy ${unit} này trong xã.`,
    several: 'Có mấy nơi tên gần giống. Ông/bà ở nơi nào ạ?',
    perhaps: (name: string) => `Có phải ${name} không ạ?`,
    other: 'Không phải',
    elsewhere: (hamlet: string, commune: string, here: string) =>
      `${hamlet} thuộc ${commune}, còn đây là ${here}. Muốn gửi sang ${commune}, ông/bà nhắn “đổi xã”.`,
    none: 'Nơi khác / không muốn nói',
  },

  petition: {
    what: 'Ông/bà muốn phản ánh hay đề nghị điều gì ạ?',
    about: {
      photo: 'Tôi đã nhận ảnh. Ảnh này nói về việc gì, ở chỗ nào ạ?',
      video: 'Tôi đã nhận đoạn phim. Đoạn phim này nói về việc gì, ở chỗ nào ạ?',
      file: 'Tôi đã nhận tệp. Tệp này nói về việc gì ạ?',
      voice: 'Tôi đã nhận lời ghi âm và giữ lại cho cán bộ nghe. Ông/bà viết giúp một câu cho biết việc gì nhé?',
    } satisfies Record<AttachmentKind, string>,
    aboutPlace: 'Tôi đã nhận vị trí. Ở đó có việc gì ạ?',
    fileOnly: 'Không cần viết thêm',
    empty: 'Tin này không có chữ nào tôi đọc được.',
    tooLong: (limit: number) =>
      `Tin dài quá ${limit.toLocaleString('vi-VN')} chữ cái nên tôi chưa ghi được. `
      + 'Ông/bà viết ngắn lại hoặc gửi thành tệp giúp tôi.',
    tooManyFiles: (limit: number) =>
      `Một ý kiến kèm được ${limit} ảnh, tệp thôi ạ. `
      + 'Ông/bà gửi ý kiến này trước, phần còn lại gửi trong ý kiến sau giúp tôi.',
    several(parts: readonly string[]): string {
      const list = parts.map((part, index) => `(${index + 1}) ${excerpt(part, 120)}`).join('\n');
      return `Tôi thấy có ${parts.length} việc:\n${list}\nTôi tách riêng để việc nào cũng được trả lời nhé?`;
    },
    splitYes: 'Tách riêng',
    splitNo: 'Để chung một ý kiến',
    confirm(text: string, hamlet: string | null, files: number, relayed: boolean): string {
      const from = hamlet ? ` (${hamlet})` : '';
      const whose = relayed ? ' lời của người khác' : '';
      const said = text.trim() === '' ? '' : `\n“${excerpt(text)}”`;
      const attached = files > 0 ? `\nKèm ${files} ảnh/tệp.` : '';
      return `Tôi ghi lại${whose} như sau${from}:${said}${attached}\nTôi gửi nhé?`;
    },
    added: 'Tôi đã ghi thêm.',
    photoKept: 'Tôi đã nhận và sẽ gửi kèm.',
    send: 'Gửi',
    edit: 'Sửa',
    cancel: 'Huỷ',
    editWhat: 'Ông/bà muốn sửa gì ạ?',
    editText: 'Sửa nội dung',
    editHamlet: (unit: string) => `Sửa ${unit}`,
    editNothing: 'Không sửa nữa',
    rewrite: 'Ông/bà viết lại nội dung giúp tôi nhé?',
    receipt(codes: readonly string[], destination: string, lookUp: boolean): string {
      // On a line of its own, so that a narrow screen does not break it and it is easy to read out.
      const later = lookUp ? ' Muốn biết đã đến đâu, ông/bà nhắn lại mã này.' : '';
      return `Đã nhận ý kiến, cảm ơn ông/bà. Mã của ông/bà:\n${codes.join(', ')}\n\n${destination}${later}`;
    },
    toConference: (conference: string, when: string) =>
      `Ý kiến được đưa vào ${conference}${when}; có trả lời, tôi nhắn ông/bà ngay.`,
    afterCollecting: (conference: string, when: string) =>
      'Đợt lấy ý kiến đã hết hạn, nhưng ý kiến của ông/bà vẫn được chuyển cho '
      + `${conference}${when}; có trả lời, tôi nhắn ông/bà ngay.`,
    toOffice:
      'Hiện không có hội nghị nào sắp tới, nên ý kiến được chuyển cho cơ quan chuyên môn của xã như thường lệ; '
      + 'có trả lời, tôi nhắn ông/bà ngay.',
    urgent:
      'Việc này nguy hiểm, tôi đã báo gấp cho cán bộ. '
      + 'Nếu có người đang gặp nguy, ông/bà gọi ngay 113 (công an), 114 (cứu hoả, cứu nạn) hoặc 115 (cấp cứu).',
    held(kind: 'complaint' | 'denunciation', code: string, plan: Plan): string {
      const what = kind === 'complaint' ? 'khiếu nại' : 'tố cáo';
      const place = plan.contact.receptionPlace ?? `nơi tiếp công dân của ${communeText(plan)}`;
      return [
        `Tôi đã giữ riêng nội dung này (mã ${code}), chỉ cán bộ tiếp công dân được xem. `
          + `Nội dung giống đơn ${what}, luật quy định giải quyết theo thủ tục khác, không qua hội nghị.`,
        `Ông/bà gửi đơn tới ${place} để được bảo vệ quyền lợi đúng luật.`,
        `Nếu đây chỉ là ý kiến, kiến nghị, ông/bà nhắn: “${code} là kiến nghị”.`,
      ].join('\n');
    },
    released: (code: string) => `Vâng, ${code} được ghi là kiến nghị và cán bộ sẽ xem.`,
    edited: (code: string) => `Tôi đã ghi thêm lời vừa sửa vào ${code}; lời cũ vẫn giữ nguyên.`,
  },

  states: {
    received: 'đã nhận',
    gathering: 'đang tổng hợp',
    forwarded: 'đã chuyển cơ quan trả lời',
    answered: 'đã trả lời',
    withdrawn: 'đã rút',
    held: 'đang giữ riêng cho cán bộ tiếp công dân',
    rejected: 'không đưa vào danh sách',
  } satisfies Record<CitizenState, string>,

  speak: {
    noConference:
      'Hiện chưa có hội nghị nào mở đăng ký phát biểu. Ông/bà có điều gì, cứ viết cho tôi, tôi gửi cho cán bộ.',
    which: 'Ông/bà muốn phát biểu ở hội nghị nào ạ?',
    name: 'Ông/bà cho biết họ tên, để ban tổ chức mời phát biểu ạ.',
    nameHint: 'Tôi chưa rõ họ tên của ông/bà.',
    existing: (conference: string, content: string) =>
      `Ông/bà đã đăng ký phát biểu ở ${conference}: “${excerpt(content, 160)}”. Ông/bà muốn làm gì ạ?`,
    change: 'Đổi nội dung',
    withdraw: 'Rút đăng ký',
    keep: 'Giữ nguyên',
    content: 'Ông/bà muốn phát biểu về việc gì? Viết ngắn một hai câu thôi ạ.',
    contentHint: 'Tôi cần vài chữ về việc ông/bà muốn nói.',
    contentKept: 'Tôi đã ghi nội dung phát biểu.',
    confirm: (name: string, conference: string, content: string) =>
      `Tôi ghi: ${name}, phát biểu ở ${conference}, về “${excerpt(content, 200)}”.\nTôi đăng ký nhé?`,
    yes: 'Đăng ký',
    seat(conference: Conference, seat: number, minutes: number | undefined): string {
      const registered = `Đã đăng ký. Ông/bà phát biểu thứ ${seat} ở ${conferenceText(conference)}.`;
      const length = minutes ? ` Mỗi người nói khoảng ${minutes} phút.` : '';
      return `${registered}${length} Muốn đổi hay rút, ông/bà nhắn “phát biểu”.`;
    },
    reserve: (conference: Conference, place: number) =>
      `Đã đăng ký vào danh sách dự bị, thứ ${place}, của ${conferenceText(conference)}, `
      + 'vì nơi ông/bà đã đủ người phát biểu. Có người rút, tôi báo ông/bà ngay.',
    movedUp: (conference: Conference, seat: number) =>
      `Có người rút đăng ký nên ông/bà được phát biểu, thứ ${seat}, ở ${conferenceText(conference)}.`,
    changed: 'Đã đổi nội dung phát biểu. Thứ tự của ông/bà giữ nguyên.',
    withdrawn: 'Đã rút đăng ký phát biểu của ông/bà.',
    kept: 'Vâng, tôi giữ nguyên đăng ký của ông/bà.',
  },

  lookUp: {
    nothing: 'Tôi chưa nhận ý kiến nào từ chỗ này. Ông/bà có điều gì, cứ viết cho tôi.',
    which: 'Ông/bà muốn xem ý kiến nào ạ?',
    unknownCode: (code: string) =>
      `Tôi không tìm thấy mã ${code}. Ông/bà xem lại mã trong tin nhắn báo đã nhận giúp tôi.`,
    foreign: (code: string, state: string) => `${code}: ${state}. Mã này gửi từ máy khác nên tôi chỉ báo được như vậy.`,
    item: (code: string, text: string) => `${code}: ${excerpt(text, 40)}`,
    state(petition: { code: string; text: string; state: string; office: string | null; day: string }): string {
      const office = petition.office ? ` Nơi trả lời: ${petition.office}.` : '';
      const words = excerpt(petition.text, 200);
      return `${petition.code}, gửi ngày ${petition.day}: ${petition.state}.${office}\n“${words}”`;
    },
    add: 'Bổ sung',
    withdraw: 'Rút ý kiến này',
    done: 'Xong',
    addWhat: 'Ông/bà viết hoặc gửi ảnh muốn bổ sung ạ.',
    added: (code: string) => `Đã bổ sung vào ${code}, cảm ơn ông/bà.`,
    apart: (code: string) => `Việc này khác với ${code}, nên tôi ghi thành một ý kiến riêng.`,
    cannotAdd: (code: string) =>
      `${code} đã kết thúc hoặc đã bổ sung nhiều lần, không bổ sung được nữa. Ông/bà viết thành ý kiến mới giúp tôi.`,
    sure: (code: string) => `Ông/bà chắc chắn rút ${code} chứ ạ?`,
    yesWithdraw: 'Rút',
    no: 'Không rút',
    withdrawn: (code: string) => `Đã rút ${code}.`,
    cannotWithdraw: (code: string) => `${code} đã được trả lời hoặc kết thúc nên không rút được nữa.`,
    ok: 'Vâng ạ. Có gì cần, ông/bà cứ nhắn cho tôi.',
  },

  conferences: {
    none: 'Hiện chưa có hội nghị nào sắp tới. Ông/bà có điều gì, cứ viết cho tôi, cán bộ vẫn nhận.',
    one(conference: Conference): string {
      const lines = [
        conference.name,
        conference.date && `Thời gian: ${[conference.time, conference.date.text].filter(Boolean).join(', ')}`,
        conference.place && `Địa điểm: ${conference.place}`,
        `Chủ trì: ${conference.chair}`,
      ];
      return lines.filter(Boolean).join('\n');
    },
    register: 'Muốn phát biểu, ông/bà nhắn “phát biểu”. Muốn gửi ý kiến trước, ông/bà cứ viết cho tôi.',
  },

  myData: {
    nothing: 'Tôi không lưu gì về ông/bà cả.',
    shown(data: {
      name?: string; phone?: string; hamlet?: string; since: string; petitions: number; speeches: number;
    }): string {
      return [
        'Tôi đang lưu của ông/bà:',
        `– Họ tên: ${data.name ?? 'chưa có'}`,
        `– Điện thoại: ${data.phone ?? 'chưa có'}`,
        `– Nơi ở: ${data.hamlet ?? 'chưa có'}`,
        `– Tài khoản chat này; đồng ý ngày ${data.since}`,
        `– ${data.petitions} ý kiến, ${data.speeches} đăng ký phát biểu (xem bằng “tra cứu”)`,
        '',
        'Ông/bà muốn làm gì ạ?',
      ].join('\n');
    },
    editName: 'Sửa họ tên',
    editPhone: 'Sửa điện thoại',
    editHamlet: 'Sửa nơi ở',
    withdrawConsent: 'Rút đồng ý',
    erase: 'Xoá tất cả',
    done: 'Xong',
    newName: 'Họ tên đúng của ông/bà là gì ạ?',
    newPhone: 'Số điện thoại của ông/bà là gì ạ?',
    phoneHint: 'Số điện thoại có mười chữ số, bắt đầu từ số 0.',
    corrected: 'Đã sửa, cảm ơn ông/bà.',
    consentWithdrawn:
      'Đã rút đồng ý, từ nay tôi không ghi gì mới của ông/bà. '
      + 'Ý kiến đã gửi vẫn được trả lời; muốn xoá, ông/bà nhắn “xoá dữ liệu”.',
    sure:
      'Tôi sẽ xoá tên, số điện thoại, lời và ảnh ông/bà đã gửi; xoá rồi không lấy lại được. Ông/bà chắc chắn chứ ạ?',
    yesErase: 'Xoá',
    noErase: 'Không xoá',
    erased: 'Đã xoá. Chỉ còn số thứ tự, lĩnh vực và thôn để thống kê, không còn tên hay lời của ông/bà.',
    erasedExcept: (codes: string) =>
      `Đã xoá, trừ ${codes}: nội dung giống đơn khiếu nại, tố cáo nên luật buộc giữ lại cho cán bộ tiếp công dân. `
      + 'Các phần còn lại chỉ còn số liệu thống kê.',
    notErased: 'Vâng, tôi không xoá gì cả.',
  },

  conference: {
    /** ", ngày 11/6/2026" or nothing when the plan names no day. */
    when: ({ date }: Conference): string => (date ? `, ${date.text}` : ''),
  },
};
