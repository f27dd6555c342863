/** Who may do what in a conversation: pure, asked inside the transaction that stores the event. */
import type { ConversationState } from '../protocol/conversation.ts';
import type { EventBody, Side, Time } from '../protocol/events.ts';
import type { Reason } from '../protocol/reasons.ts';
import type { AskedBody, Command, Decision } from '../store/store.ts';
import { callMay, callMayBegin, endOfCall } from './call-rules.ts';
import { endOfRecording, isOfRecording, recordingMay } from './recording-rules.ts';

const accept: Decision = { kind: 'accept' };
const elsewhere: Decision = { kind: 'elsewhere' };
const refuse = (reason: Reason): Decision => ({ kind: 'refuse', reason });

export function decide(state: ConversationState | null, command: Command, at: Time): Decision {
  const decision = judge(state, command, at);
  if (decision.kind !== 'accept' || command.kind !== 'append') return decision;
  const first = state ? endedBy(state, command.body, at) : [];
  return first.length > 0 ? { ...decision, first } : decision;
}

/** What else comes to an end by this, in order. */
function endedBy(state: ConversationState, by: AskedBody, at: Time): EventBody[] {
  const call = endOfCall(state, by.type, at);
  const isOver = call !== null || by.type === 'call_ended';
  const until = by.type === 'call_ended' && 'until' in by.payload ? by.payload.until : at;
  const recording = state.call && isOver ? endOfRecording(state.call, until ?? at) : null;
  return [recording, call].filter((end) => end !== null);
}

function judge(state: ConversationState | null, command: Command, at: Time): Decision {
  switch (command.actor.kind) {
    case 'customer':
      // Somebody else's conversation looks like one that doesn't exist.
      if (state && state.customer !== command.actor.id) return refuse('not_found');
      return ofRecording(state, command, 'customer', at) ?? customerMay(state, command, at);
    case 'agent':
      if (!state) return refuse('not_found');
      return agentMay(state, command, command.actor.id, at);
    case 'system':
      if (!state) return refuse('not_found');
      return systemMay(state, command, at);
  }
}

/** Null when it isn't about one. */
function ofRecording(state: ConversationState | null, command: Command, who: Side, at: Time): Decision | null {
  if (command.kind === 'mark' || !isOfRecording(command.body)) return null;
  return state ? recordingMay(state, command.body, who, at) : refuse('not_found');
}

function customerMay(state: ConversationState | null, command: Command, at: Time): Decision {
  if (command.kind === 'mark') return state ? accept : refuse('not_found');
  const open = state !== null && state.status.kind !== 'closed';
  switch (command.body.type) {
    case 'message':
    case 'attachment':
    case 'recording_shared':
    case 'call_asked':
      if (open) return command.body.type === 'call_asked' ? callMayBegin(state) : accept;
      // A conversation that was named and doesn't exist is no reason to start one.
      return state || command.conversation === null ? elsewhere : refuse('not_found');
    case 'closed':
      if (!state) return refuse('not_found');
      return open ? accept : refuse('closed');
    case 'rated':
      if (!state) return refuse('not_found');
      if (open) return refuse('invalid');
      return state.rating ? refuse('conflict') : accept;
    case 'call_started':
    case 'call_declined':
    case 'call_missed':
    case 'call_ended':
      return state ? callMay(state, command.body, 'customer', at) : refuse('not_found');
    default:
      return refuse('invalid');
  }
}

function agentMay(state: ConversationState, command: Command, agent: string, at: Time): Decision {
  const mine = state.status.kind === 'assigned' && state.status.agent.id === agent;
  // Reading along in the queue is not the side's reading: the customer would see "read" with nobody there.
  if (command.kind === 'mark') return mine ? accept : refuse('not_assigned');
  const { body } = command;
  // A running call is of whoever has the conversation.
  if (isOfRecording(body) && !mine) return refuse('not_assigned');
  const decision = ofRecording(state, command, 'agent', at);
  if (decision) return decision;
  switch (body.type) {
    case 'note':
      return accept;
    case 'call_started':
    case 'call_declined':
    case 'call_missed':
    case 'call_ended': {
      const decision = callMay(state, body, 'agent', at);
      return mine || decision.kind === 'refuse' ? decision : refuse('not_assigned');
    }
    default:
      break;
  }
  if (state.status.kind === 'closed') return refuse('closed');
  switch (body.type) {
    case 'assigned':
      return state.status.kind === 'queued' ? accept : refuse('taken');
    case 'transferred':
      if (body.payload.agent.id === agent) return refuse('invalid');
      return mine ? accept : refuse('not_assigned');
    case 'message':
    case 'attachment':
    case 'recording_shared':
    case 'returned':
    case 'closed':
      return mine ? accept : refuse('not_assigned');
    case 'call_asked':
      return mine ? callMayBegin(state) : refuse('not_assigned');
    default:
      return refuse('invalid');
  }
}

function systemMay(state: ConversationState, command: Command, at: Time): Decision {
  if (command.kind !== 'append') return refuse('invalid');
  const { body } = command;
  switch (body.type) {
    case 'returned': {
      // What a gone agent had is given back; anything else has changed hands meanwhile.
      const still = state.status.kind === 'assigned' && state.status.agent.id === body.payload.from.id;
      return still ? accept : refuse('not_assigned');
    }
    case 'closed':
      return state.status.kind === 'closed' ? refuse('closed') : accept;
    case 'call_missed':
    case 'call_ended':
      return callMay(state, body, 'system', at);
    case 'recording_refused':
      return recordingMay(state, body, 'system', at);
    default:
      return refuse('invalid');
  }
}
