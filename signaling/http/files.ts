/** Uploaded files on disk: received in a stream with a limit, looked into, synced, then named. */
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileTypeFromBuffer } from 'file-type';
import { ATTACHMENT_MAX_BYTES, ATTACHMENT_TYPES, type AttachmentType } from '../protocol/limits.ts';
import type { Reason } from '../protocol/reasons.ts';

/** As much of a file's begin as tells its type. */
const SNIFF_BYTES = 4100;

export interface Files {
  /** Nothing is left behind when it refuses. */
  receive(
    id: string,
    body: ReadableStream<Uint8Array>,
  ): Promise<{ ok: true; type: AttachmentType; size: number } | { ok: false; reason: Reason }>;
  read(id: string): ReadableStream<Uint8Array>;
  remove(ids: readonly string[]): Promise<void>;
}

export function diskFiles(folder: string): Files {
  const pathOf = (id: string) => join(folder, id.slice(0, 2), id);

  return {
    async receive(id, body) {
      const path = pathOf(id);
      const partial = `${path}.part`;
      await mkdir(join(folder, id.slice(0, 2)), { recursive: true });
      const file = await open(partial, 'wx', 0o600);
      const result = await fill(file, body).finally(() => file.close());
      if (result.ok) await rename(partial, path);
      else await rm(partial, { force: true });
      return result;
    },
    read: (id) => Readable.toWeb(createReadStream(pathOf(id))) as ReadableStream<Uint8Array>,
    async remove(ids) {
      for (const id of ids) await rm(pathOf(id), { force: true });
    },
  };
}

async function fill(
  file: Awaited<ReturnType<typeof open>>,
  body: ReadableStream<Uint8Array>,
): ReturnType<Files['receive']> {
  let size = 0;
  let head = Buffer.alloc(0);
  let looksLikeText = true;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of body) {
      size += chunk.byteLength;
      if (size > ATTACHMENT_MAX_BYTES) return { ok: false, reason: 'file_size' };
      if (head.length < SNIFF_BYTES) head = Buffer.concat([head, chunk]).subarray(0, SNIFF_BYTES);
      looksLikeText &&= isText(decoder, chunk);
      await file.write(chunk);
    }
  } catch {
    // The line broke in the middle of the upload.
    return { ok: false, reason: 'invalid' };
  }
  if (size === 0) return { ok: false, reason: 'file_size' };
  const type = await typeOf(head, looksLikeText);
  if (!type) return { ok: false, reason: 'file_type' };
  await file.sync();
  return { ok: true, type, size };
}

function isText(decoder: TextDecoder, chunk: Uint8Array): boolean {
  if (chunk.includes(0)) return false;
  try {
    decoder.decode(chunk, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** What the bytes are, whatever the name and the browser say. Text has no signature: it is what decodes as text. */
async function typeOf(head: Buffer, looksLikeText: boolean): Promise<AttachmentType | null> {
  const sniffed = await fileTypeFromBuffer(head);
  const type = sniffed?.mime ?? (looksLikeText ? 'text/plain' : null);
  return ATTACHMENT_TYPES.find((allowed) => allowed === type) ?? null;
}
