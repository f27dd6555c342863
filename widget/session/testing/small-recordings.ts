/** The small service's part in recordings of a call: which decisions hold, and what ends with the call. Knows no time. */
import type { ConversationState, RecordingState } from '../../../signaling/protocol/conversation.ts';
import type { EventBody, Side, Time } from '../../../signaling/protocol/events.ts';
import type { Reason } from '../../../signaling/protocol/reasons.ts';
import type { AppendBody } from '../../../signaling/protocol/schemas.ts';
import { lengthOf } from './small-events.ts';

export const recordingIn = ({ call }: ConversationState): RecordingState | null =>
  call?.kind === 'live' ? call.recording : null;

/** Why this side can't have this of the recording now, or null. */
export function recordingRefusal(state: ConversationState, body: AppendBody, side: Side): Reason | null {
  const recording = recordingIn(state);
  switch (body.type) {
    case 'recording_asked':
      if (state.call?.kind !== 'live' || state.call.id !== body.payload.call) return 'call_over';
      return recording ? 'busy' : null;
    case 'recording_agreed':
      if (recording?.id !== body.payload.recording || recording.kind !== 'asked') return 'recording_over';
      return recording.by === side ? 'invalid' : null;
    case 'recording_refused':
      return recording?.id === body.payload.recording && recording.kind !== 'running' ? null : 'recording_over';
    case 'recording_started':
      if (recording?.id !== body.payload.recording) return 'recording_over';
      return recording.kind === 'agreed' && recording.by === side ? null : 'invalid';
    case 'recording_stopped':
      if (recording?.id !== body.payload.recording) return 'recording_over';
      return recording.kind === 'running' ? null : 'invalid';
    default:
      return null;
  }
}

/** What is said of the recording when its call ends; null when there is none. */
export function endOfRecording(state: ConversationState, at: Time): EventBody | null {
  const recording = recordingIn(state);
  if (!recording) return null;
  const of = { recording: recording.id, by: recording.by };
  return recording.kind === 'running'
    ? { type: 'recording_stopped', payload: { ...of, why: 'call_over', length: lengthOf(recording, at) } }
    : { type: 'recording_refused', payload: { ...of, why: 'cancelled' } };
}
