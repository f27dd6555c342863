/** What the page and the recorder's worker tell each other. */
import type { FinishedRecording, Picture, PipelineOptions, PipelineState } from '../engine/pipeline.ts';
import type { RecordingFormat } from '../types.ts';

/** Sound as the worklet sends it, mixed. */
export interface SoundBlock {
  /** One array of samples for each channel. */
  channels: Float32Array<ArrayBuffer>[];
  /** When its last sample sounded, by `Date.now()`: the one clock that worklets, workers and pages share. */
  at: number;
}

export type FailureReason = Extract<PipelineState, { kind: 'failed' }>['reason'];

export type ToRecorder =
  | ({ kind: 'start'; rate: number } & PipelineOptions)
  /** Mixed sound comes out of it, as `SoundBlock`. */
  | { kind: 'sound'; port: MessagePort }
  /** Frames come by themselves. The ones before are cancelled. */
  | { kind: 'stream'; which: Picture; frames: ReadableStream<VideoFrame> }
  /** Frames have to be asked for. */
  | { kind: 'pull'; which: Picture }
  /** An answer to `grab`. */
  | { kind: 'frames'; frames: { which: Picture; frame: VideoFrame }[] }
  | { kind: 'gone'; which: Picture }
  | { kind: 'pause' }
  | { kind: 'resume' }
  | { kind: 'finish' };

export type FromRecorder =
  | { kind: 'started'; format: RecordingFormat }
  /** Nothing was begun. */
  | { kind: 'refused'; reason: RefusalReason }
  | { kind: 'running'; paused: boolean; length: number; size: number }
  | ({ kind: 'failed'; reason: FailureReason } & FinishedRecording)
  | ({ kind: 'finished' } & FinishedRecording)
  | { kind: 'preview'; picture: ImageBitmap }
  /** What there is of each picture that is pulled; not asked again before the answer. */
  | { kind: 'grab' };

export type RefusalReason = 'no_room' | 'no_storage' | 'unsupported' | 'failed';

/** Which parts of a message move to the other side instead of being copied. */
export type Post<Message> = (message: Message, transfer?: Transferable[]) => void;
