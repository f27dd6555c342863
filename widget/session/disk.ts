/**
 * What a session keeps in the browser: small texts by key, written at once, shared by all tabs of the browser. Knows
 * nothing of what is kept.
 */

export interface Disk {
  /** All keys that begin with `prefix`, in the order of their characters. */
  keys(prefix: string): string[];
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  /** Tells of changes that other tabs made, never of one's own. */
  subscribe(listener: (key: string) => void): () => void;
}

/** One browser's memory. Every `tab()` is a disk that sees what the others write and is told of it. */
export interface SharedMemory {
  tab(): Disk;
  /** All is gone, and every tab is told. */
  clear(): void;
}

/** Tells of changes through `later`, since a browser also tells them after the writing is over. */
export function sharedMemory(later: (call: () => void) => void = queueMicrotask): SharedMemory {
  const values = new Map<string, string>();
  const tabs = new Set<Set<(key: string) => void>>();
  const tellOthers = (own: Set<(key: string) => void> | null, key: string) => {
    for (const listeners of tabs) {
      if (listeners === own) continue;
      later(() => {
        for (const listener of [...listeners]) listener(key);
      });
    }
  };
  return {
    tab() {
      const listeners = new Set<(key: string) => void>();
      tabs.add(listeners);
      return {
        keys: (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)).sort(),
        get: (key) => values.get(key) ?? null,
        set(key, value) {
          if (values.get(key) === value) return;
          values.set(key, value);
          tellOthers(listeners, key);
        },
        remove(key) {
          if (values.delete(key)) tellOthers(listeners, key);
        },
        subscribe(listener) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      };
    },
    clear() {
      const keys = [...values.keys()];
      values.clear();
      for (const key of keys) tellOthers(null, key);
    },
  };
}

/** A disk for one tab that forgets everything with the page: where storage is blocked. */
export const memoryDisk = (): Disk => sharedMemory().tab();

/** A JSON value, or null where there is none or `accepts` doesn't know its shape (an older version wrote it). */
export function readJson<T>(disk: Disk, key: string, accepts: (value: unknown) => value is T): T | null {
  const text = disk.get(key);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return accepts(value) ? value : null;
  } catch {
    return null;
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
