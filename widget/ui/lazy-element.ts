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

export class LazyElement {
  readonly #tag: string;
  readonly #load: () => Promise<unknown>;
  readonly #waiting = new Set<ReactiveControllerHost>();
  #fetch: { kind: 'none' | 'failed' } | { kind: 'runs'; done: Promise<void> } = { kind: 'none' };

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
    if (this.#fetch.kind === 'failed') return failed?.(() => this.#again(host)) ?? nothing;
    this.#again(host);
    return loading;
  }

  #again(host: ReactiveControllerHost): void {
    this.#waiting.add(host);
    void this.near();
  }

  async #run(): Promise<void> {
    const kind = await this.#load().then(
      () => 'none' as const,
      () => 'failed' as const,
    );
    this.#fetch = { kind };
    for (const host of this.#waiting) host.requestUpdate();
    // Those who wait for it get it by themselves when the network is back.
    if (kind === 'failed') addEventListener('online', () => void this.near(), { once: true });
    else this.#waiting.clear();
  }
}
