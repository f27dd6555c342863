/** Uploaded files on disk: received in a stream with a limit, looked into, synced, then named. */
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileTypeFromBuffer } from 'file-type';
import type { Time } from '../protocol/events.ts';
import { ATTACHMENT_MAX_BYTES, ATTACHMENT_TYPES, type AttachmentType } from '../protocol/limits.ts';
import type { Reason } from '../protocol/reasons.ts';
import type { ByteRange } from './range.ts';

/** As much of a file's begin as tells its type. */
export const SNIFF_BYTES = 4100;

/** Finished files by their ids, spread over folders so that none of them gets too long. */
export interface FileFolder {
  pathOf(id: string): string;
  /** Makes the file at `from` the one with this id. Durable when it settles. */
  take(id: string, from: string): Promise<void>;
  /** All of it without a range. Rejects when there is no such file. */
  read(id: string, range?: ByteRange): Promise<ReadableStream<Uint8Array>>;
  remove(ids: readonly string[]): Promise<void>;
}

export interface Files extends Pick<FileFolder, 'read' | 'remove'> {
  /** Nothing is left behind when it refuses or fails. Rejects when the disk fails. */
  receive(
    id: string,
    body: ReadableStream<Uint8Array>,
  ): Promise<{ ok: true; type: AttachmentType; size: number } | { ok: false; reason: Reason }>;
  /** Removes what a node was receiving when it died, before then. */
  sweep(before: Time): Promise<void>;
}

export function fileFolder(root: string): FileFolder {
  const folderOf = (id: string) => join(root, id.slice(-2));
  const pathOf = (id: string) => join(folderOf(id), id);
  return {
    pathOf,
    async take(id, from) {
      const folder = folderOf(id);
      const isNew = await mkdir(folder, { recursive: true });
      await sync(from);
      await rename(from, pathOf(id));
      // A name is durable when its folder is, and so is a folder's.
      await sync(folder);
      if (isNew) await sync(root);
    },
    async read(id, range) {
      const file = await open(pathOf(id));
      return Readable.toWeb(file.createReadStream(range)) as ReadableStream<Uint8Array>;
    },
    async remove(ids) {
      for (const id of ids) await rm(pathOf(id), { force: true });
    },
  };
}

/** Where the files of a data folder are: those of a conversation, and shared recordings. */
export const dataFolders = (dataDir: string) => ({
  attachments: join(dataDir, 'attachments'),
  recordings: join(dataDir, 'recordings'),
});

const PARTIAL = '.part';

export function diskFiles(root: string): Files {
  const folder = fileFolder(root);
  return {
    read: folder.read,
    remove: folder.remove,
    async receive(id, body) {
      await mkdir(root, { recursive: true });
      const partial = join(root, id + PARTIAL);
      const file = await open(partial, 'wx', 0o600);
      try {
        const result = await fill(file, body).finally(() => file.close());
        if (result.ok) await folder.take(id, partial);
        return result;
      } finally {
        await rm(partial, { force: true });
      }
    },
    async sweep(before) {
      const names = await readdir(root).catch(() => []);
      const partial = names.filter((name) => name.endsWith(PARTIAL));
      await removeOld(root, partial, before);
    },
  };
}

/** Those of these files into which nobody has written since. Other nodes may do the same meanwhile. */
export async function removeOld(folder: string, names: readonly string[], before: Time): Promise<void> {
  for (const name of names) {
    const path = join(folder, name);
    const at = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => null,
    );
    if (at !== null && at < before) await rm(path, { force: true });
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path);
  await file.sync().finally(() => file.close());
}

async function fill(file: FileHandle, body: ReadableStream<Uint8Array>): ReturnType<Files['receive']> {
  let size = 0;
  let head = Buffer.alloc(0);
  let looksLikeText = true;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reader = body.getReader();
  for (;;) {
    // A line that breaks in the middle is the sender's failure; what fails below is the disk's.
    const part = await reader.read().catch(() => null);
    if (!part) return { ok: false, reason: 'invalid' };
    if (part.done) break;
    const chunk = part.value;
    size += chunk.byteLength;
    if (size > ATTACHMENT_MAX_BYTES) {
      await reader.cancel();
      return { ok: false, reason: 'file_size' };
    }
    if (head.length < SNIFF_BYTES) head = Buffer.concat([head, chunk]).subarray(0, SNIFF_BYTES);
    looksLikeText &&= isText(decoder, chunk);
    // Unlike write(), it goes on until all of it is written, or fails.
    await file.appendFile(chunk);
  }
  if (size === 0) return { ok: false, reason: 'file_size' };
  const type = await typeOf(head, looksLikeText);
  if (!type) return { ok: false, reason: 'file_type' };
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
