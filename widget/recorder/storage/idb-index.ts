/**
 * The index of recordings in IndexedDB, and not in the local storage: browsers write that one down only after seconds,
 * so a browser that is killed would leave a file that nobody knows of. Tabs tell each other by a channel.
 */
import { createStore, delMany, entries, get, keys, type UseStore } from 'idb-keyval';
import { databaseExists } from '../../platform/databases.ts';
import { RECORDINGS_INDEX } from '../../session/keys.ts';
import type { RecordingEntry, RecordingsIndex } from '../engine/recordings-index.ts';
import { sinkErrorOf } from './faults.ts';

const STORE = 'entries';

/** One database for all services and sides; `prefix` keeps their recordings apart. */
export function idbIndex(prefix: string): RecordingsIndex {
  let store: UseStore | null = null;
  /** Opened with the first recording, since a visitor who makes none shall find no database. */
  const opened = () => {
    store ??= createStore(RECORDINGS_INDEX, STORE);
    return store;
  };
  const exists = async () => store !== null || (await databaseExists(RECORDINGS_INDEX));
  const isOwn = (key: IDBValidKey): key is string => typeof key === 'string' && key.startsWith(prefix);
  const channel = channelOf(`${prefix}recordings`);
  const listeners = new Set<(id: string | null) => void>();
  if (channel) {
    channel.onmessage = ({ data }: MessageEvent<string | null>) => {
      for (const listener of [...listeners]) listener(data);
    };
  }

  return {
    async all() {
      if (!(await exists())) return [];
      const stored = await entries<IDBValidKey, RecordingEntry>(opened());
      return stored.flatMap(([key, entry]) => (isOwn(key) ? [entry] : []));
    },
    async get(id) {
      if (!(await exists())) return null;
      return (await get<RecordingEntry>(prefix + id, opened())) ?? null;
    },
    async change(id, change) {
      const now = await changed(opened, prefix + id, change);
      channel?.postMessage(id);
      return now;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async clear() {
      if (!(await exists())) return;
      await delMany((await keys(opened())).filter(isOwn), opened());
      channel?.postMessage(null);
    },
    dispose() {
      listeners.clear();
      channel?.close();
    },
  };
}

/** In one transaction, so that two tabs change one after the other. */
async function changed(
  store: () => UseStore,
  key: string,
  change: (entry: RecordingEntry | null) => RecordingEntry | null,
): Promise<RecordingEntry | null> {
  try {
    let now: RecordingEntry | null = null;
    await store()('readwrite', (objects) => {
      const request: IDBRequest<RecordingEntry | undefined> = objects.get(key);
      return new Promise<void>((resolve, reject) => {
        request.onsuccess = () => {
          const before = request.result ?? null;
          now = change(before);
          if (now === null) objects.delete(key);
          else if (now !== before) objects.put(now, key);
        };
        objects.transaction.oncomplete = () => resolve();
        objects.transaction.onabort = () => reject(objects.transaction.error);
      });
    });
    return now;
  } catch (error) {
    throw sinkErrorOf(error, 'no_storage');
  }
}

/** Tabs of a browser without one see each other's changes when they are loaded anew. */
function channelOf(name: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(name);
  } catch {
    return null;
  }
}
