/** The sound's encoder: puts blocks and silence one after the other, as `SoundLine` says. Knows no container. */
import type { SoundCodec } from './codecs.ts';
import type { SoundBlock } from './messages.ts';
import { SoundLine } from './sound-line.ts';

/** Frames of silence that are encoded at a time: half a second, so that a long gap takes little memory. */
const SILENCE = 24_000;

export class SoundEncoder {
  readonly #encoder: AudioEncoder;
  readonly #rate: number;
  readonly #channels: number;
  readonly #line: SoundLine;
  /** Frames. */
  #encoded = 0;

  constructor({ config }: SoundCodec, output: EncodedAudioChunkOutputCallback, failed: (error: unknown) => void) {
    this.#rate = config.sampleRate;
    this.#channels = config.numberOfChannels;
    this.#line = new SoundLine(config.sampleRate);
    this.#encoder = new AudioEncoder({ output, error: failed });
    this.#encoder.configure(config);
  }

  get isIdle(): boolean {
    return this.#encoder.encodeQueueSize === 0;
  }

  /** @param endsAt milliseconds of the recording */
  add({ channels }: SoundBlock, endsAt: number): void {
    const frames = channels[0]?.length ?? 0;
    const placed = this.#line.place(frames, endsAt);
    if (!placed) return;
    this.#silence(placed.silence);
    const data = new Float32Array((frames - placed.from) * this.#channels);
    for (let index = 0; index < this.#channels; index += 1) {
      const samples = channels[index] ?? channels[0];
      if (samples) data.set(samples.subarray(placed.from), index * (frames - placed.from));
    }
    this.#encode(data);
  }

  /** What didn't come until now was silence. */
  fill(now: number): void {
    this.#silence(this.#line.fill(now));
  }

  /** Nothing comes any more. */
  end(now: number): void {
    this.#silence(this.#line.end(now));
  }

  async flush(): Promise<void> {
    if (this.#encoder.state === 'configured') await this.#encoder.flush();
  }

  close(): void {
    if (this.#encoder.state !== 'closed') this.#encoder.close();
  }

  #silence(frames: number): void {
    for (let left = frames; left > 0; left -= SILENCE) {
      this.#encode(new Float32Array(Math.min(left, SILENCE) * this.#channels));
    }
  }

  /** One channel after the other. */
  #encode(data: Float32Array<ArrayBuffer>): void {
    if (this.#encoder.state !== 'configured') return;
    const frames = data.length / this.#channels;
    const sound = new AudioData({
      format: 'f32-planar',
      sampleRate: this.#rate,
      numberOfFrames: frames,
      numberOfChannels: this.#channels,
      timestamp: Math.round((this.#encoded * 1_000_000) / this.#rate),
      data,
    });
    this.#encoded += frames;
    this.#encoder.encode(sound);
    sound.close();
  }
}
