/** A conversation as plain text, for people: what was said and what happened, in English, without agents' notes. Pure. */
import type { ConversationState } from '../protocol/conversation.ts';
import type { ConversationEvent, Side, Time } from '../protocol/events.ts';
import type { CustomerRecord } from '../store/store.ts';

/** What agents see as the name: verified before said; else the number. */
export const nameOf = ({ verified, name, label }: Pick<CustomerRecord, 'verified' | 'name' | 'label'>): string =>
  verified?.name || name || `Visitor ${label}`;

const minute = (at: Time): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
const seconds = (length: number): string => `${Math.round(length / 1000)} s`;

/** `customer`: the name. */
export function transcript(state: ConversationState, events: readonly ConversationEvent[], customer: string): string {
  const head = `Conversation with ${customer}, begun ${minute(state.createdAt)} UTC (${state.id})`;
  const lines = events.map((event) => `${minute(event.at)}  ${lineOf(event, customer)}`);
  return `${[head, '', ...lines].join('\n')}\n`;
}

function lineOf(event: ConversationEvent, customer: string): string {
  const { actor } = event;
  const who = { customer, agent: actor.kind === 'agent' ? actor.name : 'the agent', system: 'The service' }[actor.kind];
  const side = (by: Side) => (by === 'customer' ? customer : 'the agent');
  switch (event.type) {
    case 'message':
    case 'note':
      // What follows the first line stands below it, so that nobody's words look like somebody else's line.
      return `${who}: ${event.payload.text.replace(/\r?\n/g, '\n    ')}`;
    case 'attachment':
    case 'recording_shared':
      return `${who}: [${event.payload.name}, ${event.payload.type}, ${event.payload.size} bytes]`;
    case 'assigned':
      return `* ${event.payload.agent.name} took the conversation`;
    case 'transferred':
      return `* ${event.payload.from.name} gave it to ${event.payload.agent.name}`;
    case 'returned':
      return `* ${event.payload.from.name} gave it back to the queue`;
    case 'closed':
      return `* closed by ${event.payload.by === 'system' ? 'the service' : side(event.payload.by)}`;
    case 'rated':
      return `* rated ${event.payload.score} of 5${event.payload.comment === '' ? '' : `: ${event.payload.comment}`}`;
    case 'call_asked':
      return `* ${who} asked for a call (${event.payload.media})`;
    case 'call_started':
      return `* the call was accepted`;
    case 'call_declined':
      return `* the call of ${side(event.payload.by)} was declined`;
    case 'call_missed':
      return `* the call of ${side(event.payload.by)} was not answered`;
    case 'call_ended':
      return `* the call ended after ${seconds(event.payload.length)}`;
    case 'recording_asked':
      return `* ${who} asked to record (${event.payload.what})`;
    case 'recording_agreed':
      return `* ${who} agreed to the recording`;
    case 'recording_refused':
      return `* the recording of ${side(event.payload.by)} was not agreed to`;
    case 'recording_started':
      return `* ${side(event.payload.by)} began to record`;
    case 'recording_stopped':
      return `* the recording of ${side(event.payload.by)} stopped after ${seconds(event.payload.length)}`;
  }
}
