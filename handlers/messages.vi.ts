/**
 * Every sentence that the bot says, grouped by conversation. Longer than other files on purpose: each sentence lives
 * in one place, and somebody who speaks Vietnamese can read them through here without reading code.
 *
 * House style: everyday words, "ông/bà", at most two short sentences and one question a message.
 */
import type { CitizenState } from '../models/petition.ts';
import type { Choice } from '../models/message.ts';
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
    startedAgain: 'Xin lỗi ông/bà, tôi vừa được cập nhật nên xin hỏi lại từ đầu.',
    cancelled: 'Vâng, tôi dừng lại và không gửi gì cả. Khi nào cần, ông/bà cứ nhắn cho tôi.',
    nothingToCancel: 'Hiện không có việc gì đang làm dở ạ. Ông/bà cần phản ánh điều gì, cứ nhắn cho tôi.',
    draftLeft: 'Ý kiến đang viết dở chưa được gửi đi.',
    failed: 'Xin lỗi ông/bà, hệ thống đang trục trặc nên tôi chưa làm được việc này. Tin nhắn đã được giữ lại để cán bộ xem.',
    offerPerson(plan: Plan | null, choices: readonly Choice[]): string {
      const contact = plan && reach(plan.contact);
      const answer = choices.length > 0 ? `Hoặc ông/bà trả lời bằng một con số:\n${numbered(choices)}` : '';
      const person = contact
        ? `Tôi vẫn chưa hiểu ý ông/bà. Ông/bà có thể hỏi trực tiếp: ${contact}; hoặc nhắn “gặp cán bộ”.`
        : 'Tôi vẫn chưa hiểu ý ông/bà. Ông/bà có thể nhắn “gặp cán bộ” để cán bộ liên hệ lại.';
      return [person, answer].filter(Boolean).join('\n\n');
    },
  },

  person: {
    called(plan: Plan): string {
      const contact = reach(plan.contact);
      const direct = contact ? ` Cần gấp, ông/bà liên hệ: ${contact}.` : '';
      return `Tôi đã báo cán bộ ${communeText(plan)}. Cán bộ sẽ xem tin nhắn và trả lời ông/bà.${direct}`;
    },
    hidden(plan: Plan | null): string {
      const contact = plan && reach(plan.contact);
      return contact
        ? `Mạng không cho tôi xem nội dung này. Ông/bà viết lại bằng chữ giúp tôi, hoặc liên hệ: ${contact}.`
        : 'Mạng không cho tôi xem nội dung này. Ông/bà viết lại bằng chữ giúp tôi, hoặc nhắn “gặp cán bộ”.';
    },
  },

  welcome: {
    whichCommune: 'Xin chào ông/bà. Tôi là trợ lý tự động. Ông/bà ở xã nào ạ?',
    whichCommuneHint: 'Tôi chưa tìm thấy xã này.',
    rehearsal: 'ĐÂY LÀ BUỔI TẬP DƯỢT: nội dung chỉ để làm quen, không được giải quyết thật.',
    /**
     * The notice before consent (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 9: which data, what for, who, which
     * rights; Luật 134/2025/QH15, Điều 11: that a machine is speaking).
     */
    consent(plan: Plan): string {
      const until = `${plan.retention.months} tháng sau hội nghị`;
      return [
        ...(plan.rehearsal ? [messages.welcome.rehearsal, ''] : []),
        `Xin chào ông/bà. Tôi là trợ lý tự động (có dùng AI) nhận ý kiến của bà con ${communeText(plan)}; cán bộ đọc và trả lời, máy không quyết định thay.`,
        '',
        'Nếu ông/bà đồng ý, chúng tôi lưu: tài khoản chat này, tên và thôn (nếu ông/bà cho biết), nội dung và ảnh ông/bà gửi.',
        'Để: tổng hợp, chuyển nơi trả lời và báo kết quả cho ông/bà. Người xem: cán bộ Mặt trận Tổ quốc và cơ quan được giao trả lời. Khi công bố không nêu tên.',
        `Lưu đến ${until}. Ông/bà xem, sửa, rút đồng ý hay xoá lúc nào cũng được: nhắn “dữ liệu của tôi”.`,
        '',
        'Ông/bà có đồng ý không ạ?',
      ].join('\n');
    },
    consentAgain: 'Ông/bà bấm “Tôi đồng ý” (hoặc nhắn số 1) thì tôi mới được phép ghi nhận. Những gì ông/bà vừa nhắn tôi vẫn giữ, không phải gõ lại.',
    agree: 'Tôi đồng ý',
    disagree: 'Không đồng ý',
    declined(plan: Plan): string {
      const place = plan.contact.place ?? plan.contact.who;
      const paper = place
        ? `Ông/bà có thể nộp ý kiến bằng giấy tại ${place}`
        : 'Ông/bà có thể nộp ý kiến bằng giấy cho Ban công tác Mặt trận nơi mình ở hoặc Ủy ban MTTQ xã';
      const call = plan.contact.hotline ? `, hoặc gọi ${plan.contact.hotline}` : '';
      return `Vâng, tôi không lưu gì của ông/bà cả. ${paper}${call}. Khi nào đổi ý, ông/bà cứ nhắn lại.`;
    },
    ready(plan: Plan): string {
      return `Cảm ơn ông/bà. Ông/bà muốn phản ánh hay hỏi ${communeText(plan)} điều gì, cứ viết hoặc gửi ảnh cho tôi.`;
    },
  },

  menu: {
    greeting: 'Chào ông/bà. Ông/bà cần phản ánh điều gì, cứ viết cho tôi như nói chuyện bình thường. Hoặc chọn:',
    help: 'Ông/bà cứ viết điều muốn phản ánh, tôi sẽ ghi lại và gửi cho cán bộ xã. Tôi còn giúp được:',
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
    several: (names: string) => `Có mấy nơi tên gần giống: ${names}.`,
    perhaps: (name: string) => `Có phải ${name} không ạ?`,
    elsewhere: (hamlet: string, commune: string, here: string) =>
      `${hamlet} thuộc ${commune}, còn tôi đang ghi cho ${here}. Muốn gửi sang bên đó, ông/bà nhắn “đổi xã”.`,
    none: 'Nơi khác / không muốn nói',
  },

  petition: {
    what: 'Ông/bà muốn phản ánh hay đề nghị điều gì ạ?',
    aboutPhoto: 'Tôi đã nhận ảnh. Ảnh này nói về việc gì, ở chỗ nào ạ?',
    aboutPlace: 'Tôi đã nhận vị trí. Ở đó có việc gì ạ?',
    aboutVoice: 'Tôi đã nhận đoạn ghi âm và giữ lại cho cán bộ nghe. Ông/bà viết giúp một câu cho biết việc gì nhé?',
    fileOnly: 'Không cần viết thêm',
    empty: 'Tin nhắn này không có chữ nào tôi đọc được.',
    tooLong: (limit: number) =>
      `Nội dung dài quá ${limit.toLocaleString('vi-VN')} chữ cái nên tôi chưa ghi được. Ông/bà gửi thành tệp, hoặc viết ngắn lại giúp tôi.`,
    several: (parts: readonly string[]) =>
      `Tôi thấy có ${parts.length} việc:\n${parts.map((part, index) => `(${index + 1}) ${excerpt(part, 120)}`).join('\n')}\nTôi tách riêng để mỗi việc có nơi trả lời nhé?`,
    splitYes: 'Tách riêng',
    splitNo: 'Để chung một ý kiến',
    confirm(text: string, hamlet: string | null, files: number): string {
      const from = hamlet ? ` (${hamlet})` : '';
      const attached = files > 0 ? `\nKèm ${files} ảnh/tệp.` : '';
      return `Tôi ghi lại như sau${from}:\n“${excerpt(text)}”${attached}\nTôi gửi nhé?`;
    },
    added: 'Tôi đã ghi thêm.',
    photoKept: 'Tôi đã nhận ảnh/tệp và gửi kèm.',
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
      const later = lookUp ? ' Muốn xem đã đến đâu, ông/bà nhắn mã này.' : '';
      return `Đã nhận ý kiến, cảm ơn ông/bà. Mã:\n${codes.join(', ')}\n${destination}${later}`;
    },
    toConference: (conference: string, when: string) =>
      `Ý kiến sẽ được tổng hợp cho ${conference}${when}; có trả lời tôi nhắn ông/bà ngay.`,
    afterCollecting: (conference: string, when: string) =>
      `Đợt lấy ý kiến đã hết hạn, nhưng ý kiến của ông/bà vẫn được chuyển cho ${conference}${when}; có trả lời tôi nhắn ông/bà ngay.`,
    toOffice: 'Hiện không có hội nghị nào sắp tới nên ý kiến được chuyển cho cơ quan chuyên môn của xã xem xét như thường lệ; có trả lời tôi nhắn ông/bà ngay.',
    urgent:
      'Việc này nguy hiểm, tôi đã báo gấp cho cán bộ. Nếu có người đang gặp nguy, ông/bà gọi ngay 113 (công an), 114 (cứu hoả, cứu nạn) hoặc 115 (cấp cứu).',
    held(kind: 'complaint' | 'denunciation', code: string, plan: Plan): string {
      const what = kind === 'complaint' ? 'khiếu nại' : 'tố cáo';
      const place = plan.contact.receptionPlace ?? `nơi tiếp công dân của ${communeText(plan)}`;
      return [
        `Tôi đã giữ riêng nội dung này (mã ${code}), chỉ cán bộ tiếp công dân được xem. Nội dung giống đơn ${what}, việc này luật quy định giải quyết theo thủ tục khác, không qua hội nghị.`,
        `Ông/bà gửi đơn ${what} tới ${place} để được bảo vệ quyền lợi đúng luật.`,
        `Nếu đây chỉ là ý kiến, kiến nghị thì ông/bà nhắn: “${code} là kiến nghị”.`,
      ].join('\n');
    },
    released: (code: string) => `Vâng, ${code} được chuyển thành ý kiến, kiến nghị và cán bộ sẽ xem.`,
    edited: (code: string) => `Tôi đã ghi thêm nội dung vừa sửa vào ${code}; lời cũ vẫn được giữ nguyên.`,
  },

  states: {
    received: 'đã nhận',
    gathering: 'đang tổng hợp',
    forwarded: 'đã chuyển cơ quan trả lời',
    answered: 'đã trả lời',
    escalated: 'vượt thẩm quyền, đã báo cáo cấp trên',
    withdrawn: 'đã rút',
    held: 'đang giữ riêng cho cán bộ tiếp công dân',
    rejected: 'không đưa vào danh sách',
  } satisfies Record<CitizenState, string>,

  speak: {
    noConference: 'Hiện chưa có hội nghị nào mở đăng ký phát biểu. Ông/bà có điều gì, cứ viết cho tôi, tôi gửi cho cán bộ.',
    which: 'Ông/bà muốn phát biểu ở hội nghị nào ạ?',
    name: 'Xin ông/bà cho biết họ tên để ban tổ chức mời phát biểu.',
    nameHint: 'Tôi chưa rõ họ tên của ông/bà.',
    existing: (conference: string, content: string) =>
      `Ông/bà đã đăng ký phát biểu ở ${conference}: “${excerpt(content, 160)}”. Ông/bà muốn làm gì ạ?`,
    change: 'Đổi nội dung',
    withdraw: 'Rút đăng ký',
    keep: 'Giữ nguyên',
    content: 'Ông/bà muốn phát biểu về việc gì? Viết ngắn một hai câu thôi ạ.',
    contentHint: 'Tôi cần vài chữ về nội dung phát biểu.',
    confirm: (name: string, conference: string, content: string) =>
      `Tôi ghi: ${name}, phát biểu ở ${conference}, về “${excerpt(content, 200)}”.\nTôi đăng ký nhé?`,
    yes: 'Đăng ký',
    seat: (conference: Conference, seat: number, minutes: number | undefined) =>
      `Đã đăng ký. Ông/bà phát biểu thứ ${seat} ở ${conferenceText(conference)}.${minutes ? ` Mỗi người nói khoảng ${minutes} phút.` : ''} Muốn đổi hay rút, ông/bà nhắn “phát biểu”.`,
    reserve: (conference: Conference, place: number) =>
      `Đã đăng ký. Suất phát biểu nơi ông/bà đã đủ nên ông/bà ở danh sách dự bị, thứ ${place}, của ${conferenceText(conference)}. Có người rút tôi báo ông/bà ngay.`,
    movedUp: (conference: Conference, seat: number) =>
      `Có người rút đăng ký nên ông/bà được phát biểu, thứ ${seat}, ở ${conferenceText(conference)}.`,
    changed: 'Đã đổi nội dung phát biểu. Thứ tự của ông/bà giữ nguyên.',
    withdrawn: 'Đã rút đăng ký phát biểu của ông/bà.',
    kept: 'Vâng, tôi giữ nguyên đăng ký của ông/bà.',
  },

  lookUp: {
    nothing: 'Tôi chưa có ý kiến nào gửi từ chat này. Ông/bà có điều gì, cứ viết cho tôi.',
    which: 'Ông/bà muốn xem ý kiến nào ạ?',
    unknownCode: (code: string) => `Tôi không tìm thấy mã ${code}. Ông/bà xem lại giúp tôi, mã có dạng như TT-0042.`,
    foreign: (code: string, state: string) => `${code}: ${state}. Mã này gửi từ chat khác nên tôi chỉ báo được như vậy.`,
    item: (code: string, text: string) => `${code}: ${excerpt(text, 40)}`,
    state(petition: { code: string; text: string; state: string; office: string | null; day: string }): string {
      const office = petition.office ? ` Nơi trả lời: ${petition.office}.` : '';
      return `${petition.code}, gửi ngày ${petition.day}: ${petition.state}.${office}\n“${excerpt(petition.text, 200)}”`;
    },
    add: 'Bổ sung',
    withdraw: 'Rút ý kiến này',
    done: 'Xong',
    addWhat: 'Ông/bà viết hoặc gửi ảnh cần bổ sung cho tôi.',
    added: (code: string) => `Đã bổ sung vào ${code}, cảm ơn ông/bà.`,
    cannotAdd: (code: string) => `${code} đã kết thúc nên không bổ sung được nữa. Ông/bà gửi ý kiến mới giúp tôi.`,
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
    shown(data: { name?: string; phone?: string; hamlet?: string; since: string; petitions: number; speeches: number }): string {
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
    phoneHint: 'Số điện thoại có mười chữ số, bắt đầu bằng số 0.',
    corrected: 'Đã sửa, cảm ơn ông/bà.',
    consentWithdrawn:
      'Đã rút đồng ý: từ nay tôi không ghi nhận gì mới của ông/bà. Những ý kiến đã gửi vẫn được trả lời; muốn xoá, ông/bà nhắn “xoá dữ liệu”.',
    sure: 'Tôi sẽ xoá tên, số điện thoại, nội dung và ảnh ông/bà đã gửi; việc này không lấy lại được. Ông/bà chắc chắn chứ ạ?',
    yesErase: 'Xoá',
    noErase: 'Không xoá',
    erased: 'Đã xoá. Chỉ còn số thứ tự, lĩnh vực và thôn để thống kê, không còn tên hay lời của ông/bà.',
    erasedExcept: (codes: string) =>
      `Đã xoá, trừ ${codes}: nội dung giống đơn khiếu nại, tố cáo nên luật buộc giữ lại cho cán bộ tiếp công dân. Các phần còn lại chỉ còn số liệu thống kê.`,
    notErased: 'Vâng, tôi không xoá gì cả.',
  },

  conference: {
    /** ", ngày 11/6/2026" or nothing when the plan names no day. */
    when: ({ date }: Conference): string => (date ? `, ${date.text}` : ''),
  },
};
