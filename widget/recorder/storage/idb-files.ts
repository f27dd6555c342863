/**
 * Recordings in IndexedDB, where there is no private file system to write to: a recording is a row of blocks of one
 * size, each a blob of its own, so that reading makes one blob of references and appending rewrites no more than the
 * last block. Works in pages and workers.
 */

import { databaseExists } from '../../platform/databases.ts';
import { newId } from '../../platform/ids.ts';
import { sinkErrorOf } from './faults.ts';
import type { Sink, SinkFiles } from './sink.ts';

const DATABASE = 'ycyw-recordings';
const VERSION = 1;
/** What a file is made of: `[folder, id]` → the name of its row of blocks. With it a file changes its blocks at once. */
const FILES = 'files';
/** `[row, index]` → blob. */
const BLOCKS = 'blocks';

/**
 * Bytes of a block. A write rewrites the block it ends in, half of this on average; an hour of recording is about a
 * thousand of them.
 */
const BLOCK_BYTES = 1024 * 1024;

export function idbFiles(folder: string): SinkFiles {
  const keyOf = (id: string): IDBValidKey => [folder, id];
  return {
    async create(id) {
      const row = newId();
      const database = await opened();
      try {
        await inOne(database, 'readwrite', async (files, blocks) => {
          await removeRow(files, blocks, keyOf(id));
          files.put(row, keyOf(id));
        });
      } catch (error) {
        database.close();
        throw sinkErrorOf(error, 'no_storage');
      }
      return sinkOf(database, row);
    },
    async read(id) {
      try {
        return await withDatabase((database) =>
          inOne(database, 'readonly', async (files, blocks) => {
            const row: unknown = await done(files.get(keyOf(id)));
            if (typeof row !== 'string') return null;
            const parts: unknown[] = await done(blocks.getAll(blocksOf(row)));
            return new Blob(parts.filter((part) => part instanceof Blob));
          }),
        );
      } catch {
        return null;
      }
    },
    async replace(to, from) {
      await withDatabase((database) =>
        inOne(database, 'readwrite', async (files, blocks) => {
          const row: unknown = await done(files.get(keyOf(from)));
          if (typeof row !== 'string') throw new Error('there is no such file');
          await removeRow(files, blocks, keyOf(to));
          files.put(row, keyOf(to));
          files.delete(keyOf(from));
        }),
      ).catch((error: unknown) => {
        throw sinkErrorOf(error, 'failed');
      });
    },
    async remove(id) {
      if (!(await databaseExists(DATABASE))) return;
      await withDatabase((database) =>
        inOne(database, 'readwrite', async (files, blocks) => {
          await removeRow(files, blocks, keyOf(id));
          files.delete(keyOf(id));
        }),
      ).catch((error: unknown) => {
        throw sinkErrorOf(error, 'failed');
      });
    },
    async list() {
      if (!(await databaseExists(DATABASE))) return [];
      return withDatabase((database) =>
        inOne(database, 'readonly', async (files) => {
          // An array sorts after every text, so this ends the folder.
          const keys = await done(files.getAllKeys(IDBKeyRange.bound([folder], [folder, []])));
          return keys.flatMap((key) => (Array.isArray(key) && typeof key[1] === 'string' ? [key[1]] : []));
        }),
      ).catch((error: unknown) => {
        throw sinkErrorOf(error, 'failed');
      });
    },
  };
}

/** Holds the last block in memory, since most writes go on there. */
function sinkOf(database: IDBDatabase, row: string): Sink {
  let size = 0;
  let last = { index: 0, bytes: new Uint8Array(BLOCK_BYTES) };

  /** The block as it is before this write, in a buffer that may be changed. */
  const bytesOf = async (index: number): Promise<Uint8Array<ArrayBuffer>> => {
    if (index === last.index) return last.bytes;
    const bytes = new Uint8Array(BLOCK_BYTES);
    const stored: unknown = await inOne(database, 'readonly', (_, blocks) => done(blocks.get([row, index])));
    if (stored instanceof Blob) bytes.set(new Uint8Array(await stored.arrayBuffer()));
    return bytes;
  };

  return {
    async write(data, position) {
      const end = position + data.byteLength;
      const nextSize = Math.max(size, end);
      const changed: { index: number; bytes: Uint8Array<ArrayBuffer> }[] = [];
      try {
        // A gap is filled with zeroes, so that a block's place in the row stays its place in the file.
        for (let at = Math.min(position, size); at < end; ) {
          const index = Math.floor(at / BLOCK_BYTES);
          const start = index * BLOCK_BYTES;
          const bytes = await bytesOf(index);
          const from = Math.max(start, position);
          const to = Math.min(start + BLOCK_BYTES, end);
          if (from < to) bytes.set(data.subarray(from - position, to - position), from - start);
          changed.push({ index, bytes });
          at = start + BLOCK_BYTES;
        }
        await inOne(database, 'readwrite', async (_, blocks) => {
          for (const { index, bytes } of changed) {
            const length = Math.min(BLOCK_BYTES, nextSize - index * BLOCK_BYTES);
            blocks.put(new Blob([bytes.subarray(0, length)]), [row, index]);
          }
        });
      } catch (error) {
        throw sinkErrorOf(error, 'failed');
      }
      size = nextSize;
      const newest = changed.at(-1);
      if (newest && newest.index >= last.index) last = newest;
    },
    async close() {
      database.close();
      return size;
    },
  };
}

const blocksOf = (row: string) => IDBKeyRange.bound([row], [row, []]);

async function removeRow(files: IDBObjectStore, blocks: IDBObjectStore, key: IDBValidKey): Promise<void> {
  const row: unknown = await done(files.get(key));
  if (typeof row === 'string') blocks.delete(blocksOf(row));
}

async function opened(): Promise<IDBDatabase> {
  try {
    const request = indexedDB.open(DATABASE, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(FILES);
      request.result.createObjectStore(BLOCKS);
    };
    return await done(request);
  } catch (error) {
    throw sinkErrorOf(error, 'no_storage');
  }
}

async function withDatabase<T>(work: (database: IDBDatabase) => Promise<T>): Promise<T> {
  const database = await opened();
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

/** All of `work` or nothing of it. Inside only requests of this transaction may be waited for. */
function inOne<T>(
  database: IDBDatabase,
  mode: IDBTransactionMode,
  work: (files: IDBObjectStore, blocks: IDBObjectStore) => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction([FILES, BLOCKS], mode);
    let failure: unknown = null;
    const result = work(transaction.objectStore(FILES), transaction.objectStore(BLOCKS));
    result.catch((error: unknown) => {
      failure = error;
      try {
        transaction.abort();
      } catch {
        // It has ended by itself already.
      }
    });
    transaction.oncomplete = () => result.then(resolve, reject);
    transaction.onabort = () => reject(transaction.error ?? failure);
  });
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
