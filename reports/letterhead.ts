/**
 * Who issues the list and in which words: the one place that knows the two document families.
 *
 * The grouped list is the Front's paper (MTTQ gathers it), so a plan of the government family gives a paper of the
 * commune's Front by Nghị định 30/2020/NĐ-CP; a plan of the Party gives a Party paper by Hướng dẫn 36-HD/VPTW.
 */
import type { DocumentFamily, Plan } from '../plans/plan.ts';
import { communeName } from './headings.ts';

export interface Letterhead {
  family: DocumentFamily;
  /** The body above the issuing one, in capitals; absent where the plan does not say. */
  parent?: string;
  /** The issuing body, in capitals. */
  body: string;
  /** The number's line with a blank for the number: it is given when the paper is registered. */
  numberLine: string;
  /** The same number inside a sentence. */
  reference: string;
  /** "QUỐC HIỆU" or the Party's name. */
  nation: string;
  /** "Độc lập - Tự do - Hạnh phúc", on government papers. */
  motto?: string;
  /** The issuing body in a sentence: "Ban Thường vụ Đảng ủy xã Tập Dượt". */
  bodyInText: string;
  /** "TM. BAN THƯỜNG TRỰC" and the post, in capitals; the post is absent where the plan does not say. */
  signature: { onBehalfOf: string; post?: string; name?: string };
  recipients: string[];
}

const BLANK_NUMBER = '       ';

/** The words on the paper of this plan. */
export function letterheadOf(plan: Plan): Letterhead {
  return plan.issuer.family === 'party' ? partyLetterhead(plan) : frontLetterhead(plan);
}

function partyLetterhead(plan: Plan): Letterhead {
  const { issuer } = plan;
  const onBehalfOf = issuer.signer?.onBehalfOf ?? 'Ban Thường vụ';
  return {
    family: 'party',
    parent: issuer.parent?.toUpperCase(),
    body: issuer.name.toUpperCase(),
    numberLine: `Số${BLANK_NUMBER}-BC/ĐU`,
    reference: `số${BLANK_NUMBER}-BC/ĐU`,
    nation: 'ĐẢNG CỘNG SẢN VIỆT NAM',
    bodyInText: `${onBehalfOf} ${issuer.name}`,
    signature: {
      onBehalfOf: `T/M ${onBehalfOf.toUpperCase()}`,
      post: issuer.signer?.post.toUpperCase(),
      name: issuer.signer?.name,
    },
    recipients: recipientLines(plan.recipients, 'Lưu Văn phòng Đảng ủy'),
  };
}

function frontLetterhead(plan: Plan): Letterhead {
  const front = `Uỷ ban MTTQ Việt Nam ${communeName(plan)}`;
  return {
    family: 'government',
    // "XÃ THÁI TÂN" stays together where the line is too long.
    parent: `Uỷ ban MTTQ Việt Nam ${communeName(plan).replaceAll(' ', '\u00A0')}`.toUpperCase(),
    body: 'BAN THƯỜNG TRỰC',
    numberLine: `Số:${BLANK_NUMBER}/BC-MTTQ-BTT`,
    reference: `số${BLANK_NUMBER}/BC-MTTQ-BTT`,
    nation: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    motto: 'Độc lập - Tự do - Hạnh phúc',
    bodyInText: `Ban Thường trực ${front}`,
    // The plan's own signer heads another body; who signs for the Front, no plan says.
    signature: { onBehalfOf: 'TM. BAN THƯỜNG TRỰC', post: 'CHỦ TỊCH' },
    recipients: recipientLines(plan.recipients.filter((recipient) => !isFile(recipient)), 'Lưu: VT, BTT'),
  };
}

/** The plan's recipients with the punctuation of an official list; the file copy ("Lưu …") comes last. */
function recipientLines(recipients: readonly string[], defaultFile: string): string[] {
  const bare = recipients.map((recipient) => recipient.replace(/^[-\s]+|[;,.\s]+$/g, ''));
  const file = bare.find(isFile) ?? defaultFile;
  return [...bare.filter((recipient) => !isFile(recipient)).map((recipient) => `- ${recipient};`), `- ${file}.`];
}

function isFile(recipient: string): boolean {
  return /^[-\s]*lưu/i.test(recipient);
}
