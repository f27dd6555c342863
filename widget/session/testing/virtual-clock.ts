/** Time that stands still until a test lets it pass. */
import type { Clock } from '../clock.ts';

export interface VirtualClock extends Clock {
  /** Lets `ms` milliseconds pass: each timer rings at its time, and what it sets off is done before the next. */
  advance(ms: number): Promise<void>;
  /** Lets everything happen that needs no time. */
  settle(): Promise<void>;
  /** Timers that have not rung. */
  readonly waiting: number;
}

/** `start` is the first `now()`; the default is a day in November 2026. */
export function virtualClock(start = Date.UTC(2026, 10, 20, 9)): VirtualClock {
  let now = start;
  let count = 0;
  const timers = new Map<number, { at: number; call: () => void }>();
  const next = (until: number) => {
    let first: { id: number; at: number } | null = null;
    // Timers of the same moment ring in the order in which they were set; a Map keeps that order.
    for (const [id, { at }] of timers) if (at <= until && (!first || at < first.at)) first = { id, at };
    return first;
  };
  return {
    now: () => now,
    after(ms, call) {
      count += 1;
      const id = count;
      timers.set(id, { at: now + Math.max(0, ms), call });
      return () => timers.delete(id);
    },
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (let first = next(until); first; first = next(until)) {
        const timer = timers.get(first.id);
        timers.delete(first.id);
        now = Math.max(now, first.at);
        timer?.call();
        await settle();
      }
      now = until;
    },
    settle,
    get waiting() {
      return timers.size;
    },
  };
}

/** One turn of the event loop: every promise that can go on has gone on. */
async function settle(): Promise<void> {
  await new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
