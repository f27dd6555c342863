/** Files of a conversation: uploaded by whoever proves who they are, read by whoever holds a signed address. */
import { Hono } from 'hono';
import * as v from 'valibot';
import { ATTACHMENT_MAX_BYTES } from '../protocol/limits.ts';
import { described } from '../realtime/desk.ts';
import type { AttachmentRecord } from '../store/store.ts';
import { askers } from './asker.ts';
import { type HttpDeps, refuse } from './context.ts';
import type { Asked } from './guard.ts';
import { rangeOf } from './range.ts';
import { fileName, pixels } from './shapes.ts';

const upload = v.object({ name: fileName, width: v.optional(pixels), height: v.optional(pixels) });

/** Pictures are shown where they stand; anything else is only ever saved, or played within a page. */
const INLINE = /^image\/(jpeg|png|webp|gif)$/;

export function attachmentRoutes(deps: HttpDeps): Hono<Asked> {
  const { desk, files, recordings, fileUrlHolds } = deps;
  const { network } = askers(deps);
  const app = new Hono<Asked>();

  app.post('/', async (context) => {
    const asker = context.get('asker');
    if (!(await desk.limits.take('upload', asker.id))) {
      return refuse(context, 'too_many', 'Too many uploads in a minute.');
    }
    const query = v.safeParse(upload, context.req.query());
    if (!query.success) return refuse(context, 'invalid', 'An upload needs a name of at most 200 characters.');
    const length = Number(context.req.header('Content-Length') ?? 0);
    const { body } = context.req.raw;
    if (!body) return refuse(context, 'file_size', 'The file is empty.');
    if (length > ATTACHMENT_MAX_BYTES) return refuse(context, 'file_size', `At most ${ATTACHMENT_MAX_BYTES} bytes.`);
    // A length that isn't said counts as the most that it may be.
    const bytes = length || ATTACHMENT_MAX_BYTES;
    const room =
      (await desk.limits.take('uploadBytes', asker.id, bytes)) &&
      (await desk.limits.take('uploadBytesAddress', network(context), bytes));
    if (!room) return refuse(context, 'too_many', 'Too many bytes of files in an hour.');
    const id = desk.newId();
    const received = await files.receive(id, body);
    if (!received.ok) return refuse(context, received.reason, REFUSED[received.reason] ?? 'The upload broke off.');
    const { name, width, height } = query.output;
    const record = {
      id,
      owner: asker.id,
      conversation: null,
      name,
      type: received.type,
      size: received.size,
      createdAt: desk.now(),
      ...(width && height ? { width, height } : {}),
    };
    try {
      await desk.store.addAttachment(record);
    } catch (error) {
      // Nobody would ever know of it; and the row goes too, if it was only its acknowledgement that was lost.
      await files.remove([id]);
      await desk.store.removeAttachments([id]).catch(() => {});
      throw error;
    }
    return context.json(described(record), 201);
  });

  app.get('/:id', async (context) => {
    const id = context.req.param('id');
    const { expires = '', signature = '' } = context.req.query();
    if (!fileUrlHolds(id, Number(expires), signature)) return refuse(context, 'not_found', 'No such file.');
    const record = await desk.store.attachment(id);
    if (!record) return refuse(context, 'not_found', 'No such file.');
    const tag = `"${id}"`;
    // A file never changes, so its id says which one it is, also to whoever goes on with half of it.
    const goesOn = [undefined, tag].includes(context.req.header('If-Range'));
    const range = goesOn ? rangeOf(context.req.header('Range'), record.size) : 'whole';
    const headers: Record<string, string> = { ...headersOf(record), ETag: tag, 'Accept-Ranges': 'bytes' };
    if (range === 'none') return context.body(null, 416, { ...headers, 'Content-Range': `bytes */${record.size}` });
    const folder = record.length === undefined ? files : recordings;
    const body = await folder.read(id, range === 'whole' ? undefined : range).catch((error) => {
      desk.log.error({ error, attachment: id }, 'a file is missing');
      return null;
    });
    if (!body) return refuse(context, 'not_found', 'No such file.');
    const { start, end } = range === 'whole' ? { start: 0, end: record.size - 1 } : range;
    const status = range === 'whole' ? 200 : 206;
    headers['Content-Length'] = String(end - start + 1);
    if (status === 206) headers['Content-Range'] = `bytes ${start}-${end}/${record.size}`;
    if (context.req.raw.method !== 'HEAD') return context.body(body, status, headers);
    // Nobody reads it, so nobody else would close the file.
    await body.cancel();
    return context.body(null, status, headers);
  });

  return app;
}

function headersOf({ type, name }: AttachmentRecord): Record<string, string> {
  const disposition = INLINE.test(type) ? 'inline' : 'attachment';
  return {
    'Content-Type': type,
    'Content-Disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(name)}`,
    // Wherever it is opened, it can run nothing and reach nothing.
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Cache-Control': 'private, max-age=600',
  };
}

const REFUSED: Record<string, string> = {
  file_size: `A file has 1 to ${ATTACHMENT_MAX_BYTES} bytes.`,
  file_type: 'Pictures, PDF, plain text, audio and video are taken; what the file is, is read from its bytes.',
};
