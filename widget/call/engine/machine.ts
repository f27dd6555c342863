/**
 * Where a call stands, as named states and pure transitions: what the person asks for, what the conversation's log says,
 * and what is heard of the line go in; the next state comes out. Knows no time, no network, no media: whoever drives it
 * acts on the states that it leads to.
 */
import type { CallState } from '../../../signaling/protocol/conversation.ts';
import type { ConversationEvent, Side, Time } from '../../../signaling/protocol/events.ts';
import { SEAT_KEPT_MS } from '../../../signaling/protocol/limits.ts';
import type { Reason } from '../../../signaling/protocol/reasons.ts';
import type { CallPhase } from '../types.ts';
import type { PeerLinkState } from './deps.ts';

type Ended = Extract<CallPhase, { kind: 'ended' }>;

/** How the media of a running call fare, as far as this side can tell. */
export type Course =
  /** None have come since it was accepted. */
  | { kind: 'connecting' }
  | { kind: 'live' }
  /** They had come and don't any more. `asks`: for so long that the person is asked whether to go on. */
  | { kind: 'broken'; since: Time; why: 'network' | 'network_changed'; asks: boolean };

export type MachineState =
  /** The other side rings. The connection is prepared, nothing of this side is switched on. */
  | { kind: 'incoming'; id: string }
  /** The look in the mirror. `answers`: the call that rings meanwhile. */
  | { kind: 'lobby'; answers: string | null }
  | { kind: 'asking' }
  | { kind: 'ringing'; id: string; since: Time | null }
  /** The service is told that the person accepts. */
  | { kind: 'accepting'; id: string }
  | {
      kind: 'running';
      id: string;
      startedAt: Time;
      course: Course;
      /** Since when the other side has no line; null while it has one. */
      peerAwaySince: Time | null;
      /** After a reload the browser may want a click before it gives camera and microphone again. */
      own: 'given' | 'wants_click';
    }
  /** Another window or tab of this side has it, or had the last word. */
  | { kind: 'elsewhere'; id: string }
  | { kind: 'ended'; ended: Ended }
  | { kind: 'failed'; reason: Reason };

export type MachineEvent =
  /** From the mirror into the call. */
  | { type: 'go' }
  /** A look in the mirror before answering. */
  | { type: 'look' }
  /** The other side asks, while the person looks in the mirror to ask it. */
  | { type: 'rings'; id: string }
  | { type: 'answer' }
  /** The service took the asking. */
  | { type: 'asked'; id: string }
  | { type: 'refused'; reason: Reason }
  /** What the conversation says of its call, and the latest event of this call's end if there is one. */
  | { type: 'log'; call: CallState | null; end: EndEvent | null }
  | { type: 'line'; state: PeerLinkState; at: Time }
  | { type: 'peer'; state: 'here' | 'away'; at: Time }
  /** Another window or tab of this side has it now. */
  | { type: 'taken' }
  | { type: 'own'; own: 'given' | 'wants_click' }
  /** The silence has lasted long; or the person wants to go on all the same. */
  | { type: 'patience'; left: 'none' | 'new' };

export type EndEvent = Extract<ConversationEvent, { type: 'call_declined' | 'call_missed' | 'call_ended' }>;

const over = (why: Ended['why'], length: number | null = null): MachineState => ({
  kind: 'ended',
  ended: { kind: 'ended', why, length },
});

/** The id of the call that a state is about; null before the service knows of it and after its end. */
export function callOf(state: MachineState): string | null {
  switch (state.kind) {
    case 'incoming':
    case 'ringing':
    case 'accepting':
    case 'running':
    case 'elsewhere':
      return state.id;
    case 'lobby':
      return state.answers;
    case 'asking':
    case 'ended':
    case 'failed':
      return null;
  }
}

/** The same state when the event means nothing in it. */
export function step(state: MachineState, event: MachineEvent): MachineState {
  switch (event.type) {
    case 'go':
      if (state.kind !== 'lobby') return state;
      return state.answers === null ? { kind: 'asking' } : { kind: 'accepting', id: state.answers };
    case 'look':
      return state.kind === 'incoming' ? { kind: 'lobby', answers: state.id } : state;
    case 'rings':
      return state.kind === 'lobby' && state.answers === null ? { kind: 'lobby', answers: event.id } : state;
    case 'answer':
      return state.kind === 'incoming' ? { kind: 'accepting', id: state.id } : state;
    case 'asked':
      return state.kind === 'asking' ? { kind: 'ringing', id: event.id, since: null } : state;
    case 'refused':
      return state.kind === 'asking' || state.kind === 'accepting' ? { kind: 'failed', reason: event.reason } : state;
    case 'log':
      return stepByLog(state, event.call, event.end);
    case 'taken': {
      const id = callOf(state);
      return id === null ? state : { kind: 'elsewhere', id };
    }
    case 'line':
    case 'peer':
    case 'own':
    case 'patience':
      return state.kind === 'running' ? stepRunning(state, event) : state;
  }
}

