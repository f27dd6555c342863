/** Who may do what in a conversation: pure, asked inside the transaction that stores the event. */
import type { ConversationState } from '../protocol/conversation.ts';
import type { Reason } from '../protocol/reasons.ts';
import type { Command, Decision } from '../store/store.ts';

const accept: Decision = { kind: 'accept' };
const elsewhere: Decision = { kind: 'elsewhere' };
const refuse = (reason: Reason): Decision => ({ kind: 'refuse', reason });

export function decide(state: ConversationState | null, command: Command): Decision {
  switch (command.actor.kind) {
    case 'customer':
      // Somebody else's conversation looks like one that doesn't exist.
      if (state && state.customer !== command.actor.id) return refuse('not_found');
      return customerMay(state, command);
    case 'agent':
      if (!state) return refuse('not_found');
      return agentMay(state, command, command.actor.id);
    case 'system':
      if (!state) return refuse('not_found');
      return systemMay(state, command);
  }
}

function customerMay(state: ConversationState | null, command: Command): Decision {
  if (command.kind === 'mark') return state ? accept : refuse('not_found');
  const open = state !== null && state.status.kind !== 'closed';
  switch (command.body.type) {
    case 'message':
    case 'attachment':
      if (open) return accept;
      // A conversation that was named and doesn't exist is no reason to start one.
      return state || command.conversation === null ? elsewhere : refuse('not_found');
    case 'closed':
      if (!state) return refuse('not_found');
      return open ? accept : refuse('closed');
    case 'rated':
      if (!state) return refuse('not_found');
      if (open) return refuse('invalid');
      return state.rating ? refuse('conflict') : accept;
    default:
      return refuse('invalid');
  }
}

function agentMay(state: ConversationState, command: Command, agent: string): Decision {
  const mine = state.status.kind === 'assigned' && state.status.agent.id === agent;
  // Reading along in the queue is not the side's reading: the customer would see "read" with nobody there.
  if (command.kind === 'mark') return mine ? accept : refuse('not_assigned');
  const { body } = command;
  if (body.type === 'note') return accept;
  if (state.status.kind === 'closed') return refuse('closed');
  switch (body.type) {
    case 'assigned':
      return state.status.kind === 'queued' ? accept : refuse('taken');
    case 'transferred':
      if (body.payload.agent.id === agent) return refuse('invalid');
      return mine ? accept : refuse('not_assigned');
    case 'message':
    case 'attachment':
    case 'returned':
    case 'closed':
      return mine ? accept : refuse('not_assigned');
    default:
      return refuse('invalid');
  }
}

/** The service gives back what a gone agent had; anything else has changed hands meanwhile. */
function systemMay(state: ConversationState, command: Command): Decision {
  if (command.kind !== 'append' || command.body.type !== 'returned') return refuse('invalid');
  const still = state.status.kind === 'assigned' && state.status.agent.id === command.body.payload.from.id;
  return still ? accept : refuse('not_assigned');
}
