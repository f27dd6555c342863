/**
 * A recording as the engine sees it: puts tracks, sound and the recorder's worker together. Decides nothing of who may
 * record, and never stops a track.
 */
import { Value } from '../../session/value.ts';
import type {
  CreatePipeline,
  FinishedRecording,
  Picture,
  Pipeline,
  PipelineOptions,
  PipelineState,
  Sound,
} from '../engine/pipeline.ts';
import type { RecordingFormat } from '../types.ts';
import type { FromRecorder, RefusalReason } from '../worker/messages.ts';
import { type Channel, openChannel } from './channel.ts';
import { Pictures } from './pictures.ts';
import { SoundMix } from './sound-mix.ts';

/** Why a recording can't begin. */
class PipelineError extends Error {
  readonly reason: RefusalReason;
  constructor(reason: RefusalReason) {
    super(`nothing can be recorded: ${reason}`);
    this.reason = reason;
  }
}

/** Far above what the worker gives itself for its last steps, in milliseconds. */
const END_MS = 60_000;

export const createPipeline: CreatePipeline = (options) => createPipelineOver(openChannel, options);

/** @param open how the recorder is reached */
export async function createPipelineOver(open: typeof openChannel, options: PipelineOptions): Promise<Pipeline> {
  const pipeline = new BrowserPipeline();
  try {
    await pipeline.begin(open, options);
    return pipeline;
  } catch (error) {
    pipeline.release();
    throw error instanceof PipelineError ? error : new PipelineError('failed');
  }
}

class BrowserPipeline extends Value<PipelineState> implements Pipeline {
  readonly preview = new Value<ImageBitmap | null>(null);
  readonly #sounds = new SoundMix();
  readonly #started = Promise.withResolvers<RecordingFormat>();
  readonly #finished = Promise.withResolvers<FinishedRecording>();
  #format: RecordingFormat = 'mp4';
  #channel: Channel | null = null;
  #pictures: Pictures | null = null;
  #isEnding = false;

  constructor() {
    super({ kind: 'running', paused: false, length: 0, size: 0 });
  }

  get format(): RecordingFormat {
    return this.#format;
  }

  /** @throws {PipelineError} */
  async begin(open: typeof openChannel, options: PipelineOptions): Promise<void> {
    const sound = this.#sounds.open();
    // Awaited below, and by then it may have failed already.
    sound.catch(() => {});
    this.#channel = await open({ heard: (message) => this.#heard(message), died: () => this.#died() });
    const { send } = this.#channel;
    this.#pictures = new Pictures(send);
    send({ kind: 'start', rate: this.#sounds.rate, ...options });
    this.#format = await this.#started.promise;
    // A page may forbid worklets: that costs the sound, not the recording.
    void sound.then((port) => send({ kind: 'sound', port }, [port])).catch(() => {});
  }

  setPicture(which: Picture, track: MediaStreamTrack | null): void {
    if (this.getState().kind === 'running') this.#pictures?.set(which, track);
  }

  setSound(which: Sound, track: MediaStreamTrack | null): void {
    if (this.getState().kind === 'running') this.#sounds.set(which, track);
  }

  pause(): void {
    this.#channel?.send({ kind: 'pause' });
  }

  resume(): void {
    this.#channel?.send({ kind: 'resume' });
  }

  finish(): Promise<FinishedRecording> {
    if (!this.#isEnding) {
      this.#channel?.send({ kind: 'finish' });
      // A worker that ran out of memory is gone without a word.
      const gone = setTimeout(() => this.#died(), END_MS);
      void this.#finished.promise.then(() => clearTimeout(gone));
    }
    this.#isEnding = true;
    return this.#finished.promise;
  }

  release(): void {
    this.#pictures?.dispose();
    this.#sounds.dispose();
    this.#channel?.close();
    this.#channel = null;
    this.#setPreview(null);
  }

  #heard(message: FromRecorder): void {
    switch (message.kind) {
      case 'started':
        return this.#started.resolve(message.format);
      case 'refused':
        return this.#started.reject(new PipelineError(message.reason));
      case 'running':
        return this.set(message);
      case 'preview':
        return this.#setPreview(message.picture);
      case 'grab':
        return this.#pictures?.grab();
      case 'failed':
        return this.#over({ kind: 'failed', reason: message.reason }, message);
      case 'finished':
        return this.#over({ kind: 'finished' }, message);
    }
  }

  #died(): void {
    this.#started.reject(new PipelineError('failed'));
    const state = this.getState();
    const { length, size } = state.kind === 'running' ? state : { length: 0, size: 0 };
    this.#over({ kind: 'failed', reason: 'failed' }, { length, size });
  }

  #over(state: PipelineState, { length, size }: FinishedRecording): void {
    this.release();
    this.#finished.resolve({ length, size });
    this.set(state);
  }

  #setPreview(picture: ImageBitmap | null): void {
    const before = this.preview.getState();
    this.preview.set(picture);
    before?.close();
  }
}
