/**
 * Who the customer is to the service: a secret that the service hands out before the first message and that all tabs of
 * the browser share. Knows which secret the present line was opened with.
 */
import type { Disk } from './disk.ts';
import { SECRET_KEY } from './keys.ts';
import type { Locks } from './locks.ts';
import { LOST, type Reply } from './transport.ts';

export interface IdentityDeps {
  disk: Disk;
  locks: Locks;
  identify: () => Promise<Reply<{ customer: string; secret: string }>>;
  /** Opens a line with the secret that is on disk now. */
  reconnect: () => void;
  /** This browser's customer is another one than before, or nobody. */
  changed: () => void;
}

export class Identity {
  readonly #deps: IdentityDeps;
  readonly #leaveDisk: () => void;
  /** Whom the present line speaks for. */
  #lineSecret: string | null = null;

  constructor(deps: IdentityDeps) {
    this.#deps = deps;
    this.#lineSecret = this.secret;
    this.#leaveDisk = deps.disk.subscribe((key) => {
      if (key === SECRET_KEY) this.#otherTabWrote();
    });
  }

  get secret(): string | null {
    return this.#deps.disk.get(SECRET_KEY);
  }

  /** For the handshake of a new line. */
  forLine(): { secret?: string } {
    this.#lineSecret = this.secret;
    return this.#lineSecret === null ? {} : { secret: this.#lineSecret };
  }

  /** Makes sure that the line speaks for this browser's customer. `lost`: not this line, but the next one will. */
  async ensure(): Promise<Reply> {
    if (this.secret !== null || this.#lineSecret !== null) return this.#lineFits();
    return this.#deps.locks.exclusive('identity', async () => {
      // Another tab may have been quicker while this one waited.
      if (this.secret !== null) return this.#lineFits();
      const reply = await this.#deps.identify();
      if (!reply.ok) return reply.reason === 'conflict' ? this.#nextLine() : reply;
      this.#deps.disk.set(SECRET_KEY, reply.secret);
      this.#lineSecret = reply.secret;
      return { ok: true };
    });
  }

  /** The service doesn't know the line's secret any more. True when there was one to forget. */
  forget(): boolean {
    const refused = this.#lineSecret;
    this.#lineSecret = null;
    if (refused === null) return false;
    // Another tab may have a new one already.
    if (this.secret === refused) this.#deps.disk.remove(SECRET_KEY);
    return true;
  }

  dispose(): void {
    this.#leaveDisk();
  }

  #lineFits(): Reply {
    return this.secret === this.#lineSecret ? { ok: true } : this.#nextLine();
  }

  #nextLine(): Reply {
    this.#deps.reconnect();
    return LOST;
  }

  #otherTabWrote(): void {
    const before = this.#lineSecret;
    if (this.secret === before) return;
    if (before !== null) this.#deps.changed();
    this.#deps.reconnect();
  }
}