function stepByLog(state: MachineState, call: CallState | null, end: EndEvent | null): MachineState {
  const id = callOf(state);
  if (id === null) return state;
  if (call?.id !== id) return endOf(end?.payload.call === id ? end : null, state);
  if (call.kind === 'live') return started(state, call);
  return state.kind === 'ringing' && state.since !== call.ringsSince ? { ...state, since: call.ringsSince } : state;
}

/** Accepted here, or by the other side. Whoever looks in the mirror or still hears the ring is not in it: another tab is. */
function started(state: MachineState, call: Extract<CallState, { kind: 'live' }>): MachineState {
  switch (state.kind) {
    case 'ringing':
    case 'accepting':
      return takingPart(call);
    case 'incoming':
    case 'lobby':
      return { kind: 'elsewhere', id: call.id };
    default:
      return state;
  }
}

/** Whoever asked for this call, or was let into it. */
export function takingPart(call: CallState): MachineState {
  const { id } = call;
  if (call.kind === 'ringing') return { kind: 'ringing', id, since: call.ringsSince };
  const { startedAt } = call;
  return { kind: 'running', id, startedAt, course: { kind: 'connecting' }, peerAwaySince: null, own: 'given' };
}

/** The log has gone on without this call. Without its last event (a long absence) only the end itself is known. */
function endOf(end: EndEvent | null, state: MachineState): MachineState {
  // Whoever was asked isn't told that nobody answered: it is them.
  const isAsked = state.kind === 'incoming' || state.kind === 'lobby' || state.kind === 'accepting';
  switch (end?.type) {
    case 'call_declined':
      return isAsked ? { kind: 'elsewhere', id: end.payload.call } : over('declined');
    case 'call_missed':
      return over(isAsked ? 'cancelled' : end.payload.why);
    case 'call_ended':
      return over(end.payload.why, end.payload.length);
    case undefined:
      if (state.kind === 'running') return over('gone');
      return over(isAsked ? 'cancelled' : 'no_answer');
  }
}

type Running = Extract<MachineState, { kind: 'running' }>;

function stepRunning(
  state: Running,
  event: Extract<MachineEvent, { type: 'line' | 'peer' | 'own' | 'patience' }>,
): Running {
  switch (event.type) {
    case 'line':
      return withCourse(state, courseAfter(state.course, event.state, event.at));
    case 'peer': {
      const since = event.state === 'here' ? null : (state.peerAwaySince ?? event.at);
      return since === state.peerAwaySince ? state : { ...state, peerAwaySince: since };
    }
    case 'own':
      return state.own === event.own ? state : { ...state, own: event.own };
    case 'patience': {
      const { course } = state;
      const asks = event.left === 'none';
      if (course.kind === 'broken') return course.asks === asks ? state : withCourse(state, { ...course, asks });
      // No media have come at all: two networks without a way between them look like that.
      if (course.kind === 'live' || !asks) return state;
      return withCourse(state, { kind: 'broken', since: state.startedAt, why: 'network', asks });
    }
  }
}

const withCourse = (state: Running, course: Course): Running =>
  course === state.course ? state : { ...state, course };

function courseAfter(course: Course, line: PeerLinkState, at: Time): Course {
  switch (line.kind) {
    case 'connected':
      return course.kind === 'live' ? course : { kind: 'live' };
    case 'stalled':
      if (course.kind === 'connecting') return course;
      if (course.kind === 'broken' && course.why === line.why) return course;
      return { kind: 'broken', since: line.since, why: line.why, asks: false };
    case 'waiting':
    case 'connecting':
      // The other side's page was loaded anew, or the connection is made anew: it had been there before.
      return course.kind === 'live' ? { kind: 'broken', since: at, why: 'network', asks: false } : course;
  }
}

/** What a person is shown. `accepting` and a first connecting look the same: the person has said yes. */
export function phaseOf(state: MachineState): CallPhase {
  switch (state.kind) {
    case 'incoming':
      return { kind: 'lobby', answering: true };
    case 'lobby':
      return { kind: 'lobby', answering: state.answers !== null };
    case 'asking':
      return { kind: 'asking' };
    case 'ringing':
      return { kind: 'ringing', since: state.since };
    case 'accepting':
      return { kind: 'connecting' };
    case 'running':
      return phaseOfRunning(state);
    case 'elsewhere':
      return { kind: 'elsewhere' };
    case 'ended':
      return state.ended;
    case 'failed':
      return { kind: 'failed', reason: state.reason };
  }
}

function phaseOfRunning({ course, peerAwaySince, own }: Running): CallPhase {
  if (own === 'wants_click') return { kind: 'paused' };
  // A line that is gone says nothing as long as the media come.
  if (course.kind === 'live') return { kind: 'live' };
  if (peerAwaySince !== null) return { kind: 'away', until: peerAwaySince + SEAT_KEPT_MS };
  if (course.kind === 'connecting') return { kind: 'connecting' };
  return { kind: 'reconnecting', since: course.since, why: course.why, asks: course.asks };
}

/** Which side this is decides who rings whom. */
export const isIncoming = (call: CallState, side: Side): boolean => call.kind === 'ringing' && call.by !== side;
