/**
 * One conversation's calls over the session's line. What the log decides goes the way of all events that a person waits
 * for; signals are passed on unread. Knows neither WebRTC nor which line it is at the moment.
 */
import type { CallState } from '../../signaling/protocol/conversation.ts';
import type { CallMedia, Side } from '../../signaling/protocol/events.ts';
import type { Appended, CallTicket, IceServers, Joined } from '../../signaling/protocol/realtime.ts';
import type { Result } from '../../signaling/protocol/reasons.ts';
import type {
  AppendBody,
  CallJoin,
  CallReport,
  IceCandidate,
  SessionDescription,
} from '../../signaling/protocol/schemas.ts';
import type { CallLine, CallLineEvent, Signal, SignalAddress } from './call-line.ts';
import type { CallLink, SharedConnection } from './link.ts';
import type { Reply } from './transport.ts';

export interface CallLineDeps {
  side: Side;
  link: CallLink;
  online: () => boolean;
  /** The conversation that is shown; null before there is one. */
  conversation: () => string | null;
  /** Its call, as far as this client knows. */
  call: () => CallState | null;
  /** The latest `seq` that the person could know of. */
  head: () => number;
  /** Stores an event of the conversation, and shows it at once. */
  append: (body: Exclude<AppendBody, { type: 'call_asked' }>, head?: number) => Promise<Result<Appended>>;
  /** The same for an event that may begin a conversation. */
  begin: (body: Extract<AppendBody, { type: 'call_asked' }>, head: number) => Promise<Result<Appended>>;
  /** Resolves when everything is known that the service has, or nobody can tell. */
  caughtUp: () => Promise<void>;
}

const NOT_HERE = { ok: false, reason: 'not_found' } as const;

export class LiveCallLine implements CallLine {
  readonly #deps: CallLineDeps;
  readonly #listeners = new Set<(event: CallLineEvent) => void>();

  constructor(deps: CallLineDeps) {
    this.#deps = deps;
  }

  get isOnline(): boolean {
    return this.#deps.online();
  }

