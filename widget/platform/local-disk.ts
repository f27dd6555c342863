/** The session's disk over `localStorage`. Where that is blocked or full, this page's memory takes its place. */
import { type Disk, type SharedMemory, sharedMemory } from '../session/disk.ts';
import { OUTBOX_PREFIX, SECRET_KEY, UPLOAD_PREFIX } from '../session/known-visitor.ts';

const WHEN_CLEARED = [SECRET_KEY, OUTBOX_PREFIX, UPLOAD_PREFIX];

/** Of this page, where storage is blocked, by prefix: its session, its calls and its recorder share them as they share storage. */
const memories = new Map<string, SharedMemory>();

/** What was kept where storage is blocked is gone; whoever holds such a disk goes on with the same one as all others. */
export function forgetMemories(goes: (prefix: string) => boolean): void {
  for (const [prefix, memory] of memories) if (goes(prefix)) memory.clear();
}

/** All keys of the disk begin with `prefix` in the browser's storage. */
export function localDisk(prefix: string): Disk {
  const storage = usableStorage();
  if (!storage) {
    if (memories.size === 0)
      console.warn('ycyw-support: storage is blocked. What is written here is kept only while this page is open.');
    const memory = memories.get(prefix) ?? sharedMemory();
    memories.set(prefix, memory);
    return memory.tab();
  }
  return overStorage(storage, prefix);
}

/** Nothing outlives the page then. */
export const isStorageBlocked = (): boolean => usableStorage() === null;

/** Blocked storage throws on access or on writing, depending on the browser. Reading is enough to find out most of it. */
function usableStorage(): Storage | null {
  try {
    const { localStorage } = window;
    localStorage.getItem('');
    return localStorage;
  } catch {
    return null;
  }
}

function overStorage(storage: Storage, prefix: string): Disk {
  /** What there was no room for. */
  const overflow = new Map<string, string>();
  const stored = () => Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
  return {
    keys(start) {
      const names = stored().flatMap((key) => (key.startsWith(prefix + start) ? [key.slice(prefix.length)] : []));
      for (const name of overflow.keys()) if (name.startsWith(start) && !names.includes(name)) names.push(name);
      return names.sort();
    },
    get: (key) => overflow.get(key) ?? storage.getItem(prefix + key),
    set(key, value) {
      try {
        storage.setItem(prefix + key, value);
        overflow.delete(key);
      } catch {
        if (overflow.size === 0) console.warn('ycyw-support: storage is full. What is new is kept only in this page.');
        overflow.set(key, value);
      }
    },
    remove(key) {
      overflow.delete(key);
      storage.removeItem(prefix + key);
    },
    subscribe(listener) {
      const onStorage = ({ key, storageArea }: StorageEvent) => {
        if (storageArea === storage && key?.startsWith(prefix)) listener(key.slice(prefix.length));
        // Somebody cleared everything at once. Of all that went, what decides is who the visitor was.
        if (storageArea === storage && key === null) for (const name of WHEN_CLEARED) listener(name);
      };
      window.addEventListener('storage', onStorage);
      return () => window.removeEventListener('storage', onStorage);
    },
  };
}
