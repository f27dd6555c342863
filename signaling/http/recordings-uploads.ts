/**
 * Recordings on their way to the service, and those that have arrived. A recording comes by tus, so that it goes on where
 * it was cut off: after a lost line, after a restart of this service, and on another node that shares the folder. What lies
 * there is the truth, nothing of it is remembered here. A recording counts once its bytes are synced and its record is stored;
 * until then it stands apart. Who may ask what is the routes' business.
 */
import { access, mkdir, open as openFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { FileStore } from '@tus/file-store';
import { Server, Upload } from '@tus/server';
import { fileTypeFromBuffer } from 'file-type';
import * as v from 'valibot';
import type { Time } from '../protocol/events.ts';
import { RECORDING_MAX_BYTES, RECORDING_TYPES, type RecordingType } from '../protocol/limits.ts';
import type { Store } from '../store/store.ts';
import { type FileFolder, fileFolder, removeOld, SNIFF_BYTES } from './files.ts';
import { type UploadLocksDeps, uploadLocks } from './recordings-locks.ts';

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
  open(id: string): Promise<OpenUpload | null>;
  /** Too many of one person: the oldest is given up for it. */
  begin(upload: OpenUpload): Promise<void>;
  /** What tus says to HEAD, PATCH and DELETE of an open upload. */
  answer(request: Request): Promise<Response>;
  /** Stores the recording, if all its bytes are there. Asked again, it says the same. */
  finish(id: string): Promise<Finished>;
  /** There is place for as many bytes. */
  hasRoom(bytes: number): Promise<boolean>;
  /** Removes what was begun before and is still open, and what a node that died left behind. */
  sweep(before: Time): Promise<void>;
  /** Lets go of what is being received: it goes on after the next start, or on another node. */
  end(): Promise<void>;
}

type Finished = 'stored' | 'file_type' | 'incomplete' | 'not_found';

export interface RecordingUploadsDeps extends UploadLocksDeps {
  /** Several nodes may share it. */
  folder: string;
  store: Store;
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

  override async getUpload(id: string): Promise<Upload> {
    // A folder on the network may answer from memory how long a file was, until somebody opens it.
    await openFile(join(this.directory, id)).then(
      (file) => file.close(),
      () => {},
    );
    return super.getUpload(id);
  }
}

export async function recordingUploads(deps: RecordingUploadsDeps): Promise<RecordingUploads> {
  const { store, now } = deps;
  const kept = fileFolder(deps.folder);
  const incoming = join(deps.folder, 'incoming');
  await mkdir(incoming, { recursive: true });
  const bytesOf = (id: string) => join(incoming, id);
  const factsOf = (id: string) => join(incoming, `${id}.json`);
  const open = (id: string) => readUpload(factsOf(id), id);
  const locks = uploadLocks(deps);

  const tus = new Server({
    path: RECORDINGS_PATH,
    datastore: new SyncedFileStore({
      directory: incoming,
      configstore: {
        async get(id) {
          const found = await open(id);
          return found ? new Upload({ id, size: found.size, offset: 0 }) : undefined;
        },
        // Written by `begin`.
        async set() {},
        delete: (id) => rm(factsOf(id), { force: true }),
      },
    }),
    locker: locks,
    lockDrainTimeout: LET_GO_MS,
    maxSize: RECORDING_MAX_BYTES,
    getFileIdFromRequest: ({ url }) => uploadIdOf(url),
  });

  async function discard(id: string): Promise<void> {
    await rm(bytesOf(id), { force: true });
    await rm(factsOf(id), { force: true });
  }

  /** The upload's facts go last: until then whoever asks again goes on here, wherever it was that a node died. */
  async function finish(id: string): Promise<Finished> {
    const [found, stored] = await Promise.all([open(id), store.attachment(id)]);
    if (!found) return stored ? 'stored' : 'not_found';
    const moved = !(await isThere(bytesOf(id)));
    if (moved && !(await isThere(kept.pathOf(id)))) {
      await discard(id);
      return 'not_found';
    }
    const { size, type } = await lookInto(moved ? kept.pathOf(id) : bytesOf(id));
    if (size < found.size) return 'incomplete';
    if (!type) {
      await discard(id);
      return 'file_type';
    }
    if (!moved) await kept.take(id, bytesOf(id));
    if (!stored) await store.addAttachment({ ...found, type, conversation: null, createdAt: now() });
    await discard(id);
    return 'stored';
  }

  /** Of all nodes, the oldest first. */
  async function all(): Promise<OpenUpload[]> {
    const ids = (await readdir(incoming)).filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5));
    const found = await Promise.all(ids.map(open));
    return found.filter((one) => one !== null).sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  }

  return {
    open,
    async begin(begun) {
      const others = (await all()).filter(({ owner }) => owner === begun.owner);
      for (const { id } of others.slice(0, Math.max(0, others.length - OPEN_MAX + 1))) {
        await locks.during(id, () => discard(id));
      }
      try {
        await writeFile(bytesOf(begun.id), '', { flag: 'wx', mode: 0o600 });
        await writeFile(factsOf(begun.id), JSON.stringify(begun), { mode: 0o600 });
      } catch (error) {
        await discard(begun.id);
        throw error;
      }
    },
    answer: (request) => tus.handleWeb(request),
    finish: (id) => locks.during(id, () => finish(id)),
    hasRoom: async (bytes) => (await deps.freeBytes()) - bytes >= LEFT_FREE_BYTES,
    async sweep(before) {
      for (const { id, createdAt } of await all()) {
        if (createdAt >= before) continue;
        await locks.during(id, async () => {
          // What is complete is somebody's, though they haven't come back for it.
          if ((await finish(id)) === 'incomplete') await discard(id);
        });
      }
      const ofSomebody = new Set((await all()).flatMap(({ id }) => [id, `${id}.json`]));
      const names = (await readdir(incoming)).filter((name) => !ofSomebody.has(name));
      await removeOld(incoming, names, before);
    },
    end: () => locks.end(),
    read: kept.read,
    remove: kept.remove,
  };
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Whatever this person has begun to upload into the folder, on whichever node. */
export async function removeUploadsOf(owner: string, folder: string): Promise<void> {
  const incoming = join(folder, 'incoming');
  for (const name of await readdir(incoming).catch(() => [])) {
    const found = name.endsWith('.json') ? await readUpload(join(incoming, name), name.slice(0, -5)) : null;
    if (found?.owner !== owner) continue;
    await rm(join(incoming, found.id), { force: true });
    // Where a node died before its record was stored.
    await fileFolder(folder).remove([found.id]);
    await rm(join(incoming, name), { force: true });
  }
}

/** Null when there is none, or a node ended while it was written. */
async function readUpload(path: string, id: string): Promise<OpenUpload | null> {
  try {
    const found = v.parse(upload, JSON.parse(await readFile(path, 'utf8')));
    return found.id === id ? found : null;
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
