/** Files that wait for their upload, in IndexedDB; where that is blocked, in this page's memory. */
import { createStore, del, delMany, get, keys, set, type UseStore } from 'idb-keyval';
import { type FileDisk, memoryFileDisk } from '../session/file-disk.ts';

/** One database for all services and sides; `prefix` keeps their files apart. */
export function blobDisk(prefix: string): FileDisk {
  const memory = memoryFileDisk();
  let store: UseStore | null = null;
  /** Opened with the first file, since a visitor who sends none shall find no database. */
  const opened = () => {
    store ??= createStore('ycyw-support', 'files');
    return store;
  };
  const orMemory = async <T>(stored: () => Promise<T>, fallback: () => Promise<T>): Promise<T> => {
    try {
      return await stored();
    } catch {
      return fallback();
    }
  };
  return {
    put: (id, blob) =>
      orMemory(
        () => set(prefix + id, blob, opened()),
        () => memory.put(id, blob),
      ),
    async get(id) {
      const stored = await orMemory<unknown>(
        () => get(prefix + id, opened()),
        async () => null,
      );
      return stored instanceof Blob ? stored : memory.get(id);
    },
    async remove(id) {
      await memory.remove(id);
      await orMemory(
        () => del(prefix + id, opened()),
        async () => {},
      );
    },
    async clear() {
      await memory.clear();
      if (!(await databaseExists())) return;
      await orMemory(
        async () => {
          const own = (await keys(opened())).filter((key) => typeof key === 'string' && key.startsWith(prefix));
          await delMany(own, opened());
        },
        async () => {},
      );
    },
  };
}

/** Logging out must not be what makes the database. Where the browser can't tell, it is opened. */
async function databaseExists(): Promise<boolean> {
  try {
    const databases = await indexedDB.databases();
    return databases.some(({ name }) => name === 'ycyw-support');
  } catch {
    return typeof indexedDB !== 'undefined';
  }
}
