/**
 * The time of a recording: it starts at 0 and stands still while paused. Knows no clock: whoever asks brings the time,
 * in milliseconds of one clock that never goes back.
 */
export class Timeline {
  /** What of the clock isn't recorded: what was before the start, and all pauses. */
  #left: number;
  #pausedAt: number | null = null;

  constructor(now: number) {
    this.#left = now;
  }

  get isPaused(): boolean {
    return this.#pausedAt !== null;
  }

  /** Milliseconds of recording at that time of the clock. */
  at(now: number): number {
    return (this.#pausedAt ?? now) - this.#left;
  }

  pause(now: number): void {
    this.#pausedAt ??= now;
  }

  resume(now: number): void {
    if (this.#pausedAt === null) return;
    this.#left += now - this.#pausedAt;
    this.#pausedAt = null;
  }

  /** As if it had been paused for so long until now. */
  skip(ms: number): void {
    if (this.#pausedAt === null) this.#left += ms;
  }
}
