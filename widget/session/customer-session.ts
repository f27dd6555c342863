/**
 * A customer's whole session in one tab. Joins the line, the identity, the outbox and the conversations; what the tabs
 * of a browser share lies on the disk and at the service. Long because it is the one place that knows all of them; each
 * has a file of its own.
 */

import type { ConversationEvent } from '../../signaling/protocol/events.ts';
import { PROTOCOL } from '../../signaling/protocol/limits.ts';
import type { Appended, Presence } from '../../signaling/protocol/realtime.ts';
import type { Reason, Result } from '../../signaling/protocol/reasons.ts';
import type { About, Contact } from '../../signaling/protocol/schemas.ts';
import { AboutTold } from './about.ts';
import { Connection } from './connection.ts';
import { LiveConversation } from './conversation-store.ts';
import type { SessionDeps } from './deps.ts';
import { type LineIdentity, type SessionSide, VisitorIdentity } from './identity.ts';
import { CONTACT_ASKED_KEY, DISMISSED_KEY, MUTED_KEY } from './keys.ts';
import { type ConversationLink, linkOver } from './link.ts';
import { passOnCalls } from './live-call-line.ts';
import { Outbox, type OutboxItem, WITHDRAWN } from './outbox.ts';
import { type CustomerApi, LOST, type Reply } from './transport.ts';
import type { ConversationStore, CustomerSession, CustomerState } from './types.ts';
import { Uploads } from './uploads.ts';
import { Value } from './value.ts';

export interface CustomerSessionDeps extends SessionDeps<CustomerApi> {
  /** What the page says of itself now. */
  about: () => About;
  /** Who is there, asked without a line; null when the service doesn't say. */
  presence: () => Promise<Presence['agents'] | null>;
  /** Who the customer is, where the site vouches for them. Without it, the browser's visitor. */
  identity?: ((session: SessionSide) => LineIdentity) | undefined;
  /** A window that was handed one call: it speaks by this ticket, of this conversation and no other. */
  handed?: { ticket: string; conversation: string };
}

export function createCustomerSession(deps: CustomerSessionDeps): CustomerSession {
  return new LiveCustomerSession(deps);
}

/** A page that changes its address without being loaded writes its title a moment later. */
const MOVED_MS = 500;

/** Whoever waits for an answer is told so when none comes. */
const UNAVAILABLE = { ok: false, reason: 'unavailable' } as const;

const NOBODY: Contact = { name: '', email: '' };

class LiveCustomerSession extends Value<CustomerState> implements CustomerSession {
  readonly current: LiveConversation;
  readonly #deps: CustomerSessionDeps;
  readonly #connection: Connection<CustomerApi>;
  readonly #link: ConversationLink;
  readonly #identity: LineIdentity;
  readonly #about: AboutTold;
  readonly #outbox: Outbox;
  readonly #uploads: Uploads;
  readonly #old = new Map<string, LiveConversation>();
  /** Conversations that heartbeats have told of. */
  readonly #heardOf = new Set<string>();
  readonly #leave: (() => void)[];
  #cancelMoved = () => {};
  #customer = '';
  /** Whether the person has opened the chat since it was last wiped. */
  #opened = false;

