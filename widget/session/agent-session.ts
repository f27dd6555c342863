/**
 * An agent's whole session in one tab: the inbox, the conversations that are open or mine, and what is known of the
 * selected one's customer.
 */
import { digestOfWaiting, inboxDigest } from '../../signaling/protocol/inbox-digest.ts';
import { PROTOCOL } from '../../signaling/protocol/limits.ts';
import type { AgentStatus, Appended, Colleague, Inbox, InboxLine } from '../../signaling/protocol/realtime.ts';
import type { Result } from '../../signaling/protocol/reasons.ts';
import type { AppendBody } from '../../signaling/protocol/schemas.ts';
import { Connection } from './connection.ts';
import { LiveConversation } from './conversation-store.ts';
import type { SessionDeps } from './deps.ts';
import { DirectEvents } from './direct.ts';
import { fromInbox, isMine, type Lines, mineOf, queueOf, withLine, withView } from './inbox.ts';
import { AGENT_KEY, DRAFT_PREFIX, MUTED_KEY, SELECTED_KEY } from './keys.ts';
import { type ConversationLink, linkOver } from './link.ts';
import { passOnCalls } from './live-call-line.ts';
import { Outbox, type OutboxItem, WITHDRAWN } from './outbox.ts';
import type { AgentApi, Reply } from './transport.ts';
import type { AgentSession, AgentState, ConversationStore } from './types.ts';
import { Uploads } from './uploads.ts';
import { Value } from './value.ts';

/** By then a line that was told of before a heartbeat has come, in milliseconds. */
const LINE_MS = 1000;

export type AgentSessionDeps = SessionDeps<AgentApi>;

export function createAgentSession(deps: AgentSessionDeps): AgentSession {
  return new LiveAgentSession(deps);
}

class LiveAgentSession extends Value<AgentState> implements AgentSession {
  readonly #deps: AgentSessionDeps;
  readonly #connection: Connection<AgentApi>;
  readonly #link: ConversationLink;
  readonly #direct: DirectEvents;
  readonly #outbox: Outbox;
  readonly #uploads: Uploads;
  readonly #stores = new Map<string, LiveConversation>();
  readonly #leaveDisk: () => void;
  #lines: Lines = new Map();
  #asking: 'no' | 'yes' | 'again' = 'no';
  #cancelCompare = () => {};
  /** Lines pushed since the inbox was asked for: its answer may be older. */
  #pushed: InboxLine[] = [];

