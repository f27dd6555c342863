/**
 * A customer's connection: who it is comes from the secret or the token of the handshake (or from `identify` on this very
 * connection), never from a payload. One that a token opened lives no longer than its tokens. What it may ask stands in
 * `customer-requests.ts`, once for all of them.
 */
import { CUSTOMER_REQUESTS } from '../identity/access.ts';
import type { ConversationState } from '../protocol/conversation.ts';
import type { Side, Time } from '../protocol/events.ts';
import type { CustomerPushes } from '../protocol/realtime.ts';
import type { Result } from '../protocol/reasons.ts';
import type * as schemas from '../protocol/schemas.ts';
import type { CustomerRecord } from '../store/store.ts';
import { type Caller, InCalls } from './call-requests.ts';
import { CUSTOMER_HANDLERS } from './customer-requests.ts';
import type { Desk } from './desk.ts';
import { customerRoom, handlerOf, type Line, type Seat } from './hub.ts';
import { refusal } from './request.ts';

/** What a connection has from the site's token. */
interface Vouched {
  until: Time;
  adopted: boolean;
}

/** Refused, or a seat. A secret that isn't known is refused, and so is a bad token: it never falls back to somebody else. */
export async function seatCustomer(
  desk: Desk,
  line: Line<CustomerPushes>,
  handshake: schemas.CustomerHandshake,
  device: string,
): Promise<Result<{ seat: Seat }>> {
  const about = handshake.about ?? {};
  if (handshake.token !== undefined) {
    const signedIn = await desk.verified.byToken(handshake.token);
    if (!signedIn.ok) return signedIn;
    const { customer, until } = signedIn;
    // A secret that counts for nothing any more is no harm: the token says who it is.
    const adopted = handshake.secret !== undefined && (await desk.verified.adopt(customer, handshake.secret));
    const known = (adopted && (await desk.store.customer(customer.id))) || customer;
    return { ok: true, seat: new CustomerSeat(desk, line, known, about, device, { until, adopted }) };
  }
  let customer: CustomerRecord | null = null;
  if (handshake.secret !== undefined) {
    customer = await desk.visitors.bySecret(handshake.secret);
    if (!customer) return refusal('not_signed_in');
  }
  return { ok: true, seat: new CustomerSeat(desk, line, customer, about, device) };
}

type Who = { kind: 'nobody' } | { kind: 'identifying' } | { kind: 'customer'; id: string } | { kind: 'gone' };

const NOBODY: Who = { kind: 'nobody' };
const IDENTIFYING: Who = { kind: 'identifying' };
const GONE: Who = { kind: 'gone' };
const nothingEnds = () => {};

export class CustomerSeat implements Seat, Caller {
  readonly desk: Desk;
  readonly line: Line<CustomerPushes>;
  /** The browser, as it names itself. */
  readonly device: string;
  readonly calls = new InCalls();
  /** What the page said last; a visitor is made of it with the first message. */
  about: schemas.About;
  readonly #vouched: Vouched | null;
  #who: Who;
  /** Conversations of which it saw more than their end; most connections have none. */
  #followed: Set<string> | null = null;
  /** As it was when it was let in, until it has begun. */
  #known: CustomerRecord | null;
  #cancelEnd = nothingEnds;

  /** `known`: who it is already; null for somebody who has not said a word yet. */
  constructor(
    desk: Desk,
    line: Line<CustomerPushes>,
    known: CustomerRecord | null,
    about: schemas.About,
    device: string,
    vouched: Vouched | null = null,
  ) {
    this.desk = desk;
    this.line = line;
    this.device = device;
    this.about = about;
    this.#known = known;
    this.#who = known ? { kind: 'customer', id: known.id } : NOBODY;
    this.#vouched = vouched;
  }

  get requests(): Seat['requests'] {
    return CUSTOMER_REQUESTS;
  }

  get side(): Side {
    return 'customer';
  }

  async ask(name: string, payload: unknown): Promise<object> {
    return (await handlerOf(CUSTOMER_HANDLERS, name)?.(this, payload)) ?? refusal('invalid');
  }

  identity(): string | null {
    return this.#who.kind === 'customer' ? this.#who.id : null;
  }

  person(): 'customer' | 'nobody' {
    return this.#who.kind === 'customer' ? 'customer' : 'nobody';
  }

  follows(): ReturnType<Seat['follows']> {
    return { conversations: this.#followed ?? [], customer: this.identity(), agent: null };
  }

  follow(conversation: string): void {
    this.#followed ??= new Set();
    this.#followed.add(conversation);
  }

  /** The conversation, if it is this customer's. */
  async own(id: string): Promise<ConversationState | null> {
    const me = this.identity();
    if (me === null) return null;
    const state = await this.desk.store.conversation(id);
    return state?.customer === me ? state : null;
  }

  /** Makes a visitor of whoever has said nothing yet; once, since a second identity on one line would make of one person two. */
  async identify(): Promise<Result<{ customer: string; secret: string }>> {
    if (this.#who.kind !== 'nobody') return refusal('conflict');
    this.#who = IDENTIFYING;
    const { customer, secret } = await this.desk.visitors.add(this.about, this.device).catch((error) => {
      if (!this.#isGone()) this.#who = NOBODY;
      throw error;
    });
    // Whoever has left meanwhile is not counted as present.
    if (this.#isGone()) return refusal('unavailable');
    this.#arrive(customer.id);
    this.desk.log.info({ customer: customer.id }, 'a visitor is new');
    return { ok: true, customer: customer.id, secret };
  }

  /** The line lives as long as this token of the same customer. */
  async renew(token: string): Promise<Result<{ expiresIn: number }>> {
    const me = this.identity();
    if (me === null || !this.#vouched) return refusal('conflict');
    const renewed = await this.desk.verified.renewed(me, token);
    if (!renewed) return refusal('conflict');
    return renewed.ok ? { ok: true, expiresIn: this.#endsAt(renewed.until) } : renewed;
  }

  async begin(): Promise<void> {
    const { presence, visitors, inbox, protocol, version } = this.desk;
    const known = this.#known;
    this.#known = null;
    this.line.push('hello', {
      protocol,
      version,
      agents: presence.anyAgent(),
      customer: known?.id ?? null,
      contact: {
        name: known?.verified?.name || known?.name || '',
        email: known?.verified?.email || known?.email || '',
      },
      expiresIn: this.#vouched && this.#endsAt(this.#vouched.until),
      adopted: this.#vouched?.adopted ?? false,
    });
    if (!known) return;
    const first = this.#arrive(known.id);
    const changed = await visitors.about(known.id, this.about, this.device);
    if (first || changed) await inbox.customerChanged(known.id);
  }

  async left(): Promise<void> {
    const { desk, line } = this;
    const who = this.identity();
    this.#who = GONE;
    this.#cancelEnd();
    await this.calls.left(desk, line.id);
    if (who !== null && desk.presence.customerLeft(who)) await desk.inbox.customerChanged(who);
  }

  // Asked anew each time, since the answer changes while something is awaited.
  #isGone(): boolean {
    return this.#who.kind === 'gone';
  }

  #arrive(id: string): boolean {
    this.#who = { kind: 'customer', id };
    this.line.join(customerRoom(id));
    return this.desk.presence.customerCame(id);
  }

  /** @returns how long the token is still good */
  #endsAt(until: Time): number {
    this.#cancelEnd();
    const left = until - this.desk.now();
    if (!this.#isGone()) this.#cancelEnd = this.desk.after(left, () => this.line.cut());
    return left;
  }
}
