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

/** Who draws it: an element. */
type Host = ReactiveControllerHost & { readonly isConnected: boolean };

/** What can't be fetched is tried again by itself after this time, as long as somebody draws it. */
const RETRY_MS = 2_000;

/** Once: it asks for the next try by drawing. */
function drawOnReturn(host: Host): void {
  const back = {
    hostConnected() {
      host.removeController(back);
      host.requestUpdate();
    },
  };
  host.addController(back);
}

export class LazyElement {
  readonly #tag: string;
  readonly #load: () => Promise<unknown>;
  readonly #after: (ms: number, act: () => void) => void;
  readonly #hosts = new Set<Host>();
  /** `waits`: it has failed, and somebody who draws it waits for the next try. */
  #fetch: { kind: 'none' | 'failed' | 'waits' } | { kind: 'runs'; done: Promise<void> } = { kind: 'none' };

  /**
   * @param load imports the module that defines it
   * @param after acts after so many milliseconds
   */
  constructor(
    tag: string,
    load: () => Promise<unknown>,
    after: (ms: number, act: () => void) => void = (ms, act) => void setTimeout(act, ms),
  ) {
    this.#tag = tag;
    this.#load = load;
    this.#after = after;
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
  draw(host: Host, here: () => unknown, { loading = nothing, failed }: Meanwhile = {}): unknown {
    if (customElements.get(this.#tag)) return here();
    this.#hosts.add(host);
    // Perhaps before anybody drew it: so it is the drawing that asks for the next try.
    if (this.#fetch.kind === 'failed') this.#tryLater();
    if (this.#fetch.kind === 'waits') return failed?.(() => void this.near()) ?? nothing;
    void this.near();
    return loading;
  }

  #tryLater(): void {
    this.#fetch = { kind: 'waits' };
    this.#after(RETRY_MS, () => {
      if (this.#fetch.kind !== 'waits') return;
      this.#fetch = { kind: 'failed' };
      const hosts = [...this.#hosts];
      if (hosts.some(({ isConnected }) => isConnected)) {
        void this.near();
        return;
      }
      // Only they know whether they ever come back.
      this.#hosts.clear();
      for (const host of hosts) drawOnReturn(host);
    });
  }

  async #run(): Promise<void> {
    const kind = await this.#load().then(
      () => 'none' as const,
      () => 'failed' as const,
    );
    this.#fetch = { kind };
    const hosts = [...this.#hosts];
    this.#hosts.clear();
    for (const host of hosts) host.requestUpdate();
  }
}
