/**
 * Takes the page's messages to a recording and its news back. The same in a worker and in the page itself; whoever makes
 * it brings the way back.
 */
import type { Picture, PipelineOptions } from '../engine/pipeline.ts';
import { openSinkFiles } from '../storage/open-sink-files.ts';
import type { FromRecorder, Post, SoundBlock, ToRecorder } from './messages.ts';
import { type Recording, RefusedError, startRecording } from './recording.ts';

/** Milliseconds between questions for frames where they don't come by themselves: 30 a second. */
const GRAB_EVERY_MS = 33;

export class Desk {
  readonly #post: Post<FromRecorder>;
  #recording: Recording | null = null;
  /** By whom frames come. */
  readonly #readers = new Map<Picture, ReadableStreamDefaultReader<VideoFrame>>();
  readonly #pulled = new Set<Picture>();
  #grabbing: ReturnType<typeof setInterval> | undefined;
  #isAsked = false;
  #sound: MessagePort | null = null;

  constructor(post: Post<FromRecorder>) {
    this.#post = post;
  }

  /** Nothing but `start` is expected before the answer to it. */
  handle(message: ToRecorder): void {
    switch (message.kind) {
      case 'start':
        return void this.#start(message);
      case 'sound':
        this.#sound = message.port;
        message.port.onmessage = ({ data }: MessageEvent<SoundBlock>) => this.#recording?.hear(data);
        return;
      case 'stream':
        this.#stopReading(message.which);
        return void this.#read(message.which, message.frames.getReader());
      case 'pull':
        this.#pulled.add(message.which);
        this.#grabbing ??= setInterval(() => this.#grab(), GRAB_EVERY_MS);
        return;
      case 'frames':
        this.#isAsked = false;
        for (const { which, frame } of message.frames) this.#show(which, frame);
        return;
      case 'gone':
        this.#stopReading(message.which);
        this.#pulled.delete(message.which);
        if (this.#pulled.size === 0) this.#stopGrabbing();
        return this.#recording?.remove(message.which);
      case 'pause':
        return this.#recording?.pause();
      case 'resume':
        return this.#recording?.resume();
      case 'finish':
        return void this.#recording?.finish();
    }
  }

  async #start({ folder, id, rate }: PipelineOptions & { rate: number }): Promise<void> {
    try {
      const files = await openSinkFiles(folder);
      const tell: Post<FromRecorder> = (news, transfer) => {
        if (news.kind === 'failed' || news.kind === 'finished') this.#release();
        this.#post(news, transfer);
      };
      this.#recording = await startRecording({ id, files, rate, tell });
      this.#post({ kind: 'started', format: this.#recording.format });
    } catch (error) {
      this.#post({ kind: 'refused', reason: error instanceof RefusedError ? error.reason : 'failed' });
    }
  }

  #show(which: Picture, frame: VideoFrame): void {
    // It may have been on its way when its source was taken out.
    if (this.#recording && (this.#pulled.has(which) || this.#readers.has(which))) this.#recording.show(which, frame);
    else frame.close();
  }

  async #read(which: Picture, reader: ReadableStreamDefaultReader<VideoFrame>): Promise<void> {
    this.#readers.set(which, reader);
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        if (this.#readers.get(which) === reader) this.#show(which, next.value);
        else next.value.close();
      }
    } catch {
      // The page lost it, which is an end as well.
    }
    // Also a track that its owner stops ends the stream, and no event tells the page of it.
    if (this.#readers.get(which) !== reader) return;
    this.#readers.delete(which);
    this.#recording?.remove(which);
  }

  #stopReading(which: Picture): void {
    void this.#readers
      .get(which)
      ?.cancel()
      .catch(() => {});
    this.#readers.delete(which);
  }

  #grab(): void {
    if (this.#isAsked || !this.#recording || this.#recording.isPaused) return;
    this.#isAsked = true;
    this.#post({ kind: 'grab' });
  }

  #stopGrabbing(): void {
    clearInterval(this.#grabbing);
    this.#grabbing = undefined;
  }

  #release(): void {
    for (const which of [...this.#readers.keys()]) this.#stopReading(which);
    this.#pulled.clear();
    this.#stopGrabbing();
    this.#sound?.close();
    this.#sound = null;
  }
}
