/**
 * An element whose code is fetched when it is first drawn, and what stands in its place until then. Like a definition of an
 * element it is one for the whole page.
 */
import { nothing, type ReactiveControllerHost } from 'lit';

/** What is drawn while the code isn't there. */
export interface Meanwhile {
  loading?: unknown;
  /** @param retry fetches once more */
  failed?: (retry: () => void) => unknown;
}

/** At least so long after one that failed there is no other try by itself, so that drawing doesn't spin. */
const PAUSE_MS = 1_000;

export class LazyElement {
  readonly #tag: string;
  readonly #load: () => Promise<unknown>;
  readonly #waiting = new Set<ReactiveControllerHost>();
  #fetch: { kind: 'none' } | { kind: 'failed'; at: number } | { kind: 'runs'; done: Promise<void> } = { kind: 'none' };

  /** @param load imports the module that defines it */
  constructor(tag: string, load: () => Promise<unknown>) {
    this.#tag = tag;
    this.#load = load;
  }

  /** Fetches it, if that hasn't been done, or has failed. @returns whether it is there */
  async near(): Promise<boolean> {
    if (customElements.get(this.#tag)) return true;
    if (this.#fetch.kind !== 'runs') this.#fetch = { kind: 'runs', done: this.#run() };
    await this.#fetch.done;
    return customElements.get(this.#tag) !== undefined;
  }

  /**
   * @param host is drawn again when the code has come
   * @param here draws the element
   */
  draw(host: ReactiveControllerHost, here: () => unknown, { loading = nothing, failed }: Meanwhile = {}): unknown {
    if (customElements.get(this.#tag)) return here();
    // What is drawn anew has news: perhaps the network is back.
    if (this.#fetch.kind === 'failed' && performance.now() - this.#fetch.at < PAUSE_MS)
      return failed?.(() => this.#again(host)) ?? nothing;
    const hasFailed = this.#fetch.kind === 'failed';
    this.#again(host);
    return hasFailed ? (failed?.(() => {}) ?? nothing) : loading;
  }

  #again(host: ReactiveControllerHost): void {
    this.#waiting.add(host);
    void this.near();
  }

  async #run(): Promise<void> {
    this.#fetch = await this.#load().then(
      () => ({ kind: 'none' }) as const,
      () => ({ kind: 'failed', at: performance.now() }) as const,
    );
    for (const host of this.#waiting) host.requestUpdate();
    this.#waiting.clear();
  }
}
