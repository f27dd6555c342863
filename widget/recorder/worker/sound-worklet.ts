/**
 * Runs in the thread of the sound: collects what is mixed and sends it to the recorder, without the page in between.
 * Stands alone: a worklet is loaded as one file.
 */
import type { SoundBlock } from './messages.ts';

declare const sampleRate: number;
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

const CHANNELS = 2;
/** Seconds of a block: short beside what sound may be off from the picture, and few messages. */
const BLOCK_S = 0.04;
/** Frames that browsers bring at a time. */
const QUANTUM = 128;
const BLOCK = Math.ceil((BLOCK_S * sampleRate) / QUANTUM) * QUANTUM;

class SoundTap extends AudioWorkletProcessor {
  #out: MessagePort | null = null;
  #channels = emptyBlock();
  #filled = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<MessagePort | null>) => {
      this.#out = data;
      // What was heard for the last recording is nothing for the next.
      this.#channels = emptyBlock();
      this.#filled = 0;
    };
  }

  /** @returns whether it goes on. */
  process([input = []]: Float32Array[][]): boolean {
    // Without a source there are no channels, and the block stays silent.
    for (const [index, channel] of this.#channels.entries()) {
      const samples = input[index] ?? input[0];
      if (samples) channel.set(samples, this.#filled);
    }
    this.#filled += QUANTUM;
    if (this.#filled >= BLOCK) this.#send();
    return true;
  }

  #send(): void {
    const block: SoundBlock = { channels: this.#channels, at: Date.now() };
    this.#out?.postMessage(
      block,
      block.channels.map(({ buffer }) => buffer),
    );
    this.#channels = emptyBlock();
    this.#filled = 0;
  }
}

function emptyBlock(): Float32Array<ArrayBuffer>[] {
  return Array.from({ length: CHANNELS }, () => new Float32Array(BLOCK));
}

registerProcessor('ycyw-sound-tap', SoundTap);
