/** The picture's encoder: what it can't do in time it refuses, so that nothing piles up before it. Knows no container. */
import type { PictureCodec } from './codecs.ts';

/** Frames in the encoder from which on it counts as busy: enough to keep all of its threads at work. */
const MAX_QUEUE = 4;
export class PictureEncoder {
  readonly #encoder: VideoEncoder;
  readonly #keyEveryMs: number;
  #lastKeyMs = Number.NEGATIVE_INFINITY;

  constructor(
    { config, keyEveryMs }: PictureCodec,
    output: EncodedVideoChunkOutputCallback,
    failed: (error: unknown) => void,
  ) {
    this.#keyEveryMs = keyEveryMs;
    this.#encoder = new VideoEncoder({ output, error: failed });
    this.#encoder.configure(config);
  }

  get isBusy(): boolean {
    return this.#encoder.encodeQueueSize >= MAX_QUEUE;
  }

  get isIdle(): boolean {
    return this.#encoder.encodeQueueSize === 0;
  }

  /** Whatever comes next can be played without what was before. */
  cut(): void {
    this.#lastKeyMs = Number.NEGATIVE_INFINITY;
  }

  /** Takes the frame over. */
  encode(frame: VideoFrame): void {
    const at = frame.timestamp / 1000;
    const keyFrame = at - this.#lastKeyMs >= this.#keyEveryMs;
    if (keyFrame) this.#lastKeyMs = at;
    if (this.#encoder.state === 'configured') this.#encoder.encode(frame, { keyFrame });
    frame.close();
  }

  async flush(): Promise<void> {
    if (this.#encoder.state === 'configured') await this.#encoder.flush();
  }

  close(): void {
    if (this.#encoder.state !== 'closed') this.#encoder.close();
  }
}
