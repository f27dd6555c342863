/** What passes by itself, and the pauses between tries of it, longer each time. */
import type { Reason } from '../../signaling/protocol/reasons.ts';
import type { Clock } from './clock.ts';
import { pauseBefore } from './connection-state.ts';

/** How often a pause looks whether waiting still makes sense, in milliseconds. */
const LOOK_MS = 250;

/** No answer, or a refusal that passes by itself: the same may be welcome after a pause. */
export const isPassing = (reason: Reason | 'lost'): reason is 'lost' | 'too_many' | 'unavailable' =>
  reason === 'lost' || reason === 'too_many' || reason === 'unavailable';

export class Retry {
  readonly #clock: Clock;
  readonly #random: () => number;
  #attempt = 0;
  #cancel = () => {};

  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  succeeded(): void {
    this.#attempt = 0;
  }

  /** Resolves after the pause, or soon after `worthwhile` says no. */
  pause(worthwhile: () => boolean): Promise<void> {
    const until = this.#clock.now() + pauseBefore(this.#attempt, this.#random);
    this.#attempt += 1;
    return new Promise((resolve) => {
      const look = () => {
        const left = until - this.#clock.now();
        if (left <= 0 || !worthwhile()) return resolve();
        const stop = this.#clock.after(Math.min(left, LOOK_MS), look);
        this.#cancel = () => {
          stop();
          resolve();
        };
      };
      look();
    });
  }

  /** Ends a pause that runs. */
  cancel(): void {
    this.#attempt = 0;
    this.#cancel();
    this.#cancel = () => {};
  }
}
