/**
 * Recordings on their way to the service, and those that have arrived. A recording comes by tus, so that it goes on where
 * it was cut off: after a lost line, and after a restart of this service. It counts once its bytes are synced and its
 * record is stored; until then it stands apart. Who may ask what is the routes' business.
 */
import { mkdir, open as openFile, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { FileStore } from '@tus/file-store';
import { Server, Upload } from '@tus/server';
import { fileTypeFromBuffer } from 'file-type';
import * as v from 'valibot';
import type { Time } from '../protocol/events.ts';
import { RECORDING_MAX_BYTES, RECORDING_TYPES, type RecordingType } from '../protocol/limits.ts';
import type { Store } from '../store/store.ts';
import { type FileFolder, fileFolder, SNIFF_BYTES } from './files.ts';
import { uploadLocks } from './recordings-locks.ts';

/** Where uploads are addressed. */
export const RECORDINGS_PATH = '/api/recordings';
/** Uploads that one person has open. Recordings are sent one after the other; those that were cancelled are among them. */
const OPEN_MAX = 8;
/** How long a request that has to let go may go on, in milliseconds: what is on its way to the disk gets there. */
const LET_GO_MS = 500;
/** Bytes that recordings leave free on the disk: conversations are stored on it, and go first. */
const LEFT_FREE_BYTES = 256 * 1024 * 1024;

const upload = v.object({
  id: v.string(),
  owner: v.string(),
  name: v.string(),
  size: v.number(),
  length: v.number(),
  width: v.exactOptional(v.number()),
  height: v.exactOptional(v.number()),
  createdAt: v.number(),
});
/** A recording of which not all has arrived. */
export type OpenUpload = v.InferOutput<typeof upload>;

export interface RecordingUploads extends Pick<FileFolder, 'read' | 'remove'> {
  open(id: string): OpenUpload | undefined;
  /** Too many of one person: the oldest is given up for it. */
  begin(upload: OpenUpload): Promise<void>;
  /** What tus says to HEAD, PATCH and DELETE of an open upload. */
  answer(request: Request): Promise<Response>;
  /** Stores the recording, if all its bytes are there. Asked again, it says the same. */
  finish(id: string): Promise<Finished>;
  /** There is place for as many bytes. */
  hasRoom(bytes: number): Promise<boolean>;
  /** Removes what was begun before and is still open. */
  sweep(before: Time): Promise<void>;
}

type Finished = 'stored' | 'file_type' | 'incomplete' | 'not_found';

export interface RecordingUploadsDeps {
  folder: string;
  store: Store;
  now: () => Time;
  freeBytes: () => Promise<number>;
}

/** The upload that an address names: its last part. The routes and tus both ask here, so that they mean the same. */
export function uploadIdOf(url: string): string {
  return new URL(url).pathname.split('/').at(-1) ?? '';
}

/** What tus acknowledges is on the disk. It also keeps the disk's backlog to one piece, behind which messages wait. */
class SyncedFileStore extends FileStore {
  override async write(body: Readable, id: string, offset: number): Promise<number> {
    const end = await super.write(body, id, offset);
    const file = await openFile(join(this.directory, id));
    await file.datasync().finally(() => file.close());
    return end;
  }
}

export async function recordingUploads(deps: RecordingUploadsDeps): Promise<RecordingUploads> {
  const { store, now } = deps;
  const kept = fileFolder(deps.folder);
  const incoming = join(deps.folder, 'incoming');
  const bytesOf = (id: string) => join(incoming, id);
  const factsOf = (id: string) => join(incoming, `${id}.json`);
  const open = await recovered(incoming, kept, store);
  const finishing = new Map<string, Promise<Finished>>();

  const tus = new Server({
    path: RECORDINGS_PATH,
    datastore: new SyncedFileStore({
      directory: incoming,
      configstore: {
        async get(id) {
          const found = open.get(id);
          return found && new Upload({ id, size: found.size, offset: 0 });
        },
        // Written by `begin`.
        async set() {},
        delete: (id) => rm(factsOf(id), { force: true }),
      },
    }),
    locker: uploadLocks(),
    lockDrainTimeout: LET_GO_MS,
    maxSize: RECORDING_MAX_BYTES,
    getFileIdFromRequest: ({ url }) => uploadIdOf(url),
  });

  async function discard(id: string): Promise<void> {
    open.delete(id);
    await rm(bytesOf(id), { force: true });
    await rm(factsOf(id), { force: true });
  }

  async function finish(id: string): Promise<Finished> {
    const found = open.get(id);
    if (!found) return (await store.attachment(id)) ? 'stored' : 'not_found';
    const { size, type } = await lookInto(bytesOf(id));
    if (size < found.size) return 'incomplete';
    if (!type) {
      await discard(id);
      return 'file_type';
    }
    await kept.take(id, bytesOf(id));
    try {
      await store.addAttachment({ ...found, type, conversation: null, createdAt: now() });
    } catch (error) {
      // As if nothing had been: whoever asks again finds an upload that is complete but for this.
      await rename(kept.pathOf(id), bytesOf(id));
      throw error;
    }
    await discard(id);
    return 'stored';
  }

  return {
    open: (id) => open.get(id),
    async begin(begun) {
      const others = [...open.values()].filter(({ id, owner }) => owner === begun.owner && !finishing.has(id));
      for (const { id } of others.slice(0, Math.max(0, others.length - OPEN_MAX + 1))) await discard(id);
      try {
        await writeFile(bytesOf(begun.id), '', { flag: 'wx', mode: 0o600 });
        await writeFile(factsOf(begun.id), JSON.stringify(begun), { mode: 0o600 });
      } catch (error) {
        await discard(begun.id);
        throw error;
      }
      open.set(begun.id, begun);
    },
    async answer(request) {
      const response = await tus.handleWeb(request);
      if (request.method === 'DELETE' && response.ok) open.delete(uploadIdOf(request.url));
      return response;
    },
    finish(id) {
      const running = finishing.get(id) ?? finish(id).finally(() => finishing.delete(id));
      finishing.set(id, running);
      return running;
    },
    hasRoom: async (bytes) => (await deps.freeBytes()) - bytes >= LEFT_FREE_BYTES,
    async sweep(before) {
      for (const { id, createdAt } of open.values()) {
        if (createdAt < before && !finishing.has(id)) await discard(id);
      }
    },
    read: kept.read,
    remove: kept.remove,
  };
}

/** What an earlier run of the service left open; everything else is cleared away. */
async function recovered(incoming: string, kept: FileFolder, store: Store): Promise<Map<string, OpenUpload>> {
  await mkdir(incoming, { recursive: true });
  const names = new Set(await readdir(incoming));
  const open = new Map<string, OpenUpload>();
  for (const name of names) {
    const found = name.endsWith('.json') ? await readUpload(join(incoming, name)) : null;
    if (found === null || name !== `${found.id}.json`) continue;
    const { id } = found;
    const bytes = join(incoming, id);
    if (await store.attachment(id)) {
      if (names.has(id)) await kept.take(id, bytes);
      continue;
    }
    // It had been moved, but the record was not stored any more.
    const there = names.has(id) || (await rename(kept.pathOf(id), bytes).then(...SUCCEEDED));
    if (there) open.set(id, found);
  }
  for (const name of names) if (!open.has(name.replace(/\.json$/, ''))) await rm(join(incoming, name), { force: true });
  return open;
}

/** Whatever this person has begun to upload into the folder, on whichever node. A node that knows of it finds it gone. */
export async function removeUploadsOf(owner: string, folder: string): Promise<void> {
  const incoming = join(folder, 'incoming');
  for (const name of await readdir(incoming).catch(() => [])) {
    const found = name.endsWith('.json') ? await readUpload(join(incoming, name)) : null;
    if (found?.owner !== owner) continue;
    await rm(join(incoming, found.id), { force: true });
    await rm(join(incoming, name), { force: true });
  }
}

const SUCCEEDED = [() => true, () => false] as const;

/** Null when the service ended while it was written. */
async function readUpload(path: string): Promise<OpenUpload | null> {
  try {
    return v.parse(upload, JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}

/** The type is what the bytes are, whatever was said about them. */
async function lookInto(path: string): Promise<{ size: number; type: RecordingType | null }> {
  const file = await openFile(path);
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SNIFF_BYTES));
    const sniffed = await fileTypeFromBuffer(buffer.subarray(0, bytesRead));
    return { size, type: RECORDING_TYPES.find((type) => type === sniffed?.mime) ?? null };
  } finally {
    await file.close();
  }
}
