/** Time as sessions see it, so that tests can drive it. */
import type { Time } from '../../signaling/protocol/events.ts';

export interface Clock {
  now(): Time;
  /** Calls once, after `ms` milliseconds at the earliest. Returns what takes the call back. */
  after(ms: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};
