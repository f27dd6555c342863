/**
 * A customer for whom the site vouches: each line carries the site's token, and has another before that one expires. The
 * token itself is never stored. Who else was in this browser is known here only as a secret that is offered once.
 */
import type { Time } from '../../signaling/protocol/events.ts';
import type { Hello } from '../../signaling/protocol/realtime.ts';
import type { Area } from './carry-over.ts';
import type { LineIdentity, SessionSide } from './identity.ts';
import { SECRET_KEY } from './known-visitor.ts';
import type { TokenSource } from './token-source.ts';
import type { Reply } from './transport.ts';

/** What is to be known of a customer who is signed in. */
export interface SignedIn {
  /** The site's token, as it is now. */
  token: () => string;
  source: TokenSource;
  /** The site gave another one; it may be somebody else's. */
  got: (token: string) => void;
  /** The visitor that this browser was until now. */
  visitor: {
    secret: () => string | null;
    /** What they had open is the customer's: what they have not sent goes along. `secret`: the one that was offered. */
    adopted: (customer: Area, secret: string | null) => Promise<void>;
  };
  /** The service has taken the token: until then it proves nothing of who is here. */
  accepted: () => void;
  /** It has not, and the site is asked for another one. Told once for all in a row; `message`: why, in the service's words. */
  refused: (message?: string) => void;
  /** Another tab has logged the customer out. */
  signedOut: () => void;
}

type TokenIdentityDeps = SignedIn & SessionSide;

/** Time for the site to sign another token; of a token that is good for less than two of these, half. In milliseconds. */
const AHEAD_MS = 60_000;

/** A site that keeps its token to the end has another one by then. */
const JUST_AFTER_MS = 100;

export class TokenIdentity implements LineIdentity {
  readonly #deps: TokenIdentityDeps;
  readonly #leaveDisk: () => void;
  /** Whom the present line speaks for. */
  #lineToken = '';
  #visitor: { kind: 'not offered' | 'done' } | { kind: 'offered'; secret: string | null } = { kind: 'not offered' };
  #cancelRenewal = () => {};
  /** When the present token ends, by this browser's clock. */
  #until: Time = 0;
  #life: 'open' | 'over' = 'open';
  #asking = false;
  /** In a row. A site whose every token is refused is asked more and more seldom, and so is the service. */
  #refusals = 0;
  /** Whether the page knows of the present row. */
  #isTold = false;
  /** The latest token that the service has taken. */
  #taken = '';

  constructor(deps: TokenIdentityDeps) {
    this.#deps = deps;
    this.#leaveDisk = deps.disk.subscribe((key) => {
      if (key === SECRET_KEY && deps.disk.get(key) === null) deps.signedOut();
    });
  }

  /** What they said on another device may be waiting. */
  get isSomebody(): boolean {
    return true;
  }

  forLine(): { token: string; secret?: string } {
    this.#lineToken = this.#deps.token();
    // Only with the sign-in: whoever talks without it in another tab later is left alone.
    const secret = this.#visitor.kind === 'done' ? null : this.#deps.visitor.secret();
    if (this.#visitor.kind !== 'done') this.#visitor = { kind: 'offered', secret };
    return { token: this.#lineToken, ...(secret === null ? {} : { secret }) };
  }

  async ensure(): Promise<Reply> {
    return { ok: true };
  }

  refused(message?: string): 'retry' | 'wait' | 'stop' {
    if (this.#deps.token() !== this.#lineToken) return 'retry';
    if (!this.#deps.source.canAsk) return 'stop';
    // One that it had taken has had its time.
    const isNews = this.#lineToken !== this.#taken;
    if (isNews && !this.#isTold) this.#deps.refused(message);
    this.#isTold ||= isNews;
    if (!this.#asking || this.#refusals === 0) this.#refusals += 1;
    this.#ask();
    return 'wait';
  }

  welcome({ expiresIn, adopted }: Hello): void {
    this.#isTaken();
    this.#deps.disk.set(SECRET_KEY, '');
    this.#deps.accepted();
    if (this.#visitor.kind === 'offered' && adopted) {
      const { broughtAlong } = this.#deps;
      void this.#deps.visitor.adopted(this.#deps, this.#visitor.secret).then(broughtAlong, broughtAlong);
    }
    this.#visitor = { kind: 'done' };
    if (expiresIn !== null) this.#schedule(expiresIn);
  }

  /** There is another token for the same customer. */
  async renew(isOnline: boolean): Promise<void> {
    const token = this.#deps.token();
    if (token === this.#lineToken) return;
    if (!isOnline) return this.#deps.reconnect();
    const reply = await this.#deps.renew(token);
    if (!reply.ok) return reply.reason === 'lost' ? undefined : this.#deps.reconnect();
    this.#lineToken = token;
    this.#isTaken();
    this.#schedule(reply.expiresIn);
  }

  dispose(): void {
    this.#life = 'over';
    this.#cancelRenewal();
    this.#leaveDisk();
  }

  #isTaken(): void {
    this.#taken = this.#lineToken;
    this.#refusals = 0;
    this.#isTold = false;
  }

  /** By the service's clock, since this one may be wrong. */
  #schedule(expiresIn: number): void {
    this.#until = this.#deps.clock.now() + expiresIn;
    this.#askIn(Math.max(expiresIn - AHEAD_MS, expiresIn / 2));
  }

  #askIn(ms: number): void {
    if (this.#life === 'over') return;
    this.#cancelRenewal();
    this.#cancelRenewal = this.#deps.clock.after(ms, () => this.#ask());
  }

  /** Before the present token is refused, the same one again is no failure: that it expires is when there is another. */
  #ask(): void {
    if (this.#asking || !this.#deps.source.canAsk) return;
    this.#asking = true;
    const noHelp = this.#refusals > 0 ? this.#lineToken : '';
    void this.#deps.source.ask(noHelp, Math.max(0, this.#refusals - 1)).then((token) => {
      this.#asking = false;
      if (token === null) return;
      if (token !== this.#lineToken) return this.#deps.got(token);
      // It was refused while the site was asked.
      if (this.#refusals > 0) return this.#ask();
      const left = this.#until - this.#deps.clock.now();
      if (left > 0) this.#askIn(left + JUST_AFTER_MS);
    });
  }
}
