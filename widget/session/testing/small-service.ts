/**
 * The service's half of the protocol in a few lines of memory, for tests of sessions where the real service can't run.
 * It keeps the promises of the wire (ids known again, a sequence without holes, cursors), knows no queue and no limits.
 */
import {
  applyEvent,
  applyMark,
  type ConversationState,
  countsAsUnread,
  emptyConversation,
} from '../../../signaling/protocol/conversation.ts';
import { type Actor, type ConversationEvent, type EventBody, logOf } from '../../../signaling/protocol/events.ts';
import { PAGE_EVENTS, PROTOCOL, TAIL_EVENTS } from '../../../signaling/protocol/limits.ts';
import type { Appended, ConversationLine, CustomerCard, InboxLine } from '../../../signaling/protocol/realtime.ts';
import type { Reason, Result } from '../../../signaling/protocol/reasons.ts';
import type {
  AppendRequest,
  CallSeat,
  CallStats,
  MarkRequest,
  SyncRequest,
  TypingRequest,
} from '../../../signaling/protocol/schemas.ts';
import type { Clock } from '../clock.ts';
import type { AgentApi, CustomerApi } from '../transport.ts';
import {
  type ScriptedLine,
  type ScriptedRequest,
  type ScriptedTransport,
  scriptedTransport,
} from './scripted-transport.ts';
import { callRefusal, SmallCalls, ticketOf } from './small-calls.ts';
import { AGENT, stored } from './small-events.ts';
import { endOfRecording, recordingIn, recordingRefusal } from './small-recordings.ts';

/** Milliseconds from one end to the other. */
const LATENCY_MS = 10;

export interface Room {
  state: ConversationState;
  main: ConversationEvent[];
  notes: ConversationEvent[];
}

