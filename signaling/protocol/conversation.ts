/**
 * What a conversation is after its events: one fold, used by the service to keep its row and by every client to follow
 * live, so that the two can't disagree.
 */
import {
  type AgentRef,
  type CallMedia,
  type ConversationEvent,
  isSaid,
  type RecordingOf,
  type Side,
  type Time,
} from './events.ts';

export type Status =
  /** Waiting for an agent. `since` is when the customer began to wait. */
  | { kind: 'queued'; since: Time }
  | { kind: 'assigned'; agent: AgentRef; since: Time }
  | { kind: 'closed'; at: Time; by: Side | 'system'; agent: AgentRef | null };

/** The recording that one side of a call has asked for, or makes. */
export type RecordingState = {
  /** The id of the event that asked for it. */
  id: string;
  /** Which side records. */
  by: Side;
  what: RecordingOf;
  askedAt: Time;
} & ({ kind: 'asked' } | { kind: 'agreed' } | { kind: 'running'; startedAt: Time });

/** The call that rings or runs in a conversation: one at a time. */
export type CallState = {
  /** The id of the event that asked for it. */
  id: string;
  /** Which side asked. */
  by: Side;
  media: CallMedia;
  askedAt: Time;
} & (
  | {
      kind: 'ringing';
      /** Since when the other side hears it; null while nobody has the conversation: it waits in the queue. */
      ringsSince: Time | null;
    }
  | { kind: 'live'; startedAt: Time; recording: RecordingState | null }
);

/** The highest `seq` of the log `main` that a client of this side has, and that a person of this side has seen. */
export interface Mark {
  delivered: number;
  read: number;
}

export interface ConversationState {
  id: string;
  /** The customer's id. */
  customer: string;
  status: Status;
  createdAt: Time;
  /** When the last event came. */
  lastAt: Time;
  /** The latest `seq` of each log; 0 when it is empty. */
  head: number;
  notesHead: number;
  marks: Record<Side, Mark>;
  rating: { score: 1 | 2 | 3 | 4 | 5; comment: string } | null;
  call: CallState | null;
  /** The closed conversation that this one goes on from. */
  previous: string | null;
}

export function emptyConversation(id: string, customer: string, at: Time, previous: string | null): ConversationState {
  return {
    id,
    customer,
    status: { kind: 'queued', since: at },
    createdAt: at,
    lastAt: at,
    head: 0,
    notesHead: 0,
    marks: { customer: { delivered: 0, read: 0 }, agent: { delivered: 0, read: 0 } },
    rating: null,
    call: null,
    previous,
  };
}

/** The state after one more event. An event that the state already holds changes nothing. */
export function applyEvent(state: ConversationState, event: ConversationEvent): ConversationState {
  if (event.log === 'notes') return { ...state, notesHead: Math.max(state.notesHead, event.seq) };
  if (event.seq <= state.head) return state;
  const next: ConversationState = { ...state, head: event.seq, lastAt: event.at };
  switch (event.type) {
    case 'assigned':
    case 'transferred':
      next.status = { kind: 'assigned', agent: event.payload.agent, since: event.at };
      // Whoever takes it hears the ring from its begin.
      if (next.call?.kind === 'ringing') next.call = { ...next.call, ringsSince: event.at };
      return next;
    case 'returned':
      // The wait goes on from the conversation's begin: whoever was given back is not put behind everybody else.
      next.status = { kind: 'queued', since: state.createdAt };
      if (next.call?.kind === 'ringing') next.call = { ...next.call, ringsSince: null };
      return next;
    case 'closed': {
      const agent = state.status.kind === 'assigned' ? state.status.agent : null;
      next.status = { kind: 'closed', at: event.at, by: event.payload.by, agent };
      return next;
    }
    case 'rated':
      next.rating = event.payload;
      return next;
    case 'call_asked':
      next.call = askedCall(state, event);
      return next;
    case 'call_started':
      if (state.call?.id === event.payload.call) next.call = startedCall(state.call, event.at);
      return next;
    case 'call_declined':
    case 'call_missed':
    case 'call_ended':
      if (state.call?.id === event.payload.call) next.call = null;
      return next;
    case 'recording_asked':
    case 'recording_agreed':
    case 'recording_refused':
    case 'recording_started':
    case 'recording_stopped':
      if (state.call?.kind === 'live') next.call = { ...state.call, recording: recordingAfter(state.call, event) };
      return next;
    default:
      return next;
  }
}

function askedCall(state: ConversationState, event: Extract<ConversationEvent, { type: 'call_asked' }>): CallState {
  const by = event.actor.kind === 'agent' ? 'agent' : 'customer';
  const ringsSince = state.status.kind === 'assigned' ? event.at : null;
  return { kind: 'ringing', id: event.id, by, media: event.payload.media, askedAt: event.at, ringsSince };
}

function startedCall({ id, by, media, askedAt }: CallState, startedAt: Time): CallState {
  return { kind: 'live', id, by, media, askedAt, startedAt, recording: null };
}

type RecordingEvent = Extract<
  ConversationEvent,
  { type: 'recording_asked' | 'recording_agreed' | 'recording_refused' | 'recording_started' | 'recording_stopped' }
>;

/** An event of a recording that isn't the call's own changes nothing. */
function recordingAfter(call: Extract<CallState, { kind: 'live' }>, event: RecordingEvent): RecordingState | null {
  if (event.type === 'recording_asked') {
    if (event.payload.call !== call.id) return call.recording;
    const by = event.actor.kind === 'agent' ? 'agent' : 'customer';
    return { kind: 'asked', id: event.id, by, what: event.payload.what, askedAt: event.at };
  }
  const { recording } = call;
  if (recording?.id !== event.payload.recording) return recording;
  const { id, by, what, askedAt } = recording;
  switch (event.type) {
    case 'recording_agreed':
      return { kind: 'agreed', id, by, what, askedAt };
    case 'recording_started':
      return { kind: 'running', id, by, what, askedAt, startedAt: event.at };
    case 'recording_refused':
    case 'recording_stopped':
      return null;
  }
}

/** Marks only move forward, never past the head, and what is read is delivered. */
export function applyMark(state: ConversationState, side: Side, mark: Partial<Mark>): ConversationState {
  const old = state.marks[side];
  const read = Math.min(state.head, Math.max(old.read, mark.read ?? 0));
  const delivered = Math.min(state.head, Math.max(old.delivered, mark.delivered ?? 0, read));
  if (read === old.read && delivered === old.delivered) return state;
  return { ...state, marks: { ...state.marks, [side]: { delivered, read } } };
}

/** Whether an event counts as unread for this side. */
export function countsAsUnread(event: ConversationEvent, side: Side, readUpTo: number): boolean {
  if (event.log !== 'main' || event.seq <= readUpTo) return false;
  // Also one that the service ended: whoever was called should know.
  if (event.type === 'call_missed') return event.payload.by !== side;
  return event.actor.kind !== side && isSaid(event.type);
}
