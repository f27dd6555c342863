/**
 * One recording while it runs: frames and sound in, bytes to the disk out. Runs in a worker, or in the page where no
 * worker can be made. Knows no track and nobody who looks at it.
 */
import type { FinishedRecording, Picture } from '../engine/pipeline.ts';
import { type Sink, SinkError, type SinkFiles } from '../storage/sink.ts';
import type { RecordingFormat } from '../types.ts';
import { type Codecs, chooseCodecs } from './codecs.ts';
import type { Size } from './layout.ts';
import type { FailureReason, FromRecorder, Post, SoundBlock } from './messages.ts';
import { PictureEncoder } from './picture-encoder.ts';
import { RecordingFile } from './recording-file.ts';
import { Scene } from './scene.ts';
import { SoundEncoder } from './sound-encoder.ts';
import { Timeline } from './timeline.ts';

/** Readable text of a screen, and what a plain computer encodes beside a call. */
const SIZE: Size = { width: 1280, height: 720 };
const PREVIEW_SIZE: Size = { width: 320, height: 180 };
const FRAME_RATE = 30;
const FRAME_MS = 1000 / FRAME_RATE;
/** Milliseconds that frames may come too early: they don't come evenly. */
const EARLY_MS = 8;
/** Milliseconds that are waited for a first picture. */
const FIRST_MS = 300;
const STATE_EVERY_MS = 250;
const PREVIEW_EVERY_MS = 500;
/** Milliseconds that packets may wait for the disk before frames are left out. */
const BUSY_MS = 1_500;
/** Milliseconds that encoder or disk may be behind. What then waits is some MB; it would only grow. */
const TOO_SLOW_MS = 10_000;
/** Milliseconds without a tick after which the computer must have slept, which isn't recorded. */
const ASLEEP_MS = 5_000;

export interface RecordingOptions {
  id: string;
  files: SinkFiles;
  /** Samples of sound in a second. */
  rate: number;
  tell: Post<FromRecorder>;
  tooSlowMs?: number;
}

/** An error before there is anything to keep. */
export class RefusedError extends Error {
  readonly reason: SinkError['reason'] | 'unsupported';
  constructor(reason: RefusedError['reason'], cause?: unknown) {
    super(`nothing can be recorded: ${reason}`, { cause });
    this.reason = reason;
  }
}

/** @throws {RefusedError} */
export async function startRecording(options: RecordingOptions): Promise<Recording> {
  const codecs = await chooseCodecs(SIZE, FRAME_RATE, options.rate);
  if (!codecs) throw new RefusedError('unsupported');
  try {
    const sink = await options.files.create(options.id);
    const recording = new Recording(codecs, sink, options);
    await recording.start();
    return recording;
  } catch (error) {
    throw new RefusedError(error instanceof SinkError ? error.reason : 'failed', error);
  }
}

type Phase = { kind: 'running' } | { kind: 'over'; end: Promise<FinishedRecording> };

class Recording {
  readonly format: RecordingFormat;
  readonly #tell: Post<FromRecorder>;
  readonly #tooSlowMs: number;
  /** Milliseconds after which a picture that doesn't change is recorded again, so that the file goes on. */
  readonly #repeatMs: number;
  readonly #file: RecordingFile;
  readonly #pictures: PictureEncoder;
  readonly #sounds: SoundEncoder;
  readonly #scene = new Scene(SIZE);
  readonly #timeline = new Timeline(performance.now());
  #phase: Phase = { kind: 'running' };
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Something is to be seen that isn't recorded yet. */
  #isNew = false;
  /** Milliseconds of the recording, of the last frame. */
  #lastFrame: number | null = null;
  #lastTick = performance.now();
  #lastState = 0;
  #lastPreview = 0;
  /** When both encoders were last seen without work, or one of them gave something. */
  #lastMove = performance.now();

