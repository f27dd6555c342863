/** A conversation as plain text, for people: what was said and what happened, in English, without agents' notes. Pure. */
import type { ConversationState } from '../protocol/conversation.ts';
import type { ConversationEvent, Side, Time } from '../protocol/events.ts';
import type { CustomerRecord } from '../store/store.ts';

/** What agents see as the name: verified before said; else the number. */
export const nameOf = ({ verified, name, label }: Pick<CustomerRecord, 'verified' | 'name' | 'label'>): string =>
  verified?.name || name || `Visitor ${label}`;

/** What ends a line in one program or another, and what else can't be seen. */
const LINE_END = /\r\n|[\n\v\f\r\x85\u2028\u2029]/g;
const UNSEEN = /[\p{Cc}\u2028\u2029]+/gu;

/** A name stands in one line, whatever somebody gave for it. */
const flat = (name: string): string => name.replace(UNSEEN, ' ').trim();
/** What follows the first line stands below it, so that nobody's words look like somebody else's line. */
const indented = (words: string): string => words.replace(LINE_END, '\n    ');

const minute = (at: Time): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
const seconds = (length: number): string => `${Math.round(length / 1000)} s`;

/** `named`: what the customer is called. */
export function transcript(state: ConversationState, events: readonly ConversationEvent[], named: string): string {
  const customer = flat(named);
  const head = `Conversation with ${customer}, begun ${minute(state.createdAt)} UTC (${state.id})`;
  const lines = events.map((event) => `${minute(event.at)}  ${lineOf(event, customer)}`);
  return `${[head, '', ...lines].join('\n')}\n`;
}

function lineOf(event: ConversationEvent, customer: string): string {
  const { actor } = event;
  const who = { customer, agent: actor.kind === 'agent' ? flat(actor.name) : 'the agent', system: 'The service' }[
    actor.kind
  ];
  const side = (by: Side) => (by === 'customer' ? customer : 'the agent');
  switch (event.type) {
    case 'message':
    case 'note':
      return `${who}: ${indented(event.payload.text)}`;
    case 'attachment':
    case 'recording_shared':
      return `${who}: [${flat(event.payload.name)}, ${event.payload.type}, ${event.payload.size} bytes]`;
    case 'assigned':
      return `* ${flat(event.payload.agent.name)} took the conversation`;
    case 'transferred':
      return `* ${flat(event.payload.from.name)} gave it to ${flat(event.payload.agent.name)}`;
    case 'returned':
      return `* ${flat(event.payload.from.name)} gave it back to the queue`;
    case 'closed':
      return `* closed by ${event.payload.by === 'system' ? 'the service' : side(event.payload.by)}`;
    case 'rated':
      return `* rated ${event.payload.score} of 5${event.payload.comment === '' ? '' : `: ${indented(event.payload.comment)}`}`;
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
