/** The conversation's log: what can happen in a conversation, in the form in which it is stored and sent. */
import type { AttachmentType } from './limits.ts';

/** Milliseconds since 1970-01-01 UTC, by the service's clock. */
export type Time = number;

export type Side = 'customer' | 'agent';

/** Who caused an event. Agents are named, since the name is what the customer sees; a customer is "you" or the page's name. */
export type Actor =
  | { kind: 'customer'; id: string }
  | { kind: 'agent'; id: string; name: string }
  /** The service itself, for example when it gives a conversation back to the queue. */
  | { kind: 'system'; id: 'system' };

export interface Attachment {
  id: string;
  name: string;
  type: AttachmentType;
  /** Bytes. */
  size: number;
  /** Pixels, for pictures, so that the place is kept before they load. */
  width?: number;
  height?: number;
}

export interface AgentRef {
  id: string;
  name: string;
}

/** What was asked for. `screen`: only to show a screen, with neither camera nor microphone. The other side may switch on what it likes. */
export type CallMedia = 'audio' | 'video' | 'screen';

/** Why a call that ran is over. */
export type CallEnd =
  | 'hung_up'
  /** One side was away for longer than its seat is kept. */
  | 'gone'
  /** The conversation was closed, or went to another agent or back into the queue. */
  | 'conversation';

/** What is recorded: a screen, or what both sides of a call see. The sound of both is in either. */
export type RecordingOf = 'screen' | 'call';

/** Why a recording that both had agreed to is over. */
export type RecordingEnd =
  /** By whoever recorded. */
  | 'stopped'
  /** The other person took the agreement back. */
  | 'withdrawn'
  /** With the call. */
  | 'call_over'
  /** The disk was full. */
  | 'no_room'
  | 'failed'
  /** The page that recorded was closed, or died. */
  | 'gone';

/** A recording that was sent into the conversation. */
export interface SharedRecording extends Attachment {
  /** How long it plays, in milliseconds. */
  length: number;
}

/** What happened, by type. `message` and `attachment` come from both sides, the rest from the side that the rules name. */
export type EventBody =
  | { type: 'message'; payload: { text: string } }
  | { type: 'attachment'; payload: Attachment }
  /** An agent took the conversation from the queue. */
  | { type: 'assigned'; payload: { agent: AgentRef } }
  /** An agent gave it to a colleague. */
  | { type: 'transferred'; payload: { from: AgentRef; agent: AgentRef } }
  /** Back in the queue: by the agent, or because the agent was gone for too long. */
  | { type: 'returned'; payload: { from: AgentRef; why: 'agent' | 'agent_gone' } }
  | { type: 'closed'; payload: { by: Side | 'system' } }
  | { type: 'rated'; payload: { score: 1 | 2 | 3 | 4 | 5; comment: string } }
  /** Rings the other side. The event's id is the call's id from now on. */
  | { type: 'call_asked'; payload: { media: CallMedia } }
  /** The side that was asked accepted. */
  | { type: 'call_started'; payload: { call: string } }
  /** `by` is the side that had asked. */
  | { type: 'call_declined'; payload: { call: string; by: Side } }
  /** Nobody accepted in time, or whoever asked took it back. `by` is the side that had asked. */
  | { type: 'call_missed'; payload: { call: string; by: Side; why: 'no_answer' | 'cancelled' } }
  /** `length` in milliseconds. */
  | { type: 'call_ended'; payload: { call: string; why: CallEnd; length: number } }
  /** Asks the other side of the call that runs. The event's id is the recording's id from now on. */
  | { type: 'recording_asked'; payload: { call: string; what: RecordingOf } }
  /** By the side that was asked. */
  | { type: 'recording_agreed'; payload: { recording: string } }
  /** `by` is the side that had asked. */
  | { type: 'recording_refused'; payload: { recording: string; by: Side; why: 'refused' | 'no_answer' | 'cancelled' } }
  | { type: 'recording_started'; payload: { recording: string; by: Side } }
  /** `by` is the side that recorded; `length` from start to stop, in milliseconds. */
  | { type: 'recording_stopped'; payload: { recording: string; by: Side; why: RecordingEnd; length: number } }
  | { type: 'recording_shared'; payload: SharedRecording }
  /** Agents only, in the log of notes. */
  | { type: 'note'; payload: { text: string } };

export type EventType = EventBody['type'];

/** What somebody says to the other side: it counts as unread, and stands for its conversation in lists. */
export const SAID = ['message', 'attachment', 'recording_shared'] as const satisfies readonly EventType[];
type Said = (typeof SAID)[number];
export const isSaid = (type: EventType): type is Said => (SAID as readonly EventType[]).includes(type);

/** Customers see `main`. `notes` is the agents' own log, with a sequence of its own, so that customers see no gap. */
export type LogName = 'main' | 'notes';

/** One entry of a log. `seq` counts 1, 2, 3 … in each log of each conversation, without holes. */
export type ConversationEvent = {
  conversation: string;
  log: LogName;
  seq: number;
  /** Made by whoever causes the event; a resend carries the same. */
  id: string;
  at: Time;
  actor: Actor;
} & EventBody;

/** What asks the other side for an answer at once: whoever asks too often is slowed down. */
export const isQuestion = (type: EventType): boolean => type === 'call_asked' || type === 'recording_asked';

export const logOf = (type: EventType): LogName => (type === 'note' ? 'notes' : 'main');
