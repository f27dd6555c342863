/**
 * Recordings that are sent into a conversation, by tus 1.0 (creation and termination): one piece after the other, going on
 * after a cut. Every request proves whose it is; somebody else's upload looks like none. Once the last piece is
 * acknowledged, the upload's id is the file's id.
 */
import { Metadata, TUS_RESUMABLE } from '@tus/server';
import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import { RECORDING_MAX_BYTES, RECORDING_TYPES } from '../protocol/limits.ts';
import type { Reason } from '../protocol/reasons.ts';
import { type Asker, askers } from './asker.ts';
import { type HttpDeps, refuse } from './context.ts';
import type { Asked } from './guard.ts';
import { RECORDINGS_PATH, uploadIdOf } from './recordings-uploads.ts';
import { fileName, pixels, wholeNumber } from './shapes.ts';

/** The longest that a recording may say to be, in milliseconds: a day. */
const LENGTH_MAX_MS = 24 * 3_600_000;

const length = wholeNumber(1, RECORDING_MAX_BYTES);
const metadata = v.strictObject({
  name: fileName,
  type: v.picklist(RECORDING_TYPES),
  length: wholeNumber(1, LENGTH_MAX_MS),
  width: v.optional(pixels),
  height: v.optional(pixels),
});

/** What tus refuses, in our words; what isn't here is our own failure. */
const REASONS: Partial<Record<number, Reason>> = {
  400: 'invalid',
  403: 'invalid',
  404: 'not_found',
  409: 'conflict',
  410: 'not_found',
  413: 'file_size',
  423: 'conflict',
};

const TUS = { 'Tus-Resumable': TUS_RESUMABLE, 'Cache-Control': 'no-store' };

