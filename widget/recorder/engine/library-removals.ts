/** Recordings that were removed and can still be had back. Only this tab knows: if it dies before, they are still there. */
import type { Clock } from '../../session/clock.ts';

/** How long a removed recording can be had back, in milliseconds: time to read the line and to click. */
const UNDO_MS = 8_000;

export class Removals {
  readonly #clock: Clock;
  readonly #really: (id: string) => Promise<void>;
  /** Calling stops its timer. */
  readonly #waiting = new Map<string, () => void>();

  /** @param really removes it for good */
  constructor(clock: Clock, really: (id: string) => Promise<void>) {
    this.#clock = clock;
    this.#really = really;
  }

  has(id: string): boolean {
    return this.#waiting.has(id);
  }

  add(id: string): void {
    this.#waiting.set(
      id,
      this.#clock.after(UNDO_MS, () => void this.#remove(id)),
    );
  }

  /** False when it is too late, or it never was removed. */
  take(id: string): boolean {
    this.#waiting.get(id)?.();
    return this.#waiting.delete(id);
  }

  settle(): void {
    for (const id of [...this.#waiting.keys()]) void this.#remove(id);
  }

  /** Hidden until it is gone. */
  async #remove(id: string): Promise<void> {
    this.#waiting.get(id)?.();
    await this.#really(id);
    this.#waiting.delete(id);
  }
}
