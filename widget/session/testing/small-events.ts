/** What becomes of a client's words in the small service: the stored form of an event, told by its only agent. */
import type { RecordingState } from '../../../signaling/protocol/conversation.ts';
import type { Actor, EventBody, Side, Time } from '../../../signaling/protocol/events.ts';
import type { AppendBody } from '../../../signaling/protocol/schemas.ts';

export const AGENT = { id: 'agent-amelie-0001', name: 'Amélie', email: 'amelie@example.org' };

/** @param recording of the call that runs */
export function stored(body: AppendBody, actor: Actor, recording: RecordingState | null, at: Time): EventBody {
  const agent = { id: AGENT.id, name: AGENT.name };
  switch (body.type) {
    case 'attachment':
      return {
        type: 'attachment',
        payload: { id: body.payload.id, name: 'file.pdf', type: 'application/pdf', size: 3 },
      };
    case 'assigned':
      return { type: 'assigned', payload: { agent } };
    case 'transferred':
      return { type: 'transferred', payload: { from: agent, agent: { ...body.payload.agent, name: 'Jules' } } };
    case 'returned':
      return { type: 'returned', payload: { from: agent, why: 'agent' } };
    case 'closed':
      return { type: 'closed', payload: { by: actor.kind } };
    case 'call_declined':
      return { type: 'call_declined', payload: { ...body.payload, by: otherThan(actor) } };
    case 'call_missed':
      return {
        type: 'call_missed',
        payload: { ...body.payload, by: sideOf(actor), why: 'cancelled' },
      };
    case 'call_ended':
      return { type: 'call_ended', payload: { ...body.payload, why: 'hung_up', length: 1_000 } };
    case 'recording_refused':
      return {
        type: 'recording_refused',
        payload: { ...body.payload, by: byOf(recording, actor), why: noOf(recording, actor) },
      };
    case 'recording_started':
      return { type: 'recording_started', payload: { ...body.payload, by: sideOf(actor) } };
    case 'recording_stopped':
      return {
        type: 'recording_stopped',
        payload: {
          recording: body.payload.recording,
          by: byOf(recording, actor),
          why: byOf(recording, actor) === sideOf(actor) ? body.payload.why : 'withdrawn',
          length: lengthOf(recording, at),
        },
      };
    case 'recording_shared':
      return {
        type: 'recording_shared',
        payload: { id: body.payload.id, name: 'recording.mp4', type: 'video/mp4', size: 3, length: 1_000 },
      };
    default:
      return body;
  }
}

const byOf = (recording: RecordingState | null, actor: Actor): Side => recording?.by ?? sideOf(actor);
const noOf = (recording: RecordingState | null, actor: Actor) =>
  byOf(recording, actor) === sideOf(actor) ? 'cancelled' : 'refused';
export const lengthOf = (recording: RecordingState | null, at: Time): number =>
  recording?.kind === 'running' ? at - recording.startedAt : 0;

const sideOf = (actor: Actor): Side => (actor.kind === 'agent' ? 'agent' : 'customer');
const otherThan = (actor: Actor): Side => (actor.kind === 'customer' ? 'agent' : 'customer');
