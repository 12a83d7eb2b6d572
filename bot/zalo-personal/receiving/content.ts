/** What a message says, whatever Zalo calls it. Pure. */
import { z } from 'zod';
import type { InboundContent, IncomingFile } from '../../../models/message.ts';
import { parseJson } from '../../parse-json.ts';

const words = z.string().optional().catch(undefined);
const attachment = z.object({
  title: words, description: words, href: words, action: words,
  /** JSON in JSON, an object already, or an id: digits stay text, for a number would round them. */
  params: z.unknown().optional().transform((value) => {
    const parsed = typeof value === 'string' ? parseJson(value) : value;
    return typeof parsed === 'object' ? parsed : value;
  }),
});
type Attachment = z.infer<typeof attachment>;

const number = z.coerce.number();
const place = z.object({ latitude: number.min(-90).max(90), longitude: number.min(-180).max(180) });
const photoParams = z.object({ hd: words });
const voiceParams = z.object({ m4a: words });
const fileParams = z.object({ fileSize: number.int().positive().optional().catch(undefined) });
const card = z.object({ phone: z.string().min(1) });

/** Zalo's own notices: nobody said anything. */
const NOTICES = new Set(['chat.ecard', 'chat.delete', 'chat.undo', 'chat.reaction', 'chat.todo']);

/** Content that has no meaning here, by the name that staff and sentences may use. */
const UNSUPPORTED: Record<string, string> = {
  'chat.sticker': 'sticker', 'chat.gif': 'gif', 'chat.doodle': 'doodle', 'group.poll': 'poll',
};

/**
 * What the person sent; words are passed on character for character. Null for a notice of Zalo itself. `sender` tells
 * their own card from somebody else's.
 */
export function toContent(msgType: string | undefined, content: unknown, sender: string): InboundContent | null {
  if (NOTICES.has(msgType ?? '')) return null;
  if (typeof content === 'string') {
    return msgType === undefined || msgType === 'webchat' ? { kind: 'text', text: content } : unsupported(msgType);
  }
  const parsed = attachment.safeParse(content).data;
  if (!parsed) return unsupported(msgType);
  return fromAttachment(msgType, parsed, sender) ?? unsupported(msgType);
}

function unsupported(msgType = ''): InboundContent {
  return { kind: 'unsupported', what: UNSUPPORTED[msgType] ?? 'unknown' };
}

function fromAttachment(msgType: string | undefined, about: Attachment, sender: string): InboundContent | null {
  const { title, href, params } = about;
  switch (msgType) {
    case 'chat.photo':
      return media({ kind: 'photo', ref: photoParams.safeParse(params).data?.hd || href || '' }, title);
    case 'chat.voice':
      return media({ kind: 'voice', ref: voiceParams.safeParse(params).data?.m4a || href || '' });
    case 'chat.video.msg':
      return media({ kind: 'video', ref: href ?? '' }, title);
    case 'share.file': {
      const size = fileParams.safeParse(params).data?.fileSize;
      return media({ kind: 'file', ref: href ?? '', ...(title && { name: title }), ...(size && { size }) });
    }
    case 'chat.location.new': {
      const found = place.safeParse(params).data;
      return found ? { kind: 'location', ...found } : null;
    }
    case 'chat.recommended':
      return contact(about, sender) ?? link(about);
    case 'chat.link':
    case 'webchat':
      return link(about);
    default:
      return null;
  }
}

function media(file: IncomingFile, caption?: string): InboundContent | null {
  return file.ref ? { kind: 'media', files: [file], ...(caption && { text: caption }) } : null;
}

/** A card of a person; its description is JSON with the number, its `params` the person's id. */
function contact({ title, description, params }: Attachment, sender: string): InboundContent | null {
  const phone = card.safeParse(parseJson(description ?? '')).data?.phone;
  return phone ? { kind: 'contact', phone, ...(title && { name: title }), own: String(params) === sender } : null;
}

/** Words with an address in them, which Zalo makes a card of: the title is what was typed. */
function link({ title = '', href = '' }: Attachment): InboundContent | null {
  const text = title.includes(href) ? title : [title, href].filter(Boolean).join('\n');
  return text.trim() ? { kind: 'text', text } : null;
}
