/** Makes events for tests: a conversation's log, written down in the order in which it happens. */
import { applyEvent, type ConversationState, emptyConversation } from '../../../signaling/protocol/conversation.ts';
import type { Actor, AgentRef, ConversationEvent, EventBody } from '../../../signaling/protocol/events.ts';
import { logOf } from '../../../signaling/protocol/events.ts';

export const AMELIE: AgentRef = { id: 'agent-amelie-0001', name: 'Amélie' };
export const JULES: AgentRef = { id: 'agent-jules-00002', name: 'Jules' };
export const CUSTOMER: Actor = { kind: 'customer', id: 'customer-marta-01' };
const CONVERSATION = 'conversation-0001';

/** Thursday 26 November 2026, 14:02:00 in Paris. */
export const BEGIN = Date.UTC(2026, 10, 26, 13, 2);
export const ZONE = 'Europe/Paris';
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;

export const agent = ({ id, name }: AgentRef): Actor => ({ kind: 'agent', id, name });

/** A log that grows, with its own clock and sequence. */
export class Log {
  readonly events: ConversationEvent[] = [];
  readonly notes: ConversationEvent[] = [];
  at: number;
  #made = 0;
  readonly #id: string;

  constructor(at = BEGIN, id = CONVERSATION) {
    this.at = at;
    this.#id = id;
  }

  /** Lets time pass, in milliseconds. */
  wait(length: number): this {
    this.at += length;
    return this;
  }

  add(actor: Actor, body: EventBody, id = `event-${String(++this.#made).padStart(10, '0')}`): ConversationEvent {
    const log = logOf(body.type);
    const list = log === 'notes' ? this.notes : this.events;
    const event: ConversationEvent = {
      conversation: this.#id,
      log,
      seq: list.length + 1,
      id,
      at: this.at,
      actor,
      ...body,
    };
    list.push(event);
    return event;
  }

  customer(text: string, id?: string): this {
    this.add(CUSTOMER, { type: 'message', payload: { text } }, id);
    return this;
  }

  says(who: AgentRef, text: string): this {
    this.add(agent(who), { type: 'message', payload: { text } });
    return this;
  }

  takes(who: AgentRef): this {
    this.add(agent(who), { type: 'assigned', payload: { agent: who } });
    return this;
  }

  closes(by: 'customer' | AgentRef): this {
    const actor = by === 'customer' ? CUSTOMER : agent(by);
    this.add(actor, { type: 'closed', payload: { by: by === 'customer' ? 'customer' : 'agent' } });
    return this;
  }

  /** The state after all of it. */
  get state(): ConversationState {
    const empty = emptyConversation(this.#id, CUSTOMER.id, this.events[0]?.at ?? BEGIN, null);
    return [...this.events, ...this.notes].reduce(applyEvent, empty);
  }
}
