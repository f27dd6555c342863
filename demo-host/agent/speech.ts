/** What the console says now, in the language that was wanted last; the one before until that has come. */
import type { Time } from '../../signaling/protocol/events.ts';
import { Value } from '../../widget/session/value.ts';
import { type ConsoleSay, loadConsoleSay } from './console-say.ts';

export type SpeechState =
  /** No language has come yet. */
  | { kind: 'mute' }
  /** And none will before the page is loaded anew. */
  | { kind: 'failed' }
  | { kind: 'speaks'; say: ConsoleSay };

export class Speech extends Value<SpeechState> {
  readonly #now: () => Time;
  #wanted = '';
  /** Resolves when what was wanted last has come, or can't be had. */
  settled: Promise<void> = Promise.resolve();

  constructor(now: () => Time) {
    super({ kind: 'mute' });
    this.#now = now;
  }

  /** @param locale BCP 47; asking for the same again does nothing */
  want(locale: string): void {
    if (locale === this.#wanted) return;
    this.#wanted = locale;
    this.settled = this.#load(locale);
  }

  async #load(locale: string): Promise<void> {
    try {
      const say = await loadConsoleSay(locale, { now: this.#now });
      if (locale === this.#wanted) this.set({ kind: 'speaks', say });
    } catch {
      // Words in another language are better than none.
      if (locale === this.#wanted && this.getState().kind === 'mute') this.set({ kind: 'failed' });
    }
  }
}
