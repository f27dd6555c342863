/**
 * A browser made of memory: several tabs that share a disk, locks and files. A tab can die at any moment, as tabs do:
 * its timers never ring again, it writes nothing more, and its locks pass on.
 */
import type { Clock } from '../clock.ts';
import { type Disk, type SharedMemory, sharedMemory } from '../disk.ts';
import type { FileDisk } from '../file-disk.ts';
import type { Locks } from '../locks.ts';
import type { PageEvent, PageLife } from '../page-life.ts';

export interface MemoryTab {
  readonly disk: Disk;
  readonly locks: Locks;
  readonly files: FileDisk;
  readonly clock: Clock;
  readonly page: PageLife;
  /** Something happens to the page. */
  tell(event: PageEvent): void;
  /** The tab is gone without a word. */
  die(): void;
}

export interface MemoryBrowser {
  tab(): MemoryTab;
  /** The disk as somebody sees it who looks from outside. */
  readonly disk: Disk;
  readonly files: FileDisk;
}

export function memoryBrowser(clock: Clock): MemoryBrowser {
  const memory: SharedMemory = sharedMemory((call) => clock.after(0, call));
  const files = memoryFileDisk();
  const queue = lockQueue();
  return {
    disk: memory.tab(),
    files,
    tab() {
      const timers = new Set<() => void>();
      const listeners = new Set<(event: PageEvent) => void>();
      const owner = {};
      let alive = true;
      const never = () => new Promise<never>(() => {});
      const disk = memory.tab();
      return {
        disk: {
          keys: disk.keys,
          get: disk.get,
          set: (key, value) => alive && disk.set(key, value),
          remove: (key) => alive && disk.remove(key),
          subscribe: (listener) => disk.subscribe((key) => alive && listener(key)),
        },
        locks: { exclusive: (name, task) => (alive ? queue.exclusive(owner, name, task) : never()) },
        files: {
          put: (id, blob) => (alive ? files.put(id, blob) : never()),
          get: (id) => (alive ? files.get(id) : never()),
          remove: (id) => (alive ? files.remove(id) : never()),
          clear: () => (alive ? files.clear() : never()),
        },
        clock: {
          now: clock.now,
          after(ms, call) {
            if (!alive) return () => {};
            const cancel = clock.after(ms, () => {
              timers.delete(cancel);
              call();
            });
            timers.add(cancel);
            return () => {
              timers.delete(cancel);
              cancel();
            };
          },
        },
        page: {
          subscribe(listener) {
            listeners.add(listener);
            return () => listeners.delete(listener);
          },
        },
        tell(event) {
          for (const listener of [...listeners]) listener(event);
        },
        die() {
          alive = false;
          for (const cancel of timers) cancel();
          listeners.clear();
          queue.release(owner);
        },
      };
    },
  };
}

function memoryFileDisk(): FileDisk {
  const blobs = new Map<string, Blob>();
  return {
    put: async (id, blob) => void blobs.set(id, blob),
    get: async (id) => blobs.get(id) ?? null,
    remove: async (id) => void blobs.delete(id),
    clear: async () => blobs.clear(),
  };
}

interface Turn {
  owner: object;
  start: () => void;
}

function lockQueue() {
  const turns = new Map<string, Turn[]>();
  const leave = (name: string, turn: Turn) => {
    const waiting = turns.get(name) ?? [];
    const wasFirst = waiting[0] === turn;
    const rest = waiting.filter((other) => other !== turn);
    turns.set(name, rest);
    if (wasFirst) rest[0]?.start();
  };
  return {
    exclusive: <T>(owner: object, name: string, task: () => Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        const turn: Turn = {
          owner,
          start: () => {
            void task()
              .then(resolve, reject)
              .finally(() => leave(name, turn));
          },
        };
        const waiting = [...(turns.get(name) ?? []), turn];
        turns.set(name, waiting);
        if (waiting.length === 1) turn.start();
      }),
    release(owner: object) {
      for (const [name, waiting] of turns) {
        // Those who wait first, so that nobody dead is handed the lock.
        for (const turn of waiting.slice().reverse()) if (turn.owner === owner) leave(name, turn);
      }
    },
  };
}