  async ask(media: CallMedia, until?: AbortSignal): Promise<Result<{ call: string }>> {
    const { begin } = this.#deps;
    const asked = await this.#insist(until, (head) => begin({ type: 'call_asked', payload: { media } }, head));
    if (!asked.ok && asked.reason !== 'busy') return asked;
    // A conversation that was begun elsewhere has to be fetched first.
    if (!asked.ok || this.#deps.call()?.id !== asked.event.id) await this.#deps.caughtUp();
    if (asked.ok) return { ok: true, call: asked.event.id };
    const call = this.#deps.call();
    if (call?.kind !== 'ringing' || call.by === this.#deps.side) return asked;
    const accepted = await this.accept(call.id, until);
    return accepted.ok ? { ok: true, call: call.id } : accepted;
  }

  accept(call: string, until?: AbortSignal): Promise<Result<Appended>> {
    return this.#insist(until, (head) => this.#deps.append({ type: 'call_started', payload: { call } }, head));
  }

  decline(call: string): Promise<Result<Appended>> {
    return this.#deps.append({ type: 'call_declined', payload: { call } });
  }

  cancel(call: string): Promise<Result<Appended>> {
    return this.#deps.append({ type: 'call_missed', payload: { call } });
  }

  end(call: string): Promise<Result<Appended>> {
    return this.#deps.append({ type: 'call_ended', payload: { call } });
  }

  async join(request: Omit<CallJoin, 'conversation'>): Promise<Reply<Joined>> {
    const conversation = this.#deps.conversation();
    return conversation === null ? NOT_HERE : this.#deps.link.join({ conversation, ...request });
  }

  leave(call: string, seat: string): void {
    const conversation = this.#deps.conversation();
    if (conversation !== null) this.#deps.link.leave({ conversation, call, seat });
  }

  report(call: string, report: CallReport): void {
    // Where a call runs there is a conversation.
    this.#deps.link.report({ conversation: this.#deps.conversation() ?? '', call, report });
  }

  async iceServers(call: string, within?: number): Promise<Reply<IceServers>> {
    const conversation = this.#deps.conversation();
    return conversation === null ? NOT_HERE : this.#deps.link.iceServers({ conversation, call }, within);
  }

  async ticket(call: string): Promise<Result<CallTicket>> {
    const conversation = this.#deps.conversation();
    if (conversation === null) return NOT_HERE;
    const reply = await this.#deps.link.ticket({ conversation, call });
    return reply.ok || reply.reason !== 'lost' ? reply : { ok: false, reason: 'unavailable' };
  }

  async signal(call: string, address: SignalAddress, signal: Signal): Promise<Reply> {
    const conversation = this.#deps.conversation();
    if (conversation === null) return NOT_HERE;
    // Field by field: the service refuses whatever it doesn't know.
    const { from, to, epoch, seq } = address;
    const place = { conversation, call, from, to, epoch, seq };
    return signal.name === 'ice-candidate'
      ? this.#deps.link.candidate({ ...place, candidate: signal.candidate })
      : this.#deps.link.describe(signal.name, { ...place, sdp: signal.sdp });
  }

  subscribe(listener: (event: CallLineEvent) => void): () => void {
    // A wrapper of its own, so that the same function may be subscribed twice.
    const call = (event: CallLineEvent) => listener(event);
    this.#listeners.add(call);
    return () => this.#listeners.delete(call);
  }

  /** Over one line after the other, always with what was known at the click: so the service takes it for the same. */
  async #insist(
    until: AbortSignal | undefined,
    ask: (head: number) => Promise<Result<Appended>>,
  ): Promise<Result<Appended>> {
    const head = this.#deps.head();
    for (;;) {
      const result = await ask(head);
      if (result.ok || result.reason !== 'unavailable' || !until || this.isOnline) return result;
      await this.#nextLine(until);
      if (until.aborted) return result;
    }
  }

  #nextLine(until: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const leave = this.subscribe(({ kind }) => {
        if (kind === 'online') done();
      });
      const done = () => {
        leave();
        until.removeEventListener('abort', done);
        resolve();
      };
      until.addEventListener('abort', done);
      if (until.aborted) done();
    });
  }

  /** What the line or the service tells; called by the session. */
  tell(event: CallLineEvent): void {
    for (const call of [...this.#listeners]) call(event);
  }
}

interface WithCalls {
  readonly calls: LiveCallLine;
}

/** Hands what the line does, and what the service pushes of calls, to the conversations that it is about. */
export function passOnCalls(
  connection: SharedConnection,
  conversations: { all: () => readonly WithCalls[]; of: (id: string) => WithCalls | undefined },
): void {
  let isOnline = false;
  connection.subscribe(() => {
    if (connection.isOnline === isOnline) return;
    ({ isOnline } = connection);
    for (const { calls } of conversations.all()) calls.tell({ kind: isOnline ? 'online' : 'offline' });
  });
  const tell = (id: string, event: CallLineEvent) => conversations.of(id)?.calls.tell(event);
  connection.on('call-peer', ({ conversation, ...push }) => tell(conversation, { kind: 'peer', ...push }));
  connection.on('call-taken', ({ conversation, ...push }) => tell(conversation, { kind: 'taken', ...push }));
  for (const name of ['offer', 'answer'] as const) {
    connection.on(name, (push) => tell(push.conversation, signalOf(push, { name, sdp: push.sdp })));
  }
  connection.on('ice-candidate', (push) => {
    tell(push.conversation, signalOf(push, { name: 'ice-candidate', candidate: push.candidate }));
  });
}

function signalOf(push: SessionDescription | IceCandidate, signal: Signal): CallLineEvent {
  const { call, from, to, epoch, seq } = push;
  return { kind: 'signal', call, address: { from, to, epoch, seq }, signal };
}
