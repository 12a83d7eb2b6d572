import { describe, expect, it } from 'vitest';
import { fileKind } from '../../../bot/web-chat/file-kinds.ts';

/** The text parts are plain ASCII. */
function bytes(...parts: (string | number[])[]): Buffer {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
}

const ZIP = [0x50, 0x4b, 0x03, 0x04];

describe('what a file is', () => {
  it.each([
    ['a JPEG', bytes([0xff, 0xd8, 0xff, 0xe1]), 'photo', 'image/jpeg'],
    ['a PNG', bytes([0x89], 'PNG\r\n'), 'photo', 'image/png'],
    ['a GIF', bytes('GIF89a'), 'photo', 'image/gif'],
    ['a WebP', bytes('RIFF', [1, 0, 0, 0], 'WEBPVP8 '), 'photo', 'image/webp'],
    ['an iPhone photo', bytes([0, 0, 0, 24], 'ftypheic'), 'photo', 'image/heic'],
    ['an AVIF', bytes([0, 0, 0, 24], 'ftypavif'), 'photo', 'image/avif'],
    ['a PDF', bytes('%PDF-1.7'), 'file', 'application/pdf'],
    ['a PDF behind a few bytes', bytes([0xef, 0xbb, 0xbf, 0x0a], '%PDF-1.4'), 'file', 'application/pdf'],
    ['an Ogg voice note', bytes('OggS'), 'voice', 'audio/ogg'],
    ['an AMR recording', bytes('#!AMR\n'), 'voice', 'audio/amr'],
    ['a WAV', bytes('RIFF', [1, 0, 0, 0], 'WAVEfmt '), 'voice', 'audio/wav'],
    ['an MP3 with tags', bytes('ID3', [4]), 'voice', 'audio/mpeg'],
    ['a bare MP3', bytes([0xff, 0xfb, 0x90]), 'voice', 'audio/mpeg'],
    ['an AAC', bytes([0xff, 0xf1, 0x50]), 'voice', 'audio/aac'],
    ['an M4A', bytes([0, 0, 0, 24], 'ftypM4A '), 'voice', 'audio/mp4'],
  ])('takes %s', (_, content, kind, mime) => {
    expect(fileKind(content)).toMatchObject({ kind, mime });
  });

  it('takes a Word paper, but no other zip', () => {
    const word = bytes(ZIP, '[Content_Types].xml', 'word/document.xml');
    const sheet = bytes(ZIP, '[Content_Types].xml', 'xl/workbook.xml');

    expect(fileKind(word)).toMatchObject({ kind: 'file', ending: 'docx' });
    expect(fileKind(sheet)).toBeNull();
    expect(fileKind(bytes(ZIP, 'word/'))).toBeNull();
  });

  it('believes the browser only on sound or video in a container of both', () => {
    const mp4 = bytes([0, 0, 0, 24], 'ftypisom');

    expect(fileKind(mp4, 'audio/mp4')).toMatchObject({ kind: 'voice', mime: 'audio/mp4' });
    expect(fileKind(bytes([0, 0, 0, 24], 'ftyp3gp4'), 'audio/3gpp')).toMatchObject({ mime: 'audio/3gpp' });
    expect(fileKind(bytes([0x1a, 0x45, 0xdf, 0xa3]), 'audio/webm')).toMatchObject({ mime: 'audio/webm' });
    expect(fileKind(mp4, 'video/mp4')).toBeNull();
  });

  it.each([
    ['nothing', bytes()],
    ['plain text', bytes('xin chao')],
    ['a page', bytes('<!doctype html><script>1</script>')],
    ['a drawing with scripts', bytes('<svg xmlns="http://www.w3.org/2000/svg">')],
    ['a program', bytes('MZ', [0x90])],
  ])('refuses %s, whatever the browser calls it', (_, content) => {
    expect(fileKind(content, 'image/jpeg')).toBeNull();
    expect(fileKind(content, 'audio/mpeg')).toBeNull();
  });
});
