/**
 * The recording of a conversation's call as the wire has it: who asks, agrees, starts and stops is stored by the service before
 * anything happens here. Knows nothing of pictures and files.
 */
import type { RecordingOf } from '../../signaling/protocol/events.ts';
import type { Appended } from '../../signaling/protocol/realtime.ts';
import type { Result } from '../../signaling/protocol/reasons.ts';
import type { AppendBody } from '../../signaling/protocol/schemas.ts';
import type { Reply } from './transport.ts';

/** Why a recording stops on the side that makes it. */
export type OwnStop = Extract<AppendBody, { type: 'recording_stopped' }>['payload']['why'];

export interface RecordingLine {
  /** Asks the other side of this call. The id of the recording that comes of it. */
  ask(call: string, what: RecordingOf): Promise<Result<{ recording: string }>>;
  agree(recording: string): Promise<Result<Appended>>;
  /** Whoever was asked says no; whoever asked takes it back. */
  refuse(recording: string): Promise<Result<Appended>>;
  /** Refused unless the agreement is stored. Only then anything may be recorded. */
  start(recording: string): Promise<Result<Appended>>;
  /** By the side that records; the other one takes its agreement back with it, whatever it says for a reason. */
  stop(recording: string, why: OwnStop): Promise<Result<Appended>>;
}

/** How a recording gets from this browser into a conversation, beside its bytes. */
export interface SharingLine {
  readonly isOnline: boolean;
  /** Who shares: an agent, or null for a customer. */
  owner(): string | null | 'unknown';
  /** Before a customer's first upload: makes sure that the service knows them. */
  prepare(): Promise<Reply>;
  /** The conversation that is shown; null before there is one. */
  conversation(): string | null;
  /**
   * The file that the service has goes into the conversation: on disk when this returns, like a message. The same `event` once
   * more is the same.
   * @param conversation null: the customer's open one, or a new one
   */
  announce(what: { event: string; conversation: string | null; file: string }): void;
}

/** @param append stores an event of the conversation, and shows it at once */
export function recordingLine(append: (body: AppendBody) => Promise<Result<Appended>>): RecordingLine {
  return {
    async ask(call, what) {
      const asked = await append({ type: 'recording_asked', payload: { call, what } });
      return asked.ok ? { ok: true, recording: asked.event.id } : asked;
    },
    agree: (recording) => append({ type: 'recording_agreed', payload: { recording } }),
    refuse: (recording) => append({ type: 'recording_refused', payload: { recording } }),
    start: (recording) => append({ type: 'recording_started', payload: { recording } }),
    stop: (recording, why) => append({ type: 'recording_stopped', payload: { recording, why } }),
  };
}
