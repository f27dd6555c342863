/** A store that holds one immutable value. Knows nothing of what the value means. */
import type { Store } from './types.ts';

export class Value<S> implements Store<S> {
  #state: S;
  readonly #listeners = new Set<() => void>();

  constructor(initial: S) {
    this.#state = initial;
  }

  getState(): S {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    // A wrapper of its own, so that the same function may be subscribed twice.
    const call = () => listener();
    this.#listeners.add(call);
    return () => this.#listeners.delete(call);
  }

  set(next: S): void {
    if (Object.is(next, this.#state)) return;
    this.#state = next;
    for (const call of [...this.#listeners]) call();
  }

  update(change: Partial<S>): void {
    this.set({ ...this.#state, ...change });
  }
}
