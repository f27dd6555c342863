/**
 * One request at a time works on an upload. A newer one asks the one before it to let go, since its line is most likely
 * dead: whoever resumes after a cut doesn't wait until the system notices.
 */
import type { Locker } from '@tus/server';

/** Requests that may wait for one upload. A browser that resumes has one, two tabs that race have two. */
const WAITING_MAX = 4;

/** How an error tells the tus server its status. */
const LOCKED = { status_code: 423, body: 'locked' };

interface Holder {
  letGo: () => void;
  freed: Promise<void>;
  free: () => void;
  waiting: number;
}

export function uploadLocks(): Locker {
  const holders = new Map<string, Holder>();
  return {
    newLock: (id) => ({
      async lock(_signal, letGo) {
        for (let holder = holders.get(id); holder; holder = holders.get(id)) {
          if (holder.waiting >= WAITING_MAX) throw Object.assign(new Error('too many wait'), LOCKED);
          holder.waiting += 1;
          holder.letGo();
          await holder.freed;
        }
        const { promise, resolve } = Promise.withResolvers<void>();
        holders.set(id, { letGo, freed: promise, free: resolve, waiting: 0 });
      },
      async unlock() {
        const holder = holders.get(id);
        holders.delete(id);
        holder?.free();
      },
    }),
  };
}
