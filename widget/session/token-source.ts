/**
 * Where tokens come from: the site is asked by its `tokenProvider`, one question at a time, again after a pause when that
 * fails. Knows neither the connection nor what a token says.
 */
import type { Clock } from './clock.ts';

export interface TokenSourceDeps {
  clock: Clock;
  /** 0 up to 1. */
  random: () => number;
  /** The site's own, as it is now; null: the site gives no other token than the one that it gave. */
  provider: () => (() => Promise<string>) | null;
  /** Told once for all failures in a row; English, for the page's developer. */
  failed: (message: string) => void;
}

/** A site that doesn't answer by then won't. */
const PATIENCE_MS = 15_000;
/** Pauses after failures: the first, and the longest. A site that is started anew is back within a minute. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

export class TokenSource {
  readonly #deps: TokenSourceDeps;
  #life: 'open' | 'over' = 'open';
  #running: Promise<string | null> | null = null;
  #wake = () => {};
  /** Whether the present failure was. */
  #isTold = false;

  constructor(deps: TokenSourceDeps) {
    this.#deps = deps;
  }

  get canAsk(): boolean {
    return this.#deps.provider() !== null;
  }

  /**
   * Asks until an answer comes. Null when nobody can be asked any more.
   * @param refused a token that is no help
   * @param before how many tries in a row came to nothing already: with any there is a pause first
   * @param tries after which it is given up, those included
   */
  ask(refused: string, before = 0, tries = Number.POSITIVE_INFINITY): Promise<string | null> {
    this.#running ??= this.#insist(refused, before, tries).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  dispose(): void {
    this.#life = 'over';
    this.#wake();
  }

  async #insist(refused: string, before: number, tries: number): Promise<string | null> {
    for (let failures = before; failures < tries; failures += 1) {
      if (failures > 0) await this.#pause(failures - 1);
      const answer = await this.#once(refused);
      if (this.#life === 'over' || answer === null) return null;
      if ('token' in answer) {
        this.#isTold = false;
        return answer.token;
      }
      if (!this.#isTold) this.#deps.failed(answer.problem);
      this.#isTold = true;
    }
    return null;
  }

  async #once(refused: string): Promise<{ token: string } | { problem: string } | null> {
    const provider = this.#deps.provider();
    if (provider === null || this.#life === 'over') return null;
    let cancel = () => {};
    const late = new Promise<{ problem: string }>((resolve) => {
      cancel = this.#deps.clock.after(PATIENCE_MS, () => resolve({ problem: 'tokenProvider did not answer in time.' }));
    });
    const asked = (async () => {
      try {
        const token: unknown = await provider();
        if (typeof token !== 'string') return { problem: 'tokenProvider gave no text.' };
        if (token === refused && token !== '')
          return { problem: 'tokenProvider gave the token that is no good any more.' };
        return { token };
      } catch (error) {
        return { problem: `tokenProvider failed: ${String(error)}` };
      }
    })();
    const answer = await Promise.race([asked, late]);
    cancel();
    return answer;
  }

  #pause(failures: number): Promise<void> {
    const most = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
    return new Promise((resolve) => {
      // Half of it is jitter, so that all pages of a site don't ask at the same moment.
      const cancel = this.#deps.clock.after(most * (0.5 + this.#deps.random() / 2), resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }
}
