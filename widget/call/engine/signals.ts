/**
 * Signals of one epoch that arrive in order, each once, although lines break: what isn't known to have come is sent
 * again. Knows neither what a signal says nor the line.
 */
import type { Clock } from '../../session/clock.ts';

/** How long until a signal that the service didn't pass on is tried again, in milliseconds. A broken line comes back in about as long. */
const AGAIN_MS = 1_000;
/** Signals that may wait for one that is missing: several restarts' worth. More means that something is wrong for good. */
export const GAP_MAX = 200;

interface Kept<S> {
  seq: number;
  signal: S;
  state: 'waiting' | 'under_way' | 'passed';
}

export class Outbox<S> {
  readonly #send: (seq: number, signal: S) => Promise<{ ok: boolean }>;
  readonly #clock: Clock;
  #kept: Kept<S>[] = [];
  #count = 0;
  #phase: 'flowing' | 'held' | 'over' = 'flowing';
  #cancel: (() => void) | null = null;

  constructor(clock: Clock, send: (seq: number, signal: S) => Promise<{ ok: boolean }>) {
    this.#clock = clock;
    this.#send = send;
  }

  /** Something hasn't been passed on yet, and more would only queue behind it. */
  get isBlocked(): boolean {
    return this.#kept.some(({ state }) => state !== 'passed');
  }

  add(signal: S): void {
    this.#count += 1;
    this.#kept.push({ seq: this.#count, signal, state: 'waiting' });
    this.#flush();
  }

  /** The other side says how far it has come. */
  got(seq: number): void {
    this.#kept = this.#kept.filter((kept) => kept.seq > seq);
  }

  /** The other side's line is gone: nothing is sent into the void. */
  hold(): void {
    if (this.#phase === 'flowing') this.#phase = 'held';
  }

  /** A line is new: whatever was on its way may be lost. */
  resend(): void {
    if (this.#phase === 'over') return;
    this.#phase = 'flowing';
    for (const kept of this.#kept) kept.state = 'waiting';
    this.#flush();
  }

  dispose(): void {
    this.#phase = 'over';
    this.#kept = [];
    this.#cancel?.();
  }

  #flush(): void {
    if (this.#phase !== 'flowing') return;
    for (const kept of this.#kept) if (kept.state === 'waiting') void this.#pass(kept);
  }

  async #pass(kept: Kept<S>): Promise<void> {
    kept.state = 'under_way';
    const { ok } = await this.#send(kept.seq, kept.signal);
    // It may have been sent a second time meanwhile: then that one's answer counts as well.
    kept.state = ok ? 'passed' : 'waiting';
    if (ok || this.#phase === 'over') return;
    this.#cancel ??= this.#clock.after(AGAIN_MS, () => {
      this.#cancel = null;
      this.#flush();
    });
  }
}

export class Inbox<S> {
  /** Everything up to here has come. */
  seq = 0;
  readonly #early = new Map<number, S>();

  /** What can be handled now, in order. Doubles are passed over, what is too early waits. */
  take(seq: number, signal: S): S[] {
    if (seq <= this.seq || seq > this.seq + GAP_MAX) return [];
    this.#early.set(seq, signal);
    const ready: S[] = [];
    for (;;) {
      const next = this.#early.get(this.seq + 1);
      if (next === undefined) return ready;
      this.seq += 1;
      this.#early.delete(this.seq);
      ready.push(next);
    }
  }
}
