/**
 * Something of a conversation whose code is fetched when it is near, and what a shell shows until it is there. Draws nothing.
 */
import { Value } from './session/value.ts';

export type LazyState<T> =
  /** Nobody wants it yet. */
  | { kind: 'away' }
  /** Somebody does, and it is on its way. */
  | { kind: 'loading' }
  | { kind: 'failed' }
  | { kind: 'here'; part: T };

export interface Disposable {
  dispose(): void;
}

export abstract class LazyPart<T extends Disposable> extends Value<LazyState<T>> {
  #opening: Promise<T | null> | null = null;
  #life: 'running' | 'over' = 'running';

  constructor() {
    super({ kind: 'away' });
  }

  /** Fetches the chunk and opens what is in it. @param failed a part of it could not be fetched later */
  protected abstract fetch(failed: () => void): Promise<T>;

  get here(): T | null {
    const state = this.getState();
    return state.kind === 'here' ? state.part : null;
  }

  /** The person reaches for the button: it is there when they press it. */
  near(): void {
    void this.open();
  }

  dispose(): void {
    this.#life = 'over';
    this.here?.dispose();
  }

  /** Null when it can't be had. The next look or click tries again. */
  protected open(): Promise<T | null> {
    this.#opening ??= this.#load();
    return this.#opening;
  }

  /** What is there has changed beyond its own stores: whoever draws it draws anew. */
  protected changed(part: T): void {
    if (this.here === part) this.set({ kind: 'here', part });
  }

  async #load(): Promise<T | null> {
    this.set({ kind: 'loading' });
    try {
      const part = await this.fetch(() => this.#fail());
      if (this.#life === 'over') {
        part.dispose();
        return null;
      }
      this.set({ kind: 'here', part });
      return part;
    } catch {
      this.#fail();
      return null;
    }
  }

  #fail(): void {
    if (this.#life === 'over') return;
    this.here?.dispose();
    this.#opening = null;
    this.set({ kind: 'failed' });
  }
}