export function recordingRoutes(deps: HttpDeps): Hono<Asked> {
  const { desk, recordings } = deps;
  const { network } = askers(deps);
  const app = new Hono<Asked>();

  app.use(async (context, next) => {
    if (context.req.header('Tus-Resumable') === TUS_RESUMABLE) return next();
    const message = `Recordings are uploaded by tus ${TUS_RESUMABLE}.`;
    return context.json({ reason: 'version', message }, 412, { 'Tus-Version': TUS_RESUMABLE });
  });

  app.post('/', async (context) => {
    const asker = context.get('asker');
    if (!(await desk.limits.take('recording', asker.id))) {
      return refuse(context, 'too_many', 'Too many recordings in an hour.');
    }
    // Pieces come by PATCH only, of one file whose length is known.
    if (context.req.header('Upload-Defer-Length') || context.req.header('Upload-Concat')) {
      return refuse(context, 'invalid', 'Deferred lengths and concatenation are not taken.');
    }
    const size = v.safeParse(length, context.req.header('Upload-Length'));
    if (!size.success) return refuse(context, 'file_size', `Upload-Length is 1 to ${RECORDING_MAX_BYTES} bytes.`);
    const about = v.safeParse(metadata, said(context.req.header('Upload-Metadata')));
    if (!about.success) {
      return refuse(context, 'invalid', 'Upload-Metadata says name, type, length, and perhaps width and height.');
    }
    if (!(await allowed(context, asker, size.output))) {
      return refuse(context, 'too_many', 'Too many bytes of recordings in a day.');
    }
    if (!(await recordings.hasRoom(size.output))) return noRoom(context);
    const { name, length: lasts, width, height } = about.output;
    const id = desk.newId();
    await recordings.begin({
      id,
      owner: asker.id,
      name,
      size: size.output,
      length: lasts,
      ...(width && height ? { width, height } : {}),
      createdAt: desk.now(),
    });
    // Relative: whatever stands before the service knows the rest better.
    return context.body(null, 201, { ...TUS, Location: `${RECORDINGS_PATH}/${id}` });
  });

  app.get('/:id', async (context) => {
    // HEAD comes here as well; a recording is read as every file is, by its signed address.
    if (context.req.raw.method !== 'HEAD') return notFound(context);
    const asked = await upload(context);
    if (asked instanceof Response) return asked;
    const { id, owner } = asked;
    if (asked.open) {
      const response = await recordings.answer(context.req.raw);
      const offset = Number(response.headers.get('Upload-Offset'));
      const { size } = asked.open;
      if (response.ok && offset < size) return told(context, offset, size);
      // All is there, and the last answer may have been lost, or the service was stopped before it gave it.
      const end = await recordings.finish(id);
      if (end === 'file_type') return wrongType(context);
      if (end === 'incomplete') return refused(context, response, id);
    }
    const stored = await desk.store.attachment(id);
    if (stored?.owner !== owner || stored.length === undefined) return notFound(context);
    return told(context, stored.size, stored.size);
  });

  app.patch('/:id', async (context) => {
    const asked = await upload(context);
    if (asked instanceof Response) return asked;
    const { id, open } = asked;
    if (!open) return refuse(context, 'conflict', 'It is complete; HEAD tells.');
    const announced = Number(context.req.header('Content-Length') ?? open.size);
    if (!(await recordings.hasRoom(announced))) return noRoom(context);
    const response = await recordings.answer(context.req.raw);
    if (!response.ok) return refused(context, response, id);
    const offset = Number(response.headers.get('Upload-Offset'));
    if (offset === open.size) {
      const end = await recordings.finish(id);
      if (end !== 'stored') return end === 'file_type' ? wrongType(context) : notFound(context);
    }
    return context.body(null, 204, { ...TUS, 'Upload-Offset': String(offset) });
  });

  app.delete('/:id', async (context) => {
    const asked = await upload(context);
    if (asked instanceof Response) return asked;
    if (!asked.open) return refuse(context, 'conflict', 'It is complete, and can no longer be taken back here.');
    const response = await recordings.answer(context.req.raw);
    return response.ok ? context.body(null, 204, TUS) : refused(context, response, asked.id);
  });

  /** The upload that is asked for, by its owner; `open` is missing once it is complete. Else the refusal. */
  async function upload(context: Context<Asked>) {
    const owner = context.get('asker').id;
    if (!(await desk.limits.take('recordingPiece', owner))) return refuse(context, 'too_many', 'Too many requests.');
    const id = uploadIdOf(context.req.url);
    const open = await recordings.open(id);
    if (open) return open.owner === owner ? { id, owner, open } : notFound(context);
    const stored = await desk.store.attachment(id);
    return stored?.owner === owner && stored.length !== undefined ? { id, owner } : notFound(context);
  }

  /** Agents are few and known; a whole office of them has one address. */
  async function allowed(context: Context, asker: Asker, bytes: number): Promise<boolean> {
    const { limits } = desk;
    if (asker.kind === 'agent') return limits.take('recordingBytesAgent', asker.id, bytes);
    return (
      (await limits.take('recordingBytes', asker.id, bytes)) &&
      (await limits.take('recordingBytesAddress', network(context), bytes))
    );
  }

  async function refused(context: Context, response: Response, id: string): Promise<Response> {
    const message = (await response.text()).trim();
    const reason = REASONS[response.status];
    if (reason) return refuse(context, reason, message);
    desk.log.warn({ upload: id, status: response.status, message }, 'a piece of a recording was not stored');
    return refuse(context, 'unavailable', 'The piece was not stored.');
  }

  return app;
}

/** Null, which is no metadata, for what can't be read. */
function said(header: string | undefined): unknown {
  try {
    return Metadata.parse(header);
  } catch {
    return null;
  }
}

const told = (context: Context, offset: number, size: number) =>
  context.body(null, 200, { ...TUS, 'Upload-Offset': String(offset), 'Upload-Length': String(size) });
const notFound = (context: Context) => refuse(context, 'not_found', 'No such upload.');
const noRoom = (context: Context) => refuse(context, 'unavailable', 'The disk has no room for recordings.');
const wrongType = (context: Context) =>
  refuse(context, 'file_type', `A recording is ${RECORDING_TYPES.join(' or ')}; its bytes say what it is.`);
