/** Photos and files that people sent: shown with great care, because anybody may send anything. */
import type { Lists } from '../../../handlers/lists.ts';
import type { FileStore } from '../../../models/files.ts';
import { WebError } from '../../errors.ts';
import { planShellOf, type ConsoleRoute } from '../route.ts';
import { find } from './petitions.ts';

/** Shown in the browser, known by their first bytes and not by what the sender called them; all else is downloaded. */
const IMAGES: readonly { type: string; ending: string; starts: readonly [offset: number, bytes: string][] }[] = [
  { type: 'image/jpeg', ending: 'jpg', starts: [[0, '\xff\xd8\xff']] },
  { type: 'image/png', ending: 'png', starts: [[0, '\x89PNG\r\n\x1a\n']] },
  { type: 'image/gif', ending: 'gif', starts: [[0, 'GIF8']] },
  {
    type: 'image/webp',
    ending: 'webp',
    starts: [
      [0, 'RIFF'],
      [8, 'WEBP'],
    ],
  },
];

export function fileRoutes({ lists, files }: { lists: Lists; files: Pick<FileStore, 'read'> }): ConsoleRoute[] {
  return [
    {
      method: 'get',
      path: '/plans/:plan/petitions/:code/files/:attachment',
      needs: ['petition.read'],
      async run(request, response) {
        const { plan, member } = planShellOf(response);
        const petition = await find(lists, plan, member, request);
        const attachment = await lists.attachment(petition, String(request.params['attachment']));
        const content = attachment?.state === 'stored' && attachment.file ? await files.read(attachment.file) : null;
        if (!attachment || !content) throw new WebError('not-found');
        const image = imageType(content);
        const name = image
          ? `${petition.code}.${image.ending}`
          : (attachment.name ?? `${petition.code}-${attachment.kind}`);
        response
          .set('Content-Type', image?.type ?? 'application/octet-stream')
          .set('Content-Disposition', disposition(image ? 'inline' : 'attachment', name))
          .set('Content-Security-Policy', "default-src 'none'; sandbox")
          .set('X-Content-Type-Options', 'nosniff')
          .set('Cache-Control', 'private, no-store')
          .end(content);
      },
    },
  ];
}

function imageType(content: Buffer) {
  return IMAGES.find(({ starts }) =>
    starts.every(([offset, bytes]) => content.subarray(offset, offset + bytes.length).toString('latin1') === bytes),
  );
}

/** The header with a name in any script (RFC 6266): quotes, line ends and slashes in it can do no harm. */
export function disposition(kind: 'inline' | 'attachment', name: string): string {
  const clean = name.replaceAll(/[\p{Cc}\p{Cs}"\\/]/gu, '_');
  const ascii = clean
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .replaceAll(/[đĐ]/g, 'd')
    .replaceAll(/[^\w. -]/g, '_');
  const full = encodeURIComponent(clean).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${full}`;
}
