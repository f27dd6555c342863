/** Gives a blob an address that a page may show, and takes it back: an address that is forgotten keeps its blob for ever. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class ObjectUrl implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #blob: Blob | null = null;
  #url: string | null = null;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** The address of this blob, in place of the one before. The same again changes nothing. */
  of(blob: Blob | null): string | null {
    if (blob !== this.#blob) {
      this.#revoke();
      this.#blob = blob;
    }
    if (this.#blob !== null) this.#url ??= URL.createObjectURL(this.#blob);
    return this.#url;
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#revoke();
  }

  #revoke(): void {
    if (this.#url !== null) URL.revokeObjectURL(this.#url);
    this.#url = null;
  }
}
