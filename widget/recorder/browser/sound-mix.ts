/**
 * Mixes what is heard and sends it to the recorder: one context, a node for each source, never to the loudspeakers. Where
 * the browser wants a click before there is sound, the recorder writes silence until then. Decides nothing.
 */
import type { Sound } from '../engine/pipeline.ts';

/** Events in which browsers let sound begin. */
const GESTURES = ['pointerup', 'keydown'] as const;

interface Input {
  track: MediaStreamTrack;
  node: MediaStreamAudioSourceNode;
  /** Chromium gives what comes over a connection only to a context when an element plays it too. */
  element: HTMLAudioElement;
  leave: () => void;
}

/** A context with what every recording needs in it. */
interface Desk {
  context: AudioContext;
  mix: GainNode;
  tap: Promise<AudioWorkletNode> | null;
}

/**
 * Those that nobody needs at the moment, asleep. Chromium never lets go of a context that had a worklet in it, closed or not:
 * with a new one for each recording, a page in which much is recorded would fill up with them.
 */
const resting: Desk[] = [];

export class SoundMix {
  readonly #desk = resting.pop() ?? makeDesk();
  readonly #context = this.#desk.context;
  readonly #mix = this.#desk.mix;
  readonly #inputs = new Map<Sound, Input>();
  readonly #wake = () => {
    if (this.#context.state === 'suspended') void this.#context.resume().catch(() => {});
  };
  #life: 'open' | 'over' = 'open';

  /** Samples in a second. */
  get rate(): number {
    return this.#context.sampleRate;
  }

  /** @returns where the mixed sound comes out; without it there would be silence. */
  async open(): Promise<MessagePort> {
    const { port1, port2 } = new MessageChannel();
    for (const gesture of GESTURES) window.addEventListener(gesture, this.#wake, true);
    // Whatever its state says: it may be about to fall asleep after the last recording.
    void this.#context.resume().catch(() => {});
    this.#desk.tap ??= tapOf(this.#desk);
    const tap = await this.#desk.tap;
    if (this.#life === 'over') throw new Error('the recording has ended');
    tap.port.postMessage(port1, [port1]);
    return port2;
  }

  set(which: Sound, track: MediaStreamTrack | null): void {
    if (this.#inputs.get(which)?.track === track) return;
    this.#remove(which);
    if (track?.readyState !== 'live') return;
    this.#wake();
    const input = this.#input(which, track);
    if (input) this.#inputs.set(which, input);
  }

  dispose(): void {
    for (const gesture of GESTURES) window.removeEventListener(gesture, this.#wake, true);
    for (const which of [...this.#inputs.keys()]) this.#remove(which);
    if (this.#life === 'over') return;
    this.#life = 'over';
    void this.#desk.tap?.then(({ port }) => port.postMessage(null)).catch(() => {});
    void this.#context.suspend().catch(() => {});
    resting.push(this.#desk);
  }

  #input(which: Sound, track: MediaStreamTrack): Input | null {
    const stream = new MediaStream([track]);
    try {
      const node = this.#context.createMediaStreamSource(stream);
      node.connect(this.#mix);
      const element = new Audio();
      element.muted = true;
      element.srcObject = stream;
      element.play().catch(() => {});
      const ended = () => this.set(which, null);
      track.addEventListener('ended', ended);
      return { track, node, element, leave: () => track.removeEventListener('ended', ended) };
    } catch {
      // Firefox mixes no device of another rate than the others: better a recording without it.
      return null;
    }
  }

  #remove(which: Sound): void {
    const input = this.#inputs.get(which);
    if (!input) return;
    this.#inputs.delete(which);
    input.leave();
    input.node.disconnect();
    input.element.pause();
    input.element.srcObject = null;
  }
}

function makeDesk(): Desk {
  const context = makeContext();
  return { context, mix: context.createGain(), tap: null };
}

/** The tap, once its script is here. Where it can't be had, the next recording tries again. */
async function tapOf(desk: Desk): Promise<AudioWorkletNode> {
  const { context, mix } = desk;
  try {
    await context.audioWorklet.addModule(new URL('../worker/sound-worklet.ts', import.meta.url));
    const tap = new AudioWorkletNode(context, 'ycyw-sound-tap', { numberOfInputs: 1, outputChannelCount: [1] });
    // Its output is silent. Some browsers run only what leads to a destination.
    mix.connect(tap).connect(context.destination);
    return tap;
  } catch (error) {
    desk.tap = null;
    throw error;
  }
}

/** Chromium's contexts can do without a loudspeaker, and take any rate. */
function makeContext(): AudioContext {
  if (!('setSinkId' in AudioContext.prototype)) return new AudioContext();
  const options: AudioContextOptions & { sinkId: { type: 'none' } } = { sampleRate: 48_000, sinkId: { type: 'none' } };
  return new AudioContext(options);
}
