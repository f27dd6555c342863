/** Files of a conversation: uploaded by whoever proves who they are, read by whoever holds a signed address. */
import { getConnInfo } from '@hono/node-server/conninfo';
import { type Context, Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import * as v from 'valibot';
import { SESSION_COOKIE } from '../identity/cookie.ts';
import { ATTACHMENT_MAX_BYTES, FILE_NAME_MAX_CHARS } from '../protocol/limits.ts';
import { addressOf } from '../realtime/address.ts';
import { described } from '../realtime/desk.ts';
import { type HttpDeps, refuse } from './context.ts';

const pixels = v.optional(v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(1), v.maxValue(30_000)));
const upload = v.object({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(FILE_NAME_MAX_CHARS)),
  width: pixels,
  height: pixels,
});

/** Pictures are shown where they stand; anything else is only ever saved. */
const INLINE = /^image\/(jpeg|png|webp|gif)$/;

export function attachmentRoutes({ desk, files, fileUrlHolds, trustProxy }: HttpDeps): Hono {
  const app = new Hono();

  /** The id of the customer or agent who asks. */
  const whoAsks = async (context: Context): Promise<string | null> => {
    const bearer = /^Bearer (.+)$/.exec(context.req.header('Authorization') ?? '')?.[1];
    if (bearer) return (await desk.visitors.bySecret(bearer))?.id ?? null;
    const token = getCookie(context, SESSION_COOKIE);
    return token ? ((await desk.agents.bySession(token))?.id ?? null) : null;
  };

  app.post('/', async (context) => {
    const owner = await whoAsks(context);
    if (!owner) return refuse(context, 'not_signed_in', 'An upload needs the customer’s secret or an agent’s session.');
    if (!(await desk.limits.take('upload', owner))) {
      return refuse(context, 'too_many', 'Too many uploads in a minute.');
    }
    const query = v.safeParse(upload, context.req.query());
    if (!query.success) return refuse(context, 'invalid', 'An upload needs a name of at most 200 characters.');
    const length = Number(context.req.header('Content-Length') ?? 0);
    const { body } = context.req.raw;
    if (!body) return refuse(context, 'file_size', 'The file is empty.');
    if (length > ATTACHMENT_MAX_BYTES) return refuse(context, 'file_size', `At most ${ATTACHMENT_MAX_BYTES} bytes.`);
    const peer = getConnInfo(context).remote.address ?? '';
    const address = addressOf(peer, context.req.header('X-Forwarded-For'), trustProxy);
    // A length that isn't said counts as the most that it may be.
    const bytes = length || ATTACHMENT_MAX_BYTES;
    const room =
      (await desk.limits.take('uploadBytes', owner, bytes)) &&
      (await desk.limits.take('uploadBytesAddress', address, bytes));
    if (!room) return refuse(context, 'too_many', 'Too many bytes of files in an hour.');
    const id = desk.newId();
    const received = await files.receive(id, body);
    if (!received.ok) return refuse(context, received.reason, REFUSED[received.reason] ?? 'The upload broke off.');
    const { name, width, height } = query.output;
    const record = {
      id,
      owner,
      conversation: null,
      name,
      type: received.type,
      size: received.size,
      createdAt: desk.now(),
      ...(width && height ? { width, height } : {}),
    };
    await desk.store.addAttachment(record);
    return context.json(described(record), 201);
  });

  app.get('/:id', async (context) => {
    const id = context.req.param('id');
    const { expires = '', signature = '' } = context.req.query();
    if (!fileUrlHolds(id, Number(expires), signature)) return refuse(context, 'not_found', 'No such file.');
    const record = await desk.store.attachment(id);
    if (!record) return refuse(context, 'not_found', 'No such file.');
    const body = await files.read(id).catch((error) => {
      desk.log.error({ error, attachment: id }, 'a file is missing');
      return null;
    });
    if (!body) return refuse(context, 'not_found', 'No such file.');
    const disposition = INLINE.test(record.type) ? 'inline' : 'attachment';
    return context.body(body, 200, {
      'Content-Type': record.type,
      'Content-Length': String(record.size),
      'Content-Disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(record.name)}`,
      // Wherever it is opened, it can run nothing and reach nothing.
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Cache-Control': 'private, max-age=600',
    });
  });

  return app;
}

const REFUSED: Record<string, string> = {
  file_size: `A file has 1 to ${ATTACHMENT_MAX_BYTES} bytes.`,
  file_type: 'Pictures, PDF, plain text, audio and video are taken; what the file is, is read from its bytes.',
};
