/**
 * Files that wait, in IndexedDB. There is no memory in its place: what only one tab has must not look like what all
 * tabs share.
 */
import { createStore, del, delMany, get, keys, set, type UseStore } from 'idb-keyval';
import type { FileDisk } from '../session/file-disk.ts';
import { databaseExists } from './databases.ts';

export const FILES_DATABASE = 'ycyw-support';
export const FILES_STORE = 'files';

/** One database for all services and sides; `prefix` keeps their files apart. */
export function blobDisk(prefix: string): FileDisk {
  let store: UseStore | null = null;
  /** Opened with the first file, since a visitor who sends none shall find no database. */
  const opened = () => {
    store ??= createStore(FILES_DATABASE, FILES_STORE);
    return store;
  };
  return {
    async put(id, blob) {
      await set(prefix + id, blob, opened());
    },
    async get(id) {
      const stored = await unlessBlocked<unknown>(() => get(prefix + id, opened()));
      return stored instanceof Blob ? stored : null;
    },
    async remove(id) {
      await unlessBlocked(() => del(prefix + id, opened()));
    },
    async clear() {
      if (!(await databaseExists(FILES_DATABASE))) return;
      await unlessBlocked(async () => {
        const own = (await keys(opened())).filter((key) => typeof key === 'string' && key.startsWith(prefix));
        await delMany(own, opened());
      });
    },
  };
}

/** Null where the store is blocked: nothing was put there, so nothing is found or removed. */
async function unlessBlocked<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch {
    return null;
  }
}
