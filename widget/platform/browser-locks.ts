/**
 * Exclusion between tabs by the Web Locks API. Pages without a secure context have none: there a lease on the disk
 * takes its place, which is slower, and good enough where a doubled send is harmless.
 */
import type { Clock } from '../session/clock.ts';
import type { Disk } from '../session/disk.ts';
import type { Locks } from '../session/locks.ts';

/** `prefix` keeps apart what locks of other services and pages of the same origin are called. */
export function browserLocks(prefix: string, fallback: { disk: Disk; clock: Clock; ids: () => string }): Locks {
  const leases = leaseLocks(fallback);
  if (typeof navigator.locks?.request !== 'function') return leases;
  return {
    async exclusive<T>(name: string, task: () => Promise<T>): Promise<T> {
      let started = false;
      const run = () => {
        started = true;
        return task();
      };
      try {
        return (await navigator.locks.request(prefix + name, run)) as T;
      } catch (error) {
        if (started) throw error;
        // Where storage is blocked, some browsers refuse locks too.
        return leases.exclusive(name, task);
      }
    },
  };
}

/** A tab that died keeps its lease at most this long. */
const LEASE_MS = 5_000;
/** Well before the lease ends, also in a tab whose timers are slowed down to one a second. */
const RENEW_MS = 1_500;
/** How often a taken lease is tried again. */
const RETRY_MS = 100;
/** Longer than two tabs need to see each other's writing. */
const SETTLE_MS = 40;

const LEASE_PREFIX = 'lease/';

export function leaseLocks({ disk, clock, ids }: { disk: Disk; clock: Clock; ids: () => string }): Locks {
  const owner = ids();
  /** The turns of this tab, by name: one after the other. */
  const turns = new Map<string, Promise<unknown>>();
  const pause = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve));
  const holder = (key: string) => {
    const [who, until] = (disk.get(key) ?? '').split(' ');
    return who && Number(until) > clock.now() ? who : null;
  };
  const write = (key: string) => disk.set(key, `${owner} ${clock.now() + LEASE_MS}`);

  const acquire = async (key: string) => {
    for (;;) {
      if (holder(key) === null) {
        write(key);
        // Of two tabs that write at once the later one wins, and both can see who that is.
        await pause(SETTLE_MS);
        if (holder(key) === owner) return;
      }
      await pause(RETRY_MS);
    }
  };

  const run = async <T>(name: string, task: () => Promise<T>): Promise<T> => {
    const key = LEASE_PREFIX + name;
    await acquire(key);
    let stopRenewing = () => {};
    const renew = () => {
      write(key);
      stopRenewing = clock.after(RENEW_MS, renew);
    };
    renew();
    try {
      return await task();
    } finally {
      stopRenewing();
      if (holder(key) === owner) disk.remove(key);
    }
  };

  return {
    exclusive<T>(name: string, task: () => Promise<T>) {
      const turn = (turns.get(name) ?? Promise.resolve()).then(() => run(name, task));
      turns.set(
        name,
        turn.catch(() => {}),
      );
      return turn;
    },
  };
}
