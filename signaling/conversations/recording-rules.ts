/**
 * Who may do what with the recording of a call: pure, like all rules. Nothing is recorded before the other side has agreed,
 * whoever agreed may take it back, and a recording ends with its call.
 */
import type { CallState, ConversationState, RecordingState } from '../protocol/conversation.ts';
import type { EventBody, RecordingEnd, Side, Time } from '../protocol/events.ts';
import { CONSENT_MS } from '../protocol/limits.ts';
import type { Reason } from '../protocol/reasons.ts';
import type { AskedBody, Decision, RecordingAsked } from '../store/store.ts';

const refuse = (reason: Reason): Decision => ({ kind: 'refuse', reason });
const accept = (body: EventBody): Decision => ({ kind: 'accept', body });

const OF_RECORDING: ReadonlySet<string> = new Set([
  'recording_asked',
  'recording_agreed',
  'recording_refused',
  'recording_started',
  'recording_stopped',
]);

export const isOfRecording = (body: AskedBody): body is RecordingAsked => OF_RECORDING.has(body.type);

/** Whether this side of the conversation, or the service itself, may do this to the recording of its call now. */
export function recordingMay(
  { call }: ConversationState,
  body: RecordingAsked,
  who: Side | 'system',
  at: Time,
): Decision {
  if (body.type === 'recording_asked') {
    if (who === 'system' || call?.kind !== 'live' || body.payload.call !== call.id) return refuse('call_over');
    return call.recording ? refuse('busy') : { kind: 'accept' };
  }
  const recording = call?.kind === 'live' ? call.recording : null;
  return recording?.id === body.payload.recording ? mayWith(recording, body, who, at) : refuse('recording_over');
}

function mayWith(
  recording: RecordingState,
  body: Exclude<RecordingAsked, { type: 'recording_asked' }>,
  who: Side | 'system',
  at: Time,
): Decision {
  const { id, by } = recording;
  const isAsked = who !== 'system' && who !== by;
  switch (body.type) {
    case 'recording_agreed':
      if (recording.kind !== 'asked') return refuse('recording_over');
      return isAsked ? accept(body) : refuse('invalid');
    case 'recording_refused':
      if (recording.kind === 'running') return refuse('recording_over');
      if (who !== 'system') return accept(refused(recording, isAsked ? 'refused' : 'cancelled'));
      if (at < givenUpAt(recording)) return refuse('invalid');
      return accept(refused(recording, recording.kind === 'asked' ? 'no_answer' : 'cancelled'));
    case 'recording_started':
      // The agreement comes first, stored.
      if (recording.kind !== 'agreed' || who !== by) return refuse('invalid');
      return accept({ type: 'recording_started', payload: { recording: id, by } });
    case 'recording_stopped':
      if (recording.kind !== 'running' || who === 'system') return refuse('invalid');
      return accept(stopped(recording, isAsked ? 'withdrawn' : body.payload.why, at));
  }
}

/** What is said of the recording when its call ends; null when there is none. */
export function endOfRecording(call: CallState, at: Time): EventBody | null {
  const recording = call.kind === 'live' ? call.recording : null;
  if (!recording) return null;
  return recording.kind === 'running' ? stopped(recording, 'call_over', at) : refused(recording, 'cancelled');
}

/** When the service gives up one that hasn't started: nobody answered, or whoever asked is gone since. */
export function givenUpAt({ kind, askedAt }: Exclude<RecordingState, { kind: 'running' }>): Time {
  return askedAt + (kind === 'asked' ? CONSENT_MS : 2 * CONSENT_MS);
}

function refused({ id, by }: RecordingState, why: 'refused' | 'no_answer' | 'cancelled'): EventBody {
  return { type: 'recording_refused', payload: { recording: id, by, why } };
}

function stopped(
  { id, by, startedAt }: Extract<RecordingState, { kind: 'running' }>,
  why: RecordingEnd,
  at: Time,
): EventBody {
  return { type: 'recording_stopped', payload: { recording: id, by, why, length: Math.max(0, at - startedAt) } };
}
