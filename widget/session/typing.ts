/** Who is writing: what is told of this side, and how long the other side's word is believed. May be lost without harm. */
import type { Clock } from './clock.ts';

/** How often "is writing" is repeated while somebody writes. */
const REPEAT_MS = 3_000;
/** Silence after which somebody has stopped writing. */
const STOPPED_MS = 5_000;
/** How long the other side's "is writing" holds without being repeated: two repeats and a slow network. */
const BELIEVED_MS = 7_000;

/** This side's writing, told seldom enough. */
export class OwnTyping {
  readonly #clock: Clock;
  readonly #tell: (on: boolean) => void;
  #state: { kind: 'quiet' } | { kind: 'writing'; toldAt: number; cancelStop: () => void } = { kind: 'quiet' };

  constructor(clock: Clock, tell: (on: boolean) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  wrote(): void {
    const now = this.#clock.now();
    let toldAt = now;
    if (this.#state.kind === 'writing') {
      this.#state.cancelStop();
      toldAt = this.#state.toldAt;
    }
    if (this.#state.kind === 'quiet' || now - toldAt >= REPEAT_MS) {
      toldAt = now;
      this.#tell(true);
    }
    this.#state = { kind: 'writing', toldAt, cancelStop: this.#clock.after(STOPPED_MS, () => this.stopped()) };
  }

  stopped(): void {
    if (this.#state.kind === 'quiet') return;
    this.#state.cancelStop();
    this.#state = { kind: 'quiet' };
    this.#tell(false);
  }

  dispose(): void {
    if (this.#state.kind === 'writing') this.#state.cancelStop();
  }
}

/** The other side's writing, which ends by itself when nothing more is heard. */
export class OtherTyping {
  readonly #clock: Clock;
  readonly #changed: () => void;
  #who: { name: string | null } | null = null;
  #cancel = () => {};

  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  get who(): { name: string | null } | null {
    return this.#who;
  }

  heard(on: boolean, name: string | null): void {
    this.#cancel();
    if (on) this.#cancel = this.#clock.after(BELIEVED_MS, () => this.heard(false, null));
    if (!on && !this.#who) return;
    if (on && this.#who?.name === name && this.#who) return;
    this.#who = on ? { name } : null;
    this.#changed();
  }

  dispose(): void {
    this.#cancel();
  }
}