export class SmallService {
  readonly rooms = new Map<string, Room>();
  /** Customers' ids by secret. */
  readonly secrets = new Map<string, string>();
  /** What clients told of their calls. */
  readonly reports: CallStats[] = [];
  /** What it says of a token that it refuses. */
  why: string | undefined;
  /** What the site has signed: whose each token is, and until when. */
  readonly tokens = new Map<string, { sub: string; until: number }>();
  /** Called before a request is carried out; `lose` drops the request, `lose-answer` only its answer. */
  fault: (name: string, payload: unknown) => 'lose' | 'lose-answer' | Reason | null = () => null;
  readonly #clock: Clock;
  readonly #customers = new Map<ScriptedLine<CustomerApi>, string | null>();
  readonly #agents = new Set<ScriptedLine<AgentApi>>();
  readonly #ends = new Map<ScriptedLine<CustomerApi>, () => void>();
  readonly #calls: SmallCalls;
  #state: 'up' | 'down' = 'up';
  #signIns: 'good' | 'expired' = 'good';
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#calls = new SmallCalls((call) => this.#later(call));
  }

  customerTransport(): ScriptedTransport<CustomerApi> {
    return scriptedTransport<CustomerApi>({
      opening: (line) => this.#later(() => this.#seatCustomer(line)),
      asked: (request, line) => this.#later(() => this.#customerAsked(request, line)),
      told: (name, payload, line) =>
        this.#later(() => {
          if (name === 'call-leave') this.#calls.leave(payload as CallSeat, 'customer', line);
          else if (name === 'call-stats') this.reports.push(payload as CallStats);
          else this.#typing(payload as TypingRequest, this.#customers.get(line) ?? null);
        }),
      closed: (line) => {
        this.#customers.delete(line);
        this.#calls.lost(line);
      },
    });
  }

  agentTransport(): ScriptedTransport<AgentApi> {
    return scriptedTransport<AgentApi>({
      opening: (line) =>
        this.#later(() => {
          if (this.#state === 'down') return line.drop();
          if (this.#signIns === 'expired') return line.refuse('not_signed_in');
          this.#agents.add(line);
          line.accept();
        }),
      asked: (request, line) => this.#later(() => this.#agentAsked(request, line)),
      told: (name, payload, line) =>
        this.#later(() => {
          if (name === 'call-leave') this.#calls.leave(payload as CallSeat, 'agent', line);
          else if (name === 'call-stats') this.reports.push(payload as CallStats);
        }),
      closed: (line) => {
        this.#agents.delete(line);
        this.#calls.lost(line);
      },
    });
  }

  /** Everybody falls out, nobody gets in. */
  down(): void {
    this.#state = 'down';
    for (const line of [...this.#customers.keys(), ...this.#agents]) line.drop();
    this.#customers.clear();
    this.#agents.clear();
  }

  up(): void {
    this.#state = 'up';
  }

  /** Agents' next lines are refused. */
  expireSignIns(): void {
    this.#signIns = 'expired';
  }

  /** All that was known is gone. */
  wipe(): void {
    this.rooms.clear();
    this.secrets.clear();
  }

  heartbeat(): void {
    for (const [line, customer] of this.#customers) {
      const heads = this.#own(customer).map(({ state }) => [state.id, state.head] as const);
      line.push('heartbeat', { heads: Object.fromEntries(heads) });
    }
  }

  /** The only conversation, or the newest. */
  get latest(): Room {
    const room = [...this.rooms.values()].at(-1);
    if (!room) throw new Error('There is no conversation');
    return room;
  }

  /** What an agent without a session does. `tell: false`: the push is lost on its way. */
  agentDoes(room: Room, body: EventBody, tell: 'tell' | 'silent' = 'tell'): ConversationEvent {
    this.#count += 1;
    const actor: Actor = { kind: 'agent', id: AGENT.id, name: AGENT.name };
    return this.#store(room, actor, `by-the-agent-${this.#count}-0000`, body, tell === 'tell' ? null : 'everyone');
  }

  /** Nobody has answered whether a recording may be made: the service takes that for a no. */
  endAsking(room = this.latest): void {
    const recording = recordingIn(room.state);
    if (recording?.kind !== 'asked') return;
    const payload = { recording: recording.id, by: recording.by, why: 'no_answer' } as const;
    this.#bySystem(room, { type: 'recording_refused', payload });
  }

  /** Texts of all messages in the order of the log. */
  texts(room = this.latest): string[] {
    return room.main.flatMap((event) => (event.type === 'message' ? [event.payload.text] : []));
  }

  #later(call: () => void): void {
    this.#clock.after(LATENCY_MS, call);
  }

  #own(customer: string | null): Room[] {
    return customer === null ? [] : [...this.rooms.values()].filter(({ state }) => state.customer === customer);
  }

  #seatCustomer(line: ScriptedLine<CustomerApi>): void {
    if (this.#state === 'down') return line.drop();
    const { secret, ticket, token } = line.handshake;
    if (token !== undefined) return this.#seatSignedIn(line, token, secret);
    const customer = ticket === undefined ? (this.secrets.get(secret ?? '') ?? null) : this.#holderOf(ticket);
    if ((secret ?? ticket) !== undefined && customer === null) return line.refuse('not_signed_in');
    this.#customers.set(line, customer);
    line.accept();
    line.push('hello', {
      protocol: PROTOCOL,
      version: 'small',
      customer,
      agents: 'online',
      contact: { name: '', email: '' },
      expiresIn: null,
      adopted: false,
    });
  }

  #seatSignedIn(line: ScriptedLine<CustomerApi>, token: string, secret: string | undefined): void {
    const left = this.#left(token);
    const customer = this.#signedIn(token);
    if (left === null || customer === null) return line.refuse('not_signed_in', this.why);
    const visitor = this.secrets.get(secret ?? '');
    const open = this.#own(visitor ?? null).find(({ state }) => state.status.kind !== 'closed');
    if (open) {
      open.state = { ...open.state, customer };
      this.secrets.delete(secret ?? '');
      for (const [other, id] of [...this.#customers]) if (id === visitor) other.drop();
    }
    this.#customers.set(line, customer);
    line.accept();
    const common = {
      protocol: PROTOCOL,
      version: 'small',
      agents: 'online',
      contact: { name: '', email: '' },
    } as const;
    line.push('hello', { ...common, customer, expiresIn: left, adopted: open !== undefined });
    this.#endAt(line, left);
  }

  /** The line is cut when its token has expired. */
  #endAt(line: ScriptedLine<CustomerApi>, left: number): void {
    this.#ends.get(line)?.();
    this.#ends.set(
      line,
      this.#clock.after(left, () => line.drop()),
    );
  }

  #signedIn(token: string): string | null {
    const sub = this.tokens.get(token)?.sub;
    return sub === undefined ? null : `customer-${sub}-0000000000`;
  }

  /** Null for one that has expired or was never signed. */
  #left(token: string): number | null {
    const left = (this.tokens.get(token)?.until ?? 0) - this.#clock.now();
    return left > 0 ? left : null;
  }

  #renewed(line: ScriptedLine<CustomerApi>, token: string): object {
    const left = this.#left(token);
    if (left === null) return refusal('not_signed_in');
    if (this.#signedIn(token) !== this.#customers.get(line)) return refusal('conflict');
    this.#endAt(line, left);
    return { ok: true, expiresIn: left };
  }

  #holderOf(ticket: string): string | null {
    const room = [...this.rooms.values()].find(({ state }) => state.call && ticketOf(state.call.id) === ticket);
    return room?.state.customer ?? null;
  }

  #customerAsked(request: ScriptedRequest<CustomerApi>, line: ScriptedLine<CustomerApi>): void {
    const customer = this.#customers.get(line) ?? null;
    const own = this.#own(customer);
    this.#answer(request, () => {
      switch (request.name) {
        case 'identify': {
          const id = `customer-${this.secrets.size + 1}-0000000`;
          const secret = `secret-of-${id}`;
          this.secrets.set(secret, id);
          this.#customers.set(line, id);
          return { ok: true, customer: id, secret };
        }
        case 'append': {
          if (customer === null) return refusal('not_signed_in');
          const asked = request.payload as AppendRequest;
          if (asked.conversation !== null && !own.some(({ state }) => state.id === asked.conversation)) {
            return refusal('not_found');
          }
          return this.#append(asked, { kind: 'customer', id: customer }, line);
        }
        case 'sync': {
          const asked = request.payload as SyncRequest;
          const room = asked.conversation === null ? own.at(-1) : this.rooms.get(asked.conversation);
          return this.#synced(asked, room);
        }
        case 'renew':
          return this.#renewed(line, (request.payload as { token: string }).token);
        case 'conversations':
          return { ok: true, lines: own.map(lineOf).reverse() };
        default:
          return (
            this.#calls.asked(request.name, request.payload, 'customer', this.#named(request.payload, own), line) ??
            this.#common(request.name, request.payload, customer === null ? null : { kind: 'customer', id: customer })
          );
      }
    });
  }

  #agentAsked(request: ScriptedRequest<AgentApi>, line: ScriptedLine<AgentApi>): void {
    const actor: Actor = { kind: 'agent', id: AGENT.id, name: AGENT.name };
    this.#answer(request, () => {
      switch (request.name) {
        case 'inbox': {
          const lines = [...this.rooms.values()].map(inboxLineOf);
          const queue = lines.filter(({ state }) => state.status.kind === 'queued');
          const mine = lines.filter(({ state }) => state.status.kind === 'assigned');
          return { ok: true, me: { ...AGENT, status: 'online' }, queue, mine, colleagues: [] };
        }
        case 'append':
          return this.#append(request.payload as AppendRequest, actor, line);
        case 'sync': {
          const asked = request.payload as SyncRequest;
          return this.#synced(asked, this.rooms.get(asked.conversation ?? ''));
        }
        case 'customer': {
          const room = this.rooms.get((request.payload as { conversation: string }).conversation);
          return room ? { ok: true, card: cardOf(room.state.customer), earlier: [] } : refusal('not_found');
        }
        default:
          return (
            this.#calls.asked(request.name, request.payload, 'agent', this.#named(request.payload), line) ??
            this.#common(request.name, request.payload, actor)
          );
      }
    });
  }

  /** The conversation that a request names, if it is one of these. */
  #named(payload: unknown, rooms: readonly Room[] = [...this.rooms.values()]): ConversationState | undefined {
    const { conversation } = payload as { conversation?: string };
    return rooms.find(({ state }) => state.id === conversation)?.state;
  }

  #common(name: string, payload: unknown, actor: Actor | null): object {
    if (name === 'mark' && actor) {
      const { conversation, ...mark } = payload as MarkRequest;
      const room = this.rooms.get(conversation);
      if (!room) return refusal('not_found');
      room.state = applyMark(room.state, actor.kind === 'agent' ? 'agent' : 'customer', withoutUndefined(mark));
      const push = { conversation, marks: room.state.marks };
      this.#tell(
        room,
        (line) => line.push('marks', push),
        (line) => line.push('marks', push),
      );
    }
    if (name === 'history') {
      const { conversation, before } = payload as { conversation: string; before: number };
      const events = (this.rooms.get(conversation)?.main ?? [])
        .filter((event) => event.seq < before)
        .slice(-PAGE_EVENTS);
      return { ok: true, events, more: (events[0]?.seq ?? 1) > 1 };
    }
    if (name === 'attachment-url')
      return { ok: true, url: 'https://files.example/file', expires: this.#clock.now() + 600_000 };
    return { ok: true };
  }

  #answer<R extends { name: string; payload: unknown; answer(result: never): void }>(
    request: R,
    work: () => object,
  ): void {
    const fault = this.fault(request.name, request.payload);
    if (fault === 'lose') return;
    const result = fault === null || fault === 'lose-answer' ? work() : refusal(fault);
    if (fault !== 'lose-answer') this.#later(() => (request.answer as (value: object) => void)(result));
  }

  #append(asked: AppendRequest, actor: Actor, line: object): Result<Appended> {
    const known = [...this.rooms.values()]
      .flatMap(({ main, notes }) => [...main, ...notes])
      .find(({ id }) => id === asked.id);
    if (known) return appended(known);
    const room = this.#roomFor(asked, actor);
    if (!room) return refusal('not_found');
    if (asked.body.type === 'assigned' && room.state.status.kind !== 'queued') return refusal('taken');
    if (asked.body.type === 'closed' && room.state.status.kind === 'closed') return refusal('closed');
    const side = actor.kind === 'agent' ? 'agent' : 'customer';
    const refused = callRefusal(room.state, asked.body, side) ?? recordingRefusal(room.state, asked.body, side);
    if (refused) return refusal(refused);
    const end = asked.body.type === 'call_ended' ? endOfRecording(room.state, this.#clock.now()) : null;
    if (end) this.#bySystem(room, end);
    const body = stored(asked.body, actor, recordingIn(room.state), this.#clock.now());
    return appended(this.#store(room, actor, asked.id, body, line));
  }

  #roomFor({ conversation, body }: AppendRequest, actor: Actor): Room | null {
    const named = conversation === null ? this.#own(actor.id).at(-1) : this.rooms.get(conversation);
    const opens = body.type === 'message' || body.type === 'attachment' || body.type === 'call_asked';
    if (named && (named.state.status.kind !== 'closed' || !opens)) return named;
    if (actor.kind !== 'customer') return null;
    const open = this.#own(actor.id).find(({ state }) => state.status.kind !== 'closed');
    if (open) return open;
    const id = `conversation-${this.rooms.size + 1}-00000`;
    const room: Room = {
      state: emptyConversation(id, actor.id, this.#clock.now(), named?.state.id ?? null),
      main: [],
      notes: [],
    };
    this.rooms.set(id, room);
    return room;
  }

  #bySystem(room: Room, body: EventBody): void {
    this.#count += 1;
    this.#store(room, { kind: 'system', id: 'system' }, `by-the-service-${this.#count}-00`, body, null);
  }

  /** `except`: the line that learns of it by its acknowledgement. */
  #store(room: Room, actor: Actor, id: string, body: EventBody, except: object | string | null): ConversationEvent {
    const log = logOf(body.type);
    const list = log === 'main' ? room.main : room.notes;
    const place = { conversation: room.state.id, log, seq: list.length + 1, id, at: this.#clock.now() };
    const event: ConversationEvent = { ...place, actor, ...body };
    list.push(event);
    room.state = applyEvent(room.state, event);
    if (except === 'everyone') return event;
    const push = { conversation: room.state.id, events: [event] };
    this.#tell(
      room,
      (line) => line !== except && log === 'main' && line.push('events', push),
      (line) => {
        if (line !== except) line.push('events', push);
        line.push('line', inboxLineOf(room));
      },
    );
    return event;
  }

  #tell(
    room: Room,
    customer: (line: ScriptedLine<CustomerApi>) => void,
    agent: (line: ScriptedLine<AgentApi>) => void,
  ): void {
    this.#later(() => {
      for (const [line, id] of this.#customers) if (id === room.state.customer) customer(line);
      for (const line of this.#agents) agent(line);
    });
  }

  #typing({ conversation, on }: TypingRequest, customer: string | null): void {
    const push = { conversation, side: 'customer' as const, name: null, on };
    if (customer !== null) for (const line of this.#agents) line.push('typing', push);
  }

  #synced(asked: SyncRequest, room: Room | undefined): object {
    if (!room) {
      if (asked.conversation !== null) return refusal('not_found');
      return { ok: true, state: null, events: [], more: false, notes: [] };
    }
    const { after } = asked;
    const events =
      after === null
        ? room.main.slice(-TAIL_EVENTS)
        : room.main.filter((event) => event.seq > after).slice(0, PAGE_EVENTS);
    const more = (events.at(-1)?.seq ?? after ?? 0) < room.state.head;
    const notes = asked.notesAfter === undefined ? [] : room.notes.slice(asked.notesAfter);
    return { ok: true, state: room.state, events, more, notes };
  }
}

const refusal = (reason: Reason): { ok: false; reason: Reason } => ({ ok: false, reason });

function appended(event: ConversationEvent): Result<Appended> {
  const { conversation, log, seq, at } = event;
  return { ok: true, conversation, log, seq, at, event };
}

const lineOf = (room: Room): ConversationLine => ({ state: room.state, last: room.main.at(-1) ?? null });

function cardOf(id: string): CustomerCard {
  const unverified = { name: '', email: '', context: {} };
  const page = { topic: '', locale: 'en', device: '', pages: [], online: true, since: 0 };
  return { id, label: 'Visitor 1', verified: null, unverified, ...page };
}

function inboxLineOf(room: Room): InboxLine {
  const unread = room.main.filter((event) => countsAsUnread(event, 'agent', room.state.marks.agent.read)).length;
  return { ...lineOf(room), customer: cardOf(room.state.customer), unread };
}

const withoutUndefined = ({ delivered, read }: Omit<MarkRequest, 'conversation'>) => ({
  ...(delivered === undefined ? {} : { delivered }),
  ...(read === undefined ? {} : { read }),
});
