/**
 * Recordings in the browser's private file system: one real file each, written in place through a sync access handle,
 * which only dedicated workers have. `createWritable()` isn't used, since it leaves nothing when the browser dies before
 * it is closed. Reading, listing and removing works in pages too.
 */
import { newId } from '../../platform/ids.ts';
import { sinkErrorOf } from './faults.ts';
import { type Sink, SinkError, type SinkFiles } from './sink.ts';

/** All of the widget's folders stand in it, so that the page's own files are left alone. */
const ROOT = 'ycyw';
/** The name of what is written to find out whether anything can be. */
const PROBE = '.probe';

/** The part of it that is used; the type library of pages doesn't know what only workers have. */
interface SyncHandle {
  write(data: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  getSize(): number;
  flush(): void;
  close(): void;
}

interface WholeFileHandle extends FileSystemFileHandle {
  createSyncAccessHandle?(): Promise<SyncHandle>;
  move?(name: string): Promise<void>;
}

/** Really tried: pages lack it, and private windows and blocked storage refuse only when asked. */
export async function canWritePrivateFiles(folder: string): Promise<boolean> {
  try {
    const directory = await directoryOf(folder);
    // Of its own name, since another worker may be trying too.
    const name = `${PROBE}-${newId()}`;
    try {
      (await handleIn(directory, name)).close();
    } finally {
      await directory.removeEntry(name);
    }
    return true;
  } catch {
    return false;
  }
}

export function privateFiles(folder: string): SinkFiles {
  const existing = () => directoryOf(folder, { create: false });
  return {
    async create(id) {
      try {
        const handle = await handleIn(await directoryOf(folder), id);
        handle.truncate(0);
        return sinkOf(handle);
      } catch (error) {
        throw sinkErrorOf(error, 'no_storage');
      }
    },
    async read(id) {
      try {
        return await (await (await existing()).getFileHandle(id)).getFile();
      } catch {
        return null;
      }
    },
    async replace(to, from) {
      try {
        const directory = await existing();
        const file: WholeFileHandle = await directory.getFileHandle(from);
        if (!file.move) throw new Error('files can not be moved');
        await file.move(to);
      } catch (error) {
        throw sinkErrorOf(error, 'failed');
      }
    },
    async remove(id) {
      try {
        await (await existing()).removeEntry(id);
      } catch (error) {
        if (!isAbsence(error)) throw sinkErrorOf(error, 'failed');
      }
    },
    async list() {
      try {
        const names: string[] = [];
        for await (const name of (await existing()).keys()) if (!name.startsWith(PROBE)) names.push(name);
        return names;
      } catch (error) {
        if (isAbsence(error)) return [];
        throw sinkErrorOf(error, 'failed');
      }
    },
  };
}

async function directoryOf(folder: string, options = { create: true }): Promise<FileSystemDirectoryHandle> {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(ROOT, options);
  // A folder is named after an address, and a file name may hold no slash.
  return root.getDirectoryHandle(encodeURIComponent(folder), options);
}

async function handleIn(directory: FileSystemDirectoryHandle, name: string): Promise<SyncHandle> {
  const file: WholeFileHandle = await directory.getFileHandle(name, { create: true });
  if (!file.createSyncAccessHandle) throw new Error('only workers write here');
  return file.createSyncAccessHandle();
}

/** A write is in the system's hands when it returns: it needs no flush to survive the browser. */
function sinkOf(handle: SyncHandle): Sink {
  return {
    async write(data, position) {
      let written = 0;
      while (written < data.byteLength) {
        written += writeSome(handle, data.subarray(written), position + written);
      }
    },
    async close() {
      const size = handle.getSize();
      handle.flush();
      handle.close();
      return size;
    },
  };
}

function writeSome(handle: SyncHandle, data: Uint8Array, at: number): number {
  try {
    const count = handle.write(data, { at });
    // A disk that takes nothing more says so by a count, not always by an error: by none, or, in private windows of Chromium,
    // by a negative one that is read as a very large one.
    if (count <= 0 || count > data.byteLength) throw new SinkError('no_room');
    return count;
  } catch (error) {
    throw sinkErrorOf(error, 'failed');
  }
}

/** Where there is no private file system at all, there is nothing in it either. */
function isAbsence(error: unknown): boolean {
  if (typeof navigator.storage?.getDirectory !== 'function') return true;
  return error instanceof DOMException && error.name === 'NotFoundError';
}