  constructor(deps: CustomerSessionDeps) {
    super({
      connection: { kind: 'idle' },
      agents: 'unknown',
      position: null,
      contact: NOBODY,
      contactAsked: deps.disk.get(CONTACT_ASKED_KEY) !== null,
      history: { kind: 'unknown' },
      unread: 0,
      muted: deps.disk.get(MUTED_KEY) !== null,
    });
    this.#deps = deps;
    this.#about = new AboutTold(deps.about);
    this.#identity = deps.identity?.(this.#sideOfIdentity()) ?? this.#visitor();
    const { handed } = deps;
    this.#connection = new Connection<CustomerApi>({
      ...deps,
      handshake: () => ({
        protocol: PROTOCOL,
        version: deps.version,
        about: this.#about.tell(),
        ...(handed ? { ticket: handed.ticket } : this.#identity.forLine()),
      }),
      onRefused: (reason, message) => this.#refused(reason, message),
    });
    this.#link = linkOver(this.#connection, deps.address);
    const sending = { ...deps, online: () => this.#connection.isOnline, owner: () => null };
    this.#outbox = new Outbox({ ...sending, deliver: (item) => this.#deliver(item) });
    this.#uploads = new Uploads({
      ...sending,
      prepare: () => this.#known(),
      outbox: this.#outbox,
      goesTo: () => this.current.id,
    });
    // Whatever a customer writes goes to the one conversation that is open.
    this.current = this.#conversation(handed ? { id: handed.conversation } : 'latest', 'current', () => true);
    this.current.subscribe(() => this.#currentChanged());
    this.#leave = [
      deps.disk.subscribe((key) => {
        if (key === MUTED_KEY || key === CONTACT_ASKED_KEY) this.#readSettings();
      }),
      deps.page.subscribe((event) => {
        if (event === 'moved') this.#moved();
        // Whoever has a line is told by it; whoever has none, by the line that can't be had.
        if (event === 'network-down' && this.#opened) this.connect();
      }),
    ];
    this.#listen();
  }

  connect(): void {
    this.#connection.connect();
  }

  open(): void {
    this.#opened = true;
    if (this.#hasWords) this.connect();
    else if (this.getState().connection.kind === 'idle') void this.#askWhoIsThere();
  }

  /** Whoever isn't answered is connected, which says what is wrong and tries again. */
  async #askWhoIsThere(): Promise<void> {
    const agents = await this.#deps.presence();
    if (this.getState().connection.kind !== 'idle' || !this.#opened) return;
    if (agents === null) this.connect();
    else this.update({ agents });
  }

  /** There is a conversation, or something for one. */
  get #hasWords(): boolean {
    const { draft, pending, uploads } = this.current.getState();
    return this.#identity.isSomebody || draft !== '' || pending.length > 0 || uploads.length > 0;
  }

  startNew(): void {
    const { state } = this.current.getState();
    if (state?.status.kind !== 'closed') return;
    this.#deps.disk.set(DISMISSED_KEY, state.id);
    this.current.reset('empty');
  }

  loadHistory(): void {
    void this.#loadHistory();
  }

  openOld(id: string): ConversationStore {
    const known = this.#old.get(id);
    if (known) return known;
    const store = this.#conversation({ id }, id, (conversation) => conversation === id);
    this.#old.set(id, store);
    store.sync();
    return store;
  }

  async setContact(contact: Contact): Promise<Result> {
    // A nobody's name has nowhere to be kept.
    const known = await this.#known();
    const reply: Reply = known.ok ? await this.#connection.request('contact', contact) : known;
    if (!reply.ok) return reply.reason === 'lost' ? UNAVAILABLE : reply;
    this.update({ contact });
    this.dismissContact();
    return reply;
  }

  dismissContact(): void {
    this.#deps.disk.set(CONTACT_ASKED_KEY, '1');
    this.#readSettings();
  }

  setMuted(muted: boolean): void {
    if (muted) this.#deps.disk.set(MUTED_KEY, '1');
    else this.#deps.disk.remove(MUTED_KEY);
    this.#readSettings();
  }

  renew(): void {
    void this.#identity.renew(this.#connection.isOnline);
  }

  async logout(): Promise<void> {
    this.#opened = false;
    this.#connection.disconnect();
    for (const key of this.#deps.disk.keys('')) this.#deps.disk.remove(key);
    this.#startOver();
    await this.#deps.files.clear();
  }

  dispose(): void {
    // What falls silent now asks for no line any more.
    this.#opened = false;
    this.#connection.dispose();
    this.#identity.dispose();
    this.#outbox.dispose();
    this.#uploads.dispose();
    this.#cancelMoved();
    for (const leave of this.#leave) leave();
    this.current.dispose();
    for (const store of this.#old.values()) store.dispose();
  }

  #conversation(
    follow: 'latest' | { id: string },
    draft: string,
    shows: (id: string | null) => boolean,
  ): LiveConversation {
    return new LiveConversation({
      ...this.#deps,
      side: 'customer',
      by: () => null,
      counts: () => true,
      link: this.#link,
      online: () => this.#connection.isOnline,
      prepare: () => this.#known(),
      outbox: this.#outbox,
      uploads: this.#uploads,
      follow,
      draft,
      shows,
      dismissed: () => (follow === 'latest' ? this.#deps.disk.get(DISMISSED_KEY) : null),
      begin: follow !== 'latest' || this.#identity.isSomebody ? 'loading' : 'empty',
      starts: follow === 'latest' ? (store) => this.#start(store) : null,
    });
  }

  #listen(): void {
    const connection = this.#connection;
    connection.subscribe(() => this.update({ connection: connection.getState() }));
    passOnCalls(connection, {
      all: () => [this.current, ...this.#old.values()],
      of: (conversation) => this.#store(conversation),
    });
    connection.onOnline(() => {
      this.#syncAll();
      this.#outbox.pump();
      this.#uploads.pump();
    });
    connection.onDoubt(() => {
      this.#tellAbout();
      this.#syncAll();
    });
    connection.on('hello', (hello) => {
      const { customer, contact, agents } = hello;
      this.#identity.welcome(hello);
      this.#customer = customer ?? '';
      this.update({ agents, contact });
      this.#readSettings();
    });
    connection.on('presence', ({ agents }) => this.update({ agents }));
    connection.on('position', ({ conversation, position }) => {
      if (conversation === this.current.id || this.current.id === null) this.update({ position });
    });
    connection.on('events', ({ conversation, events }) => this.#receive(conversation, events));
    connection.on('marks', (push) => this.#store(push.conversation)?.receiveMarks(push));
    connection.on('typing', (push) => this.#store(push.conversation)?.receiveTyping(push));
    connection.on('heartbeat', ({ heads }) => {
      this.#tellAbout();
      for (const [id, head] of Object.entries(heads)) {
        this.#store(id)?.heard(head);
        // Perhaps one that another tab or device began.
        if (!this.#store(id) && !this.#heardOf.has(id)) this.current.sync();
        this.#heardOf.add(id);
      }
    });
  }

  #receive(conversation: string, events: readonly ConversationEvent[]): void {
    const store = this.#store(conversation);
    if (store) store.receive(events);
    else this.current.sync();
  }

  #store(id: string): LiveConversation | undefined {
    return id === this.current.id ? this.current : this.#old.get(id);
  }

  #syncAll(): void {
    this.current.sync();
    for (const store of this.#old.values()) store.sync();
  }

  /** Makes sure that the service knows who speaks. */
  async #known(): Promise<Reply> {
    return this.#deps.handed ? { ok: true } : this.#identity.ensure();
  }

  /** What may be a customer's first word, though no message: it goes to the open conversation, or begins one. */
  async #start(store: (conversation: null) => Promise<Result<Appended>>): Promise<Result<Appended>> {
    const known = await this.#known();
    if (!known.ok) return known.reason === 'lost' ? UNAVAILABLE : known;
    this.#tellAbout();
    const result = await store(null);
    if (result.ok) this.current.landed(result, this.#customer);
    else if (result.reason === 'not_signed_in' && this.#refused('not_signed_in') === 'retry') {
      this.#connection.reconnect();
      return UNAVAILABLE;
    }
    return result;
  }

  async #deliver(item: OutboxItem): Promise<Reply<Appended> | typeof WITHDRAWN> {
    const known = await this.#known();
    if (!known.ok) return known;
    this.#tellAbout();
    const { id, body } = item;
    let reply = await this.#link.append({ conversation: item.conversation, id, body });
    if (!reply.ok && reply.reason === 'not_found' && item.conversation !== null) {
      // The conversation was erased, or its customer forgotten by the service; the words are still to be said.
      reply = await this.#link.append({ conversation: null, id, body });
    }
    // It is the file, then.
    if (!reply.ok && reply.reason === 'not_found' && (await this.#uploads.again(id))) return WITHDRAWN;
    if (reply.ok) {
      this.current.landed(reply, this.#customer);
    } else if (reply.reason === 'not_signed_in' && this.#refused('not_signed_in') === 'retry') {
      this.#connection.reconnect();
      return LOST;
    }
    return reply;
  }

  #tellAbout(): void {
    const news = this.#connection.isOnline ? this.#about.news() : null;
    if (news) void this.#connection.request('about', news);
  }

  #moved(): void {
    this.#cancelMoved();
    this.#cancelMoved = this.#deps.clock.after(MOVED_MS, () => this.#tellAbout());
  }

  #refused(reason: Reason, message?: string): 'retry' | 'wait' | 'stop' {
    return reason === 'not_signed_in' ? this.#identity.refused(message) : 'stop';
  }

  #visitor(): LineIdentity {
    const { disk, locks } = this.#deps;
    return new VisitorIdentity({
      disk,
      locks,
      identify: () => this.#connection.request('identify', {}),
      reconnect: () => this.#connection.reconnect(),
      changed: () => this.#startOver(),
    });
  }

  #sideOfIdentity(): SessionSide {
    return {
      ...this.#deps,
      renew: (token) => this.#connection.request('renew', { token }),
      reconnect: () => this.#afresh(),
      broughtAlong: () => this.#broughtAlong(),
    };
  }

  /** Also a line that was refused is tried again: what it was refused for has changed. */
  #afresh(): void {
    if (this.#connection.getState().kind === 'refused') this.#connection.connect();
    else this.#connection.reconnect();
  }

  /** A visitor has signed in, and what was not sent yet has come along. */
  #broughtAlong(): void {
    this.#readAgain();
    this.#syncAll();
    this.#outbox.pump();
    this.#uploads.pump();
  }

  /** Another customer than before, or nobody. What is on disk decides what remains. */
  #startOver(): void {
    this.#customer = '';
    this.#heardOf.clear();
    for (const store of this.#old.values()) store.dispose();
    this.#old.clear();
    this.update({ position: null, contact: NOBODY, history: { kind: 'unknown' } });
    this.#readAgain();
  }

  #readAgain(): void {
    this.#outbox.reset();
    this.#uploads.reset();
    this.current.reset(this.#identity.isSomebody ? 'loading' : 'empty');
    this.#readSettings();
  }

  async #loadHistory(): Promise<void> {
    if (this.getState().history.kind === 'loading') return;
    // Nobody's list is empty.
    if (this.getState().connection.kind === 'idle') return this.update({ history: { kind: 'ready', lines: [] } });
    if (this.getState().history.kind !== 'ready') this.update({ history: { kind: 'loading' } });
    const reply = await this.#connection.request('conversations', {});
    if (reply.ok) return this.update({ history: { kind: 'ready', lines: reply.lines } });
    if (this.getState().history.kind === 'ready') return;
    this.update({ history: { kind: 'failed', reason: reply.reason === 'lost' ? 'unavailable' : reply.reason } });
  }

  #currentChanged(): void {
    if (this.#opened && this.#hasWords) this.connect();
    const { unread, state } = this.current.getState();
    const position = state?.status.kind === 'queued' || state === null ? this.getState().position : null;
    if (unread !== this.getState().unread || position !== this.getState().position) this.update({ unread, position });
  }

  #readSettings(): void {
    const { disk } = this.#deps;
    const { name, email } = this.getState().contact;
    const contactAsked = disk.get(CONTACT_ASKED_KEY) !== null || name !== '' || email !== '';
    const muted = disk.get(MUTED_KEY) !== null;
    if (contactAsked !== this.getState().contactAsked || muted !== this.getState().muted) {
      this.update({ contactAsked, muted });
    }
  }
}
