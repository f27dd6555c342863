/**
 * The agreement of the other person, as the log has it: asked, given, refused, taken back. Says what there is; what follows
 * from it is the recorder's business.
 */
import type { RecordingState } from '../../../signaling/protocol/conversation.ts';
import type { ConversationEvent, Side } from '../../../signaling/protocol/events.ts';
import { CONSENT_MS } from '../../../signaling/protocol/limits.ts';
import type { ConversationView } from '../../session/types.ts';
import type { RecordingProgress, TheirRecording } from '../types.ts';

/** The call of the conversation that runs, and the recording in it. */
export function runningCall({ state }: ConversationView): { id: string; recording: RecordingState | null } | null {
  return state?.call?.kind === 'live' ? { id: state.call.id, recording: state.call.recording } : null;
}

const answerBy = ({ askedAt }: RecordingState): number => askedAt + CONSENT_MS;

/** What the other side asks for or makes. */
export function theirs(view: ConversationView, side: Side, progress: RecordingProgress | null): TheirRecording {
  const recording = runningCall(view)?.recording;
  if (!recording || recording.by === side) return { kind: 'none' };
  const { what } = recording;
  return recording.kind === 'asked'
    ? { kind: 'asks', what, until: answerBy(recording) }
    : { kind: 'records', what, progress };
}

/** Where an asked-for recording stands; `unknown` before the log has shown it. */
export type Consent =
  | { kind: 'unknown' }
  | { kind: 'asked'; until: number }
  | { kind: 'agreed' }
  | { kind: 'running' }
  | { kind: 'refused'; why: 'refused' | 'no_answer' | 'cancelled' }
  | { kind: 'stopped'; why: Extract<ConversationEvent, { type: 'recording_stopped' }>['payload']['why'] };

export function consentOf(view: ConversationView, id: string): Consent {
  const recording = runningCall(view)?.recording;
  if (recording?.id === id) {
    return recording.kind === 'asked' ? { kind: 'asked', until: answerBy(recording) } : { kind: recording.kind };
  }
  for (const event of [...view.events].reverse()) {
    if (event.type === 'recording_refused' && event.payload.recording === id) {
      return { kind: 'refused', why: event.payload.why };
    }
    if (event.type === 'recording_stopped' && event.payload.recording === id) {
      return { kind: 'stopped', why: event.payload.why };
    }
  }
  return { kind: 'unknown' };
}
