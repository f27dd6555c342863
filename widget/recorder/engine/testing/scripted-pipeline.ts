/** A recording made of memory: a test says how far it is and how it fails, and sees what was put in. */
import { Value } from '../../../session/value.ts';
import type { RecordingFormat } from '../../types.ts';
import type { FinishedRecording, Picture, Pipeline, PipelineOptions, PipelineState, Sound } from '../pipeline.ts';

export class ScriptedPipeline extends Value<PipelineState> implements Pipeline {
  readonly preview: Value<ImageBitmap | null> = new Value<ImageBitmap | null>(null);
  readonly format: RecordingFormat = 'mp4';
  readonly options: PipelineOptions;
  readonly pictures = new Map<Picture, MediaStreamTrack | null>();
  readonly sounds = new Map<Sound, MediaStreamTrack | null>();
  /** Whatever went in at any time. */
  readonly seen = new Set<MediaStreamTrack>();
  /** What is on disk when it is finished. */
  result: FinishedRecording = { length: 4_000, size: 1_000 };
  /** Resolves when the last bytes are written; a test may make it wait. */
  written: Promise<void> = Promise.resolve();
  finishes = 0;

  constructor(options: PipelineOptions) {
    super({ kind: 'running', paused: false, length: 0, size: 0 });
    this.options = options;
  }

  get isPaused(): boolean {
    const state = this.getState();
    return state.kind === 'running' && state.paused;
  }

  setPicture(which: Picture, track: MediaStreamTrack | null): void {
    this.pictures.set(which, track);
    if (track) this.seen.add(track);
  }

  setSound(which: Sound, track: MediaStreamTrack | null): void {
    this.sounds.set(which, track);
    if (track) this.seen.add(track);
  }

  pause(): void {
    this.#step({ paused: true });
  }

  resume(): void {
    this.#step({ paused: false });
  }

  /** So much is on disk. */
  grow(length: number, size: number): void {
    this.#step({ length, size });
  }

  fail(reason: Extract<PipelineState, { kind: 'failed' }>['reason']): void {
    this.set({ kind: 'failed', reason });
  }

  async finish(): Promise<FinishedRecording> {
    this.finishes += 1;
    await this.written;
    if (this.getState().kind === 'running') this.set({ kind: 'finished' });
    return this.result;
  }

  #step(change: Partial<Extract<PipelineState, { kind: 'running' }>>): void {
    const state = this.getState();
    if (state.kind === 'running') this.set({ ...state, ...change });
  }
}
