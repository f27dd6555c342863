/**
 * One recording while it runs, as the engine sees it: sources go in and out, bytes go to the disk. What encodes and
 * composes stands in `widget/recorder/browser` and `widget/recorder/worker`; tests bring their own.
 */
import type { Store } from '../../session/types.ts';
import type { RecorderReason, RecordingFormat } from '../types.ts';

/** Whose picture. With one of them it fills the whole; a screen is large with the faces beside it. */
export const PICTURES = ['screen', 'peer', 'own'] as const;
export type Picture = (typeof PICTURES)[number];

export const SOUNDS = ['own', 'peer', 'own_screen', 'peer_screen'] as const;
export type Sound = (typeof SOUNDS)[number];

export type PipelineState =
  | { kind: 'running'; paused: boolean; length: number; size: number }
  /** Everything up to here is on disk. */
  | { kind: 'failed'; reason: Extract<RecorderReason, { from: 'recorder' }>['reason'] }
  | { kind: 'finished' };

export interface FinishedRecording {
  /** Milliseconds. */
  length: number;
  /** Bytes. */
  size: number;
}

/** `length` without pauses, in milliseconds; `size` in bytes, on disk. Told some four times a second. */
export interface Pipeline extends Store<PipelineState> {
  /** What is recorded, small, about twice a second. A new one closes the one before. */
  readonly preview: Store<ImageBitmap | null>;
  readonly format: RecordingFormat;
  /** In and out at any time, also while paused. Nothing is stopped that is taken out: tracks belong to whoever opened them. */
  setPicture(which: Picture, track: MediaStreamTrack | null): void;
  setSound(which: Sound, track: MediaStreamTrack | null): void;
  pause(): void;
  resume(): void;
  /** Writes what is left. Resolves also after a failure, with what is on disk. Nothing of it is left afterwards: no worker, node, context. */
  finish(): Promise<FinishedRecording>;
}

export interface PipelineOptions {
  /** The name of its file in the recordings' folder. */
  id: string;
  /** Where the recordings are: customer and agent, service and service are apart. */
  folder: string;
}

/** @throws an error with a `reason` as in `RecorderReason` of the recorder, when it can't begin */
export type CreatePipeline = (options: PipelineOptions) => Promise<Pipeline>;
