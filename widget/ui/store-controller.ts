/** Draws its host again when a store has changed. Knows nothing of what the store holds. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Store } from '../session/types.ts';

/** Listens only while its host is in the page. */
export class StoreController<T extends Store<unknown>> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #onChange: () => void;
  #store: T | undefined;
  #unsubscribe: (() => void) | undefined;
  #connected = false;

  /** @param onChange called for every change, before the host draws */
  constructor(host: ReactiveControllerHost, onChange: () => void = () => {}) {
    this.#host = host;
    this.#onChange = onChange;
    host.addController(this);
  }

  /** Follow this store from now on; the same one again changes nothing. */
  follow(store: T | undefined): void {
    if (store === this.#store) return;
    this.#leave();
    this.#store = store;
    if (this.#connected) this.#join();
  }

  hostConnected(): void {
    this.#connected = true;
    this.#join();
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#leave();
  }

  #join(): void {
    this.#unsubscribe ??= this.#store?.subscribe(() => {
      this.#onChange();
      this.#host.requestUpdate();
    });
    // What changed while nobody listened.
    this.#host.requestUpdate();
  }

  #leave(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }
}
