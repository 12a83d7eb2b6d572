/**
 * What a file is, by its first bytes: neither the name nor the type that a browser announces is believed, because staff
 * will open it. Photos, PDF, Word (.docx) and sound are taken; everything else, video too, is refused with kind words.
 */
import type { AttachmentKind } from '../../models/message.ts';

export interface FileKind { kind: AttachmentKind; mime: string; ending: string }

const PHOTO_BRANDS = new Set(['heic', 'heix', 'hevc', 'heim', 'heis', 'mif1', 'msf1', 'avif']);
const SOUND_BRANDS = new Set(['M4A ', 'M4B ']);

/**
 * Returns null for what is not taken. `announced` is the browser's type: it only decides between sound and video where
 * both come in the same container (.mp4, .3gp, .webm).
 */
export function fileKind(content: Buffer, announced = ''): FileKind | null {
  return photo(content) ?? paper(content) ?? sound(content, announced.startsWith('audio/'));
}

function photo(content: Buffer): FileKind | null {
  if (begins(content, [0xff, 0xd8, 0xff])) return { kind: 'photo', mime: 'image/jpeg', ending: 'jpg' };
  if (begins(content, [0x89, 0x50, 0x4e, 0x47])) return { kind: 'photo', mime: 'image/png', ending: 'png' };
  if (ascii(content, 0, 4) === 'GIF8') return { kind: 'photo', mime: 'image/gif', ending: 'gif' };
  if (riff(content) === 'WEBP') return { kind: 'photo', mime: 'image/webp', ending: 'webp' };
  const brand = brandOf(content);
  if (brand === 'avif') return { kind: 'photo', mime: 'image/avif', ending: 'avif' };
  if (brand && PHOTO_BRANDS.has(brand)) return { kind: 'photo', mime: 'image/heic', ending: 'heic' };
  return null;
}

function paper(content: Buffer): FileKind | null {
  // Scanners put a few bytes before the mark; readers look for it in the first kilobyte.
  if (content.subarray(0, 1024).includes('%PDF-')) return { kind: 'file', mime: 'application/pdf', ending: 'pdf' };
  if (ascii(content, 0, 2) === 'PK' && content.includes('[Content_Types].xml') && content.includes('word/')) {
    const mime = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
    return { kind: 'file', mime, ending: 'docx' };
  }
  return null;
}

function sound(content: Buffer, saysSound: boolean): FileKind | null {
  if (ascii(content, 0, 4) === 'OggS') return { kind: 'voice', mime: 'audio/ogg', ending: 'ogg' };
  if (ascii(content, 0, 5) === '#!AMR') return { kind: 'voice', mime: 'audio/amr', ending: 'amr' };
  if (riff(content) === 'WAVE') return { kind: 'voice', mime: 'audio/wav', ending: 'wav' };
  if (ascii(content, 0, 3) === 'ID3') return { kind: 'voice', mime: 'audio/mpeg', ending: 'mp3' };
  const [first = 0, second = 0] = content;
  if (first === 0xff && (second & 0xf6) === 0xf0) return { kind: 'voice', mime: 'audio/aac', ending: 'aac' };
  if (first === 0xff && (second & 0xe6) === 0xe2) return { kind: 'voice', mime: 'audio/mpeg', ending: 'mp3' };
  const brand = brandOf(content);
  if (brand && SOUND_BRANDS.has(brand)) return { kind: 'voice', mime: 'audio/mp4', ending: 'm4a' };
  if (!saysSound) return null;
  if (brand?.startsWith('3g')) return { kind: 'voice', mime: 'audio/3gpp', ending: '3gp' };
  if (brand) return { kind: 'voice', mime: 'audio/mp4', ending: 'm4a' };
  if (begins(content, [0x1a, 0x45, 0xdf, 0xa3])) return { kind: 'voice', mime: 'audio/webm', ending: 'webm' };
  return null;
}

function begins(content: Buffer, bytes: readonly number[]): boolean {
  return content.length >= bytes.length && bytes.every((byte, index) => content[index] === byte);
}

function ascii(content: Buffer, from: number, to: number): string {
  return content.toString('latin1', from, to);
}

/** The form inside a RIFF file: WEBP, WAVE. */
function riff(content: Buffer): string | undefined {
  return ascii(content, 0, 4) === 'RIFF' ? ascii(content, 8, 12) : undefined;
}

/** The main brand of an ISO media file (.heic, .m4a, .mp4, .3gp). */
function brandOf(content: Buffer): string | undefined {
  return ascii(content, 4, 8) === 'ftyp' ? ascii(content, 8, 12) : undefined;
}