  constructor(codecs: Codecs, sink: Sink, { tell, tooSlowMs = TOO_SLOW_MS }: RecordingOptions) {
    const failed = (error: unknown) => this.#fail(reasonOf(error));
    this.format = codecs.format;
    this.#tell = tell;
    this.#tooSlowMs = tooSlowMs;
    this.#repeatMs = codecs.picture.keyEveryMs;
    this.#file = new RecordingFile(codecs, sink, failed);
    this.#pictures = new PictureEncoder(
      codecs.picture,
      (chunk, meta) => this.#file.addPicture(chunk, meta, this.#moved()),
      failed,
    );
    this.#sounds = new SoundEncoder(
      codecs.sound,
      (chunk, meta) => this.#file.addSound(chunk, meta, this.#moved()),
      failed,
    );
  }

  async start(): Promise<void> {
    await this.#file.start();
    this.#timer = setInterval(() => this.#tick(), FRAME_MS);
  }

  get isPaused(): boolean {
    return this.#timeline.isPaused;
  }

  /** Takes the frame over. */
  show(which: Picture, frame: VideoFrame): void {
    if (this.#phase.kind === 'over') return frame.close();
    this.#scene.show(which, frame);
    this.#isNew = true;
    this.#advance();
  }

  remove(which: Picture): void {
    if (this.#scene.remove(which)) this.#isNew = true;
  }

  hear(block: SoundBlock): void {
    if (this.#phase.kind === 'over' || this.isPaused) return;
    // It may have waited before it was read.
    const age = Math.max(0, Date.now() - block.at);
    this.#sounds.add(block, this.#timeline.at(performance.now() - age));
  }

  pause(): void {
    this.#advance();
    this.#timeline.pause(performance.now());
    this.#report();
  }

  resume(): void {
    this.#timeline.resume(performance.now());
    this.#pictures.cut();
    this.#isNew = true;
    this.#report();
  }

  finish(): Promise<FinishedRecording> {
    if (this.#phase.kind === 'running') this.#phase = { kind: 'over', end: this.#end() };
    return this.#phase.end;
  }

  async #end(): Promise<FinishedRecording> {
    clearInterval(this.#timer);
    this.#timeline.pause(performance.now());
    const length = this.#now();
    // The last picture lasts until the end, and is there even if nothing was recorded but a moment.
    this.#encode(Math.max(length - FRAME_MS, (this.#lastFrame ?? -1) + 1));
    this.#sounds.end(length);
    try {
      await within(this.#tooSlowMs, async () => {
        await Promise.all([this.#pictures.flush(), this.#sounds.flush()]);
        await this.#file.finalize();
      });
    } catch (error) {
      return this.#close({ kind: 'failed', reason: reasonOf(error), length: this.#file.safe });
    }
    return this.#close({ kind: 'finished', length });
  }

  #fail(reason: FailureReason): void {
    if (this.#phase.kind === 'over') return;
    clearInterval(this.#timer);
    this.#phase = { kind: 'over', end: this.#giveUp(reason) };
  }

  /** A full disk takes no index either; otherwise the file is ended as well as it can be. */
  async #giveUp(reason: FailureReason): Promise<FinishedRecording> {
    this.#timeline.pause(performance.now());
    if (reason !== 'no_room') await within(this.#tooSlowMs, () => this.#file.finalize()).catch(() => {});
    return this.#close({ kind: 'failed', reason, length: this.#file.safe });
  }

  async #close(how: { kind: 'finished'; length: number } | { kind: 'failed'; reason: FailureReason; length: number }) {
    this.#pictures.close();
    this.#sounds.close();
    this.#scene.close();
    const size = await within(this.#tooSlowMs, () => this.#file.close()).catch(() => this.#file.size);
    this.#tell({ ...how, size });
    return { length: how.length, size };
  }

  #tick(): void {
    const now = performance.now();
    if (now - this.#lastTick > ASLEEP_MS) this.#timeline.skip(now - this.#lastTick);
    this.#lastTick = now;
    if (this.#pictures.isIdle && this.#sounds.isIdle) this.#lastMove = now;
    if (Math.max(now - this.#lastMove, this.#file.lag(now)) > this.#tooSlowMs) return this.#fail('too_slow');
    if (!this.isPaused) {
      this.#advance();
      this.#sounds.fill(this.#now());
    }
    if (now - this.#lastState >= STATE_EVERY_MS) this.#report();
    if (now - this.#lastPreview >= PREVIEW_EVERY_MS && !this.isPaused) void this.#preview(now);
  }

  /** Records what is seen, if it is time. */
  #advance(): void {
    if (this.isPaused) return;
    const now = this.#now();
    if (this.#lastFrame === null) {
      if (this.#scene.isEmpty && now < FIRST_MS) return;
      return this.#record(0);
    }
    const age = now - this.#lastFrame;
    if (this.#isNew ? age >= FRAME_MS - EARLY_MS : age >= this.#repeatMs) this.#record(now);
  }

  #record(at: number): void {
    if (!this.#pictures.isBusy && this.#file.lag(performance.now()) <= BUSY_MS) this.#encode(at);
  }

  #encode(at: number): void {
    this.#isNew = false;
    this.#lastFrame = at;
    try {
      this.#pictures.encode(this.#scene.frame(Math.round(at * 1000)));
    } catch (error) {
      this.#fail(reasonOf(error));
    }
  }

  #now(): number {
    return this.#timeline.at(performance.now());
  }

  #moved(): number {
    this.#lastMove = performance.now();
    return this.#lastMove;
  }

  #report(): void {
    if (this.#phase.kind === 'over') return;
    this.#lastState = performance.now();
    this.#tell({ kind: 'running', paused: this.isPaused, length: this.#now(), size: this.#file.size });
  }

  async #preview(now: number): Promise<void> {
    this.#lastPreview = now;
    const picture = await this.#scene.miniature(PREVIEW_SIZE).catch(() => null);
    // Nobody waits for one that came too late.
    if (!picture || this.#phase.kind === 'over') return picture?.close();
    this.#tell({ kind: 'preview', picture }, [picture]);
  }
}

export type { Recording };

class SlowError extends Error {}

async function within<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new SlowError(`not done within ${ms} ms`)), ms);
  try {
    return await Promise.race([work(), promise]);
  } finally {
    clearTimeout(timer);
  }
}

function reasonOf(error: unknown): FailureReason {
  if (error instanceof SlowError) return 'too_slow';
  return error instanceof SinkError ? error.reason : 'failed';
}
