/** The time, once a second, for everything that counts up. One timer for the whole page, only while somebody looks. */
import type { Time } from '../../signaling/protocol/events.ts';
import type { Store } from '../../widget/session/types.ts';

const SECOND_MS = 1000;

/** Calls regularly; returns what ends it. */
type Every = (ms: number, call: () => void) => () => void;

const everyInterval: Every = (ms, call) => {
  const timer = setInterval(call, ms);
  return () => clearInterval(timer);
};

export function createTicker(now: () => Time = Date.now, every: Every = everyInterval): Store<Time> {
  const listeners = new Set<() => void>();
  let stop: (() => void) | null = null;
  return {
    getState: now,
    subscribe(listener) {
      listeners.add(listener);
      stop ??= every(SECOND_MS, () => {
        for (const call of [...listeners]) call();
      });
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = null;
      };
    },
  };
}