  constructor(deps: AgentSessionDeps) {
    super({
      connection: { kind: 'idle' },
      inbox: { kind: 'loading' },
      queue: [],
      mine: [],
      colleagues: [],
      selected: deps.disk.get(SELECTED_KEY),
      card: { kind: deps.disk.get(SELECTED_KEY) === null ? 'none' : 'loading' },
      arrival: null,
      muted: deps.disk.get(MUTED_KEY) !== null,
    });
    this.#deps = deps;
    this.#connection = new Connection<AgentApi>({
      ...deps,
      handshake: () => ({ protocol: PROTOCOL, version: deps.version }),
    });
    this.#link = linkOver(this.#connection, deps.address);
    this.#direct = new DirectEvents(this.#link, deps.ids);
    const sending = { ...deps, online: () => this.#connection.isOnline, owner: () => this.#me ?? ('unknown' as const) };
    this.#outbox = new Outbox({ ...sending, deliver: (item) => this.#deliver(item) });
    this.#uploads = new Uploads({
      ...sending,
      prepare: async () => ({ ok: true }),
      outbox: this.#outbox,
      goesTo: ({ conversation }) => conversation,
    });
    this.#leaveDisk = deps.disk.subscribe((key) => {
      if (key === MUTED_KEY) this.update({ muted: deps.disk.get(MUTED_KEY) !== null });
    });
    this.#listen();
    const { selected } = this.getState();
    if (selected !== null) this.#open(selected);
  }

  connect(): void {
    this.#connection.connect();
  }

  select(conversation: string | null): void {
    const { selected } = this.getState();
    if (conversation === selected) return;
    if (conversation === null) this.#deps.disk.remove(SELECTED_KEY);
    else this.#deps.disk.set(SELECTED_KEY, conversation);
    this.update({ selected: conversation, card: { kind: conversation === null ? 'none' : 'loading' } });
    this.#letGo();
    if (conversation === null) return;
    this.#open(conversation).open();
    void this.#loadCard();
  }

  conversation(id: string): ConversationStore {
    return this.#open(id);
  }

  take(conversation: string): Promise<Result<Appended>> {
    return this.#act(conversation, { type: 'assigned', payload: {} });
  }

  transfer(conversation: string, agent: string, note: string): Promise<Result<Appended>> {
    return this.#act(conversation, { type: 'transferred', payload: { agent: { id: agent }, note } });
  }

  giveBack(conversation: string, note: string): Promise<Result<Appended>> {
    return this.#act(conversation, { type: 'returned', payload: { note } });
  }

  async setStatus(status: AgentStatus): Promise<Result> {
    const reply = await this.#connection.request('status', { status });
    if (reply.ok) this.#haveStatus(status);
    return reply.ok || reply.reason !== 'lost' ? reply : { ok: false, reason: 'unavailable' };
  }

  setMuted(muted: boolean): void {
    if (muted) this.#deps.disk.set(MUTED_KEY, '1');
    else this.#deps.disk.remove(MUTED_KEY);
    this.update({ muted });
  }

  dispose(): void {
    this.#cancelCompare();
    this.#connection.dispose();
    this.#outbox.dispose();
    this.#uploads.dispose();
    this.#leaveDisk();
    for (const store of this.#stores.values()) store.dispose();
  }

  /** Null until the service has said who this is: until then nothing is sent in anybody's name. */
  get #me(): string | null {
    const { inbox } = this.getState();
    return inbox.kind === 'ready' ? inbox.me.id : null;
  }

  #listen(): void {
    const connection = this.#connection;
    connection.subscribe(() => this.update({ connection: connection.getState() }));
    passOnCalls(connection, {
      all: () => [...this.#stores.values()],
      of: (conversation) => this.#stores.get(conversation),
    });
    const ask = () => {
      this.#loadInbox();
      for (const store of this.#stores.values()) store.sync();
    };
    connection.onDoubt(ask);
    connection.onOnline(() => {
      ask();
      void this.#loadCard();
      this.#outbox.pump();
      this.#uploads.pump();
    });
    connection.on('line', (line) => this.#receiveLine(line));
    connection.on('colleagues', ({ colleagues }) => this.#receiveColleagues(colleagues));
    connection.on('customer', (card) => {
      const shown = this.getState().card;
      if (shown.kind === 'ready' && shown.card.id === card.id) this.update({ card: { ...shown, card } });
    });
    connection.on('gone', ({ conversation }) => this.#forget(conversation));
    connection.on('signed-out', () => connection.refuse('not_signed_in'));
    connection.on('events', ({ conversation, events }) => this.#stores.get(conversation)?.receive(events));
    connection.on('marks', (push) => this.#stores.get(push.conversation)?.receiveMarks(push));
    connection.on('typing', (push) => this.#stores.get(push.conversation)?.receiveTyping(push));
    connection.on('heartbeat', ({ heads, notesHeads, inbox }) => {
      for (const [id, head] of Object.entries(heads)) this.#stores.get(id)?.heard(head);
      for (const [id, head] of Object.entries(notesHeads ?? {})) this.#stores.get(id)?.heardNotes(head);
      if (inbox !== undefined) this.#compare(inbox);
    });
  }

  /** A line that was lost on its way: what isn't shown can't be taken. One that is still on its way is given time to come. */
  #compare(told: string): void {
    const isOther = () => {
      const { queue, mine, inbox } = this.getState();
      const waiting = digestOfWaiting(queue.map(({ state: { id, head } }) => ({ id, head })));
      return (
        inbox.kind === 'ready' &&
        inboxDigest(
          waiting,
          mine.map(({ state }) => state),
        ) !== told
      );
    };
    if (!isOther()) return;
    const { clock, random } = this.#deps;
    const lines = this.#lines;
    this.#cancelCompare();
    // Not all agents at the same moment. What has changed since is compared by the next heartbeat.
    this.#cancelCompare = clock.after(LINE_MS * (1 + random()), () => {
      if (this.#lines === lines && isOther()) this.#loadInbox();
    });
  }

  #loadInbox(): void {
    if (this.#asking !== 'no') {
      this.#asking = 'again';
      return;
    }
    this.#asking = 'yes';
    void this.#askInbox().finally(() => {
      const again = this.#asking === 'again';
      this.#asking = 'no';
      if (again) this.#loadInbox();
    });
  }

  async #askInbox(): Promise<void> {
    this.#pushed = [];
    const reply = await this.#connection.request('inbox', {});
    if (!reply.ok) {
      const known = this.getState().inbox.kind === 'ready';
      if (!known && reply.reason !== 'lost') this.update({ inbox: { kind: 'failed', reason: reply.reason } });
      return;
    }
    this.#takeInbox(reply);
  }

  #takeInbox({ me, queue, mine, colleagues }: Inbox): void {
    const first = this.#me === null;
    this.#useAs(me.id);
    const before = this.#lines;
    this.#lines = fromInbox([...queue, ...mine], before, this.#pushed);
    this.update({ inbox: { kind: 'ready', me }, colleagues });
    this.#publish();
    // Those who waited already when the agent came are no arrivals.
    const newcomers = first ? [] : this.getState().queue.filter(({ state }) => !isQueued(before.get(state.id)));
    const newest = newcomers.at(-1);
    if (newest) this.#announce(newest);
    this.#outbox.pump();
    this.#uploads.pump();
  }

  /** Another agent at this browser finds neither the place nor the drafts of the one before. */
  #useAs(agent: string): void {
    const { disk } = this.#deps;
    const before = disk.get(AGENT_KEY);
    if (before === agent) return;
    disk.set(AGENT_KEY, agent);
    if (before === null) return;
    for (const key of [...disk.keys(DRAFT_PREFIX), SELECTED_KEY]) disk.remove(key);
    for (const store of this.#stores.values()) store.dispose();
    this.#stores.clear();
    this.#lines = new Map();
    this.update({ selected: null, card: { kind: 'none' } });
  }

  #receiveColleagues(colleagues: readonly Colleague[]): void {
    this.update({ colleagues });
    // Another tab of mine may have changed it.
    const own = colleagues.find(({ id }) => id === this.#me);
    if (own && own.presence !== 'offline') this.#haveStatus(own.presence);
  }

  #haveStatus(status: AgentStatus): void {
    const { inbox } = this.getState();
    if (inbox.kind !== 'ready' || inbox.me.status === status) return;
    this.update({ inbox: { kind: 'ready', me: { ...inbox.me, status } } });
  }

  #receiveLine(line: InboxLine): void {
    if (this.#asking !== 'no') this.#pushed.push(line);
    const { card, selected } = this.getState();
    // A visitor who has signed in is another customer since.
    if (line.state.id === selected && card.kind === 'ready' && card.card.id !== line.customer.id) void this.#loadCard();
    const before = this.#lines;
    this.#lines = withLine(before, line);
    if (this.#lines === before) return;
    this.#publish();
    if (isQueued(line) && !isQueued(before.get(line.state.id))) this.#announce(line);
  }

  /** It is erased: nothing of it is shown any more. */
  #forget(conversation: string): void {
    const lines = new Map(this.#lines);
    lines.delete(conversation);
    this.#lines = lines;
    this.#pushed = this.#pushed.filter(({ state }) => state.id !== conversation);
    const { card, selected } = this.getState();
    if (selected === conversation) this.select(null);
    else if (card.kind === 'ready') {
      const earlier = card.earlier.filter(({ state }) => state.id !== conversation);
      this.update({ card: { ...card, earlier } });
    }
    this.#stores.get(conversation)?.dispose();
    this.#stores.delete(conversation);
    this.#publish();
  }

  #announce(line: InboxLine): void {
    const { inbox } = this.getState();
    if (inbox.kind === 'ready' && inbox.me.status === 'online') this.update({ arrival: { ...line } });
  }

  /** Lists are drawn from the lines and from the open conversations, which hear of everything first. */
  #publish(): void {
    const me = this.#me;
    if (me === null) return;
    const lines = new Map([...this.#lines].map(([id, line]) => [id, this.#freshest(line)] as const));
    const mine = mineOf(lines, me);
    this.update({ queue: queueOf(lines), mine });
    for (const line of mine) this.#open(line.state.id);
    this.#letGo();
  }

  #freshest(line: InboxLine): InboxLine {
    const view = this.#stores.get(line.state.id)?.getState();
    return view ? withView(line, view) : line;
  }

  #open(id: string): LiveConversation {
    const known = this.#stores.get(id);
    if (known) return known;
    const store = new LiveConversation({
      ...this.#deps,
      side: 'agent',
      link: this.#link,
      online: () => this.#connection.isOnline,
      prepare: async () => ({ ok: true }),
      outbox: this.#outbox,
      uploads: this.#uploads,
      follow: { id },
      draft: id,
      shows: (conversation) => conversation === id,
      by: () => this.#me ?? this.#deps.disk.get(AGENT_KEY),
      counts: (state) => this.#me !== null && isMine({ state }, this.#me),
      begin: 'loading',
      starts: null,
    });
    this.#stores.set(id, store);
    store.subscribe(() => {
      if (this.#lines.has(id)) this.#publish();
    });
    store.sync();
    return store;
  }

  /** Conversations that are neither selected nor mine are not followed any more. */
  #letGo(): void {
    const me = this.#me;
    if (me === null) return;
    for (const [id, store] of this.#stores) {
      const { state } = store.getState();
      const line = this.#lines.get(id);
      const known = line ? this.#freshest(line).state : state;
      // What is still loading was asked for a moment ago.
      if (id === this.getState().selected || known === null || isMine({ state: known }, me)) continue;
      store.dispose();
      this.#stores.delete(id);
      void this.#connection.request('leave', { conversation: id });
    }
  }

  async #loadCard(): Promise<void> {
    const { selected } = this.getState();
    if (selected === null) return;
    const reply = await this.#connection.request('customer', { conversation: selected });
    if (selected !== this.getState().selected) return;
    if (reply.ok) return this.update({ card: { kind: 'ready', card: reply.card, earlier: reply.earlier } });
    // Lost: it is asked for again when the line stands. What is shown stays.
    if (reply.reason === 'lost' || this.getState().card.kind === 'ready') return;
    this.update({ card: { kind: 'failed', reason: reply.reason } });
  }

  async #act(conversation: string, body: AppendBody): Promise<Result<Appended>> {
    const line = this.#lines.get(conversation);
    const known = line ? this.#freshest(line).state : this.#stores.get(conversation)?.getState().state;
    const result = await this.#direct.append(conversation, body, known?.head ?? 0);
    if (!result.ok) return result;
    const store = this.#open(conversation);
    store.receive([result.event]);
    // The store may still load; the service's line tells the same a moment later.
    this.#publish();
    return result;
  }

  async #deliver(item: OutboxItem): Promise<Reply<Appended> | typeof WITHDRAWN> {
    const reply = await this.#link.append({ conversation: item.conversation, id: item.id, body: item.body });
    if (reply.ok) this.#stores.get(reply.conversation)?.receive([reply.event]);
    else if (reply.reason === 'not_found' && (await this.#uploads.again(item.id))) return WITHDRAWN;
    return reply;
  }
}

const isQueued = (line: InboxLine | undefined): boolean => line?.state.status.kind === 'queued';
