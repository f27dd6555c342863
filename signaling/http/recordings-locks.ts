/**
 * One request at a time works on an upload, whichever node it came to. A newer one asks the one before it to let go, since
 * its line is most likely dead: whoever resumes after a cut doesn't wait until the system notices. Between nodes that is a
 * lease in the store, which a holder that died loses by itself. One that was frozen beyond its lease can do no harm when it
 * wakes up: it writes the same bytes to the same place, and what follows fails and is asked for anew.
 */
import type { Locker } from '@tus/server';
import type { Time } from '../protocol/events.ts';
import type { Store } from '../store/store.ts';

/** Requests that may wait for one upload. A browser that resumes has one, two tabs that race have two. */
const WAITING_MAX = 4;
/** How long a node that died holds up the others, in milliseconds. */
export const LEASE_MS = 10_000;
/** How often a holder says that it is still there, and is told that somebody else waits. */
const RENEW_MS = 1000;
/** A holder that couldn't say so lets go while its lease lasts for as long: what is on its way to the disk gets there. */
const RESERVE_MS = 3000;
/** How often another node looks whether it is its turn. */
const LOOK_MS = 200;

/** How an error tells the tus server its status. */
const LOCKED = { status_code: 423, body: 'locked' };
const locked = (why: string) => Object.assign(new Error(why), LOCKED);

interface Holder {
  letGo: () => void;
  freed: Promise<void>;
  free: () => void;
  waiting: number;
}

export interface UploadLocks extends Locker {
  /** Carries out what may not be interrupted. */
  during<T>(id: string, work: () => Promise<T>): Promise<T>;
  /** Asks everybody to let go; settles when they have. */
  end(): Promise<void>;
}

export interface UploadLocksDeps {
  store: Pick<Store, 'takeLease' | 'renewLease' | 'endLease'>;
  now: () => Time;
  after: (ms: number, run: () => void) => () => void;
  newId: () => string;
}

export function uploadLocks(deps: UploadLocksDeps): UploadLocks {
  const holders = new Map<string, Holder>();
  const newLock = (id: string) => {
    let endLease: (() => Promise<void>) | null = null;
    const free = () => {
      const holder = holders.get(id);
      holders.delete(id);
      holder?.free();
    };
    return {
      async lock(signal: AbortSignal, letGo: () => void) {
        for (let holder = holders.get(id); holder; holder = holders.get(id)) {
          if (holder.waiting >= WAITING_MAX) throw locked('too many wait');
          holder.waiting += 1;
          holder.letGo();
          await holder.freed;
        }
        const { promise, resolve } = Promise.withResolvers<void>();
        holders.set(id, { letGo, freed: promise, free: resolve, waiting: 0 });
        try {
          endLease = await lease(deps, `upload ${id}`, signal, letGo);
        } catch (error) {
          free();
          throw error;
        }
      },
      async unlock() {
        await endLease?.();
        free();
      },
    };
  };
  return {
    newLock,
    async during(id, work) {
      const lock = newLock(id);
      await lock.lock(new AbortController().signal, () => {});
      return work().finally(lock.unlock);
    },
    async end() {
      const all = [...holders.values()];
      for (const { letGo } of all) letGo();
      await Promise.all(all.map(({ freed }) => freed));
    },
  };
}

/** Settles when no other node has it; what it returns gives it back. */
async function lease(
  { store, now, after, newId }: UploadLocksDeps,
  name: string,
  signal: AbortSignal,
  letGo: () => void,
): Promise<() => Promise<void>> {
  const holder = newId();
  const asked = now();
  let heldUntil = asked + LEASE_MS;
  while (!(await store.takeLease(name, holder, now(), heldUntil))) {
    // Whoever was before us has let go or lost it by then, unless others were quicker than we.
    if (signal.aborted || now() - asked > 2 * LEASE_MS) throw locked('another node works on it');
    await new Promise<void>((resolve) => void after(LOOK_MS, resolve));
    heldUntil = now() + LEASE_MS;
  }
  const renew = async () => {
    const until = now() + LEASE_MS;
    const state = await store.renewLease(name, holder, until);
    if (state === 'held') heldUntil = until;
    else letGo();
  };
  const tick = () => {
    if (heldUntil - now() < RESERVE_MS) return letGo();
    stop = after(RENEW_MS, tick);
    // A store that is silent is noticed above.
    renew().catch(() => {});
  };
  let stop = after(RENEW_MS, tick);
  return async () => {
    stop();
    // What can't be given back lapses.
    await store.endLease(name, holder).catch(() => {});
  };
}
