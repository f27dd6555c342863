/** Turns what happens in a session into the public element's events. Draws nothing. */
import type { ConversationEvent } from '../../signaling/protocol/events.ts';
import type { Reason } from '../../signaling/protocol/reasons.ts';
import type { ConversationView, CustomerSession } from '../session/types.ts';
import type { ConversationStatus, SupportHost } from '../support-host.ts';

/** @returns what ends it */
export function tellHost(session: CustomerSession, host: Pick<SupportHost, 'tell'>): () => void {
  const messages = new MessageTeller(host);
  let [unread, status, refused] = [0, '', ''];

  const sessionChanged = () => {
    const state = session.getState();
    if (state.unread !== unread) host.tell('ycyw-unread', { count: state.unread });
    unread = state.unread;
    const { connection } = state;
    const reason = connection.kind === 'refused' ? connection.reason : '';
    if (connection.kind === 'refused' && reason !== refused) {
      host.tell('ycyw-error', { reason: connection.reason, message: refusal(connection.reason, connection.message) });
    }
    refused = reason;
    tellStatus();
  };
  const tellStatus = () => {
    const view = session.current.getState();
    if (view.phase.kind === 'loading') return;
    const now = statusOf(view, session.getState().position);
    const written = JSON.stringify(now);
    if (written !== status) host.tell('ycyw-conversation', now);
    status = written;
  };
  const conversationChanged = () => {
    messages.look(session.current.getState());
    tellStatus();
  };

  sessionChanged();
  conversationChanged();
  const leave = [session.subscribe(sessionChanged), session.current.subscribe(conversationChanged)];
  return () => {
    for (const end of leave) end();
  };
}

/** For the page's developer; names the remedy where it lies with them. */
export function refusal(reason: Reason, message?: string): string {
  if (message) return message;
  if (reason !== 'origin') return `The service refused: ${reason}.`;
  return `This page's origin ${location.origin} is not among ALLOWED_ORIGINS of the service.`;
}

function statusOf({ state }: ConversationView, position: number | null): ConversationStatus {
  const status = state?.status.kind ?? 'none';
  return status === 'queued' ? { status, position } : { status };
}

/** Tells of messages that come while the page is open, not of those that were there before. */
class MessageTeller {
  readonly #host: Pick<SupportHost, 'tell'>;
  /** How far each conversation was told. Null until the first has come, with its past. */
  #told: Map<string, number> | null = null;

  constructor(host: Pick<SupportHost, 'tell'>) {
    this.#host = host;
  }

  look({ phase, state, events }: ConversationView): void {
    if (phase.kind === 'loading' || phase.kind === 'failed') return;
    const last = events.at(-1)?.seq ?? 0;
    if (this.#told === null) {
      this.#told = new Map(state === null ? [] : [[state.id, last]]);
      return;
    }
    if (state === null) return;
    const from = this.#told.get(state.id) ?? 0;
    this.#told.set(state.id, Math.max(from, last));
    for (const event of events) if (event.seq > from) this.#tell(event);
  }

  #tell(event: ConversationEvent): void {
    if (event.type !== 'message') return;
    const { id, payload, actor } = event;
    this.#host.tell('ycyw-message', { id, text: payload.text, own: actor.kind === 'customer' });
  }
}
