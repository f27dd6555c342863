/**
 * Who the customer is to the service. A visitor's identity is a secret that the service hands out before the first message
 * and that all tabs of the browser share. Knows which secret the present line was opened with.
 */
import type { Hello } from '../../signaling/protocol/realtime.ts';
import type { Clock } from './clock.ts';
import type { Disk } from './disk.ts';
import type { FileDisk } from './file-disk.ts';
import { SECRET_KEY } from './known-visitor.ts';
import type { Locks } from './locks.ts';
import { LOST, type Reply } from './transport.ts';

/** What an identity has of its session. */
export interface SessionSide {
  disk: Disk;
  files: FileDisk;
  clock: Clock;
  renew: (token: string) => Promise<Reply<{ expiresIn: number }>>;
  /** Opens a line anew, also after a refusal. */
  reconnect: () => void;
  /** More lies on the disk than the session has read. */
  broughtAlong: () => void;
}

/** By what a session's lines say who they speak for. */
export interface LineIdentity {
  /** Whether there may be a conversation already. */
  readonly isSomebody: boolean;
  /** For the handshake of a new line. */
  forLine(): { secret?: string; token?: string };
  /** Makes sure that the line speaks for this browser's customer. `lost`: not this line, but the next one will. */
  ensure(): Promise<Reply>;
  /** The service doesn't know whom the line speaks for (any more): what now. `message`: why, in its words. */
  refused(message?: string): 'retry' | 'wait' | 'stop';
  /** The line stands. */
  welcome(hello: Hello): void;
  /** The site has signed another token. */
  renew(isOnline: boolean): Promise<void>;
  dispose(): void;
}

export interface IdentityDeps {
  disk: Disk;
  locks: Locks;
  identify: () => Promise<Reply<{ customer: string; secret: string }>>;
  /** Opens a line with the secret that is on disk now. */
  reconnect: () => void;
  /** This browser's customer is another one than before, or nobody. */
  changed: () => void;
}

export class VisitorIdentity implements LineIdentity {
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

  get isSomebody(): boolean {
    return this.secret !== null;
  }

  get secret(): string | null {
    return this.#deps.disk.get(SECRET_KEY);
  }

  forLine(): { secret?: string } {
    this.#lineSecret = this.secret;
    return this.#lineSecret === null ? {} : { secret: this.#lineSecret };
  }

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

  /** The service's store was wiped or the customer erased: this browser begins anew, with its unsent words. */
  refused(): 'retry' | 'stop' {
    const refused = this.#lineSecret;
    this.#lineSecret = null;
    if (refused === null) return 'stop';
    // Another tab may have a new one already.
    if (this.secret === refused) this.#deps.disk.remove(SECRET_KEY);
    this.#deps.changed();
    return 'retry';
  }

  welcome(): void {}

  async renew(): Promise<void> {}

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
