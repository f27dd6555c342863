/** A call's soft ring, again and again until somebody answers. Knows nothing of calls, nor of other tabs. */
import type { Clock } from '../session/clock.ts';
import type { Player, Tone } from './sound.ts';

/** From one ring to the next, in milliseconds: time enough to say a sentence in between. */
const PAUSE_MS = 3_000;
/** Hertz: a major chord, broken upwards, and once more. */
const PITCHES = [523.25, 659.25, 783.99, 523.25, 659.25, 783.99];
/** Seconds from one tone to the next. */
const STEP_S = 0.16;
const TONES: readonly Tone[] = PITCHES.map((pitch, index) => ({
  pitch,
  after: index * STEP_S,
  fade: 0.6,
  loudness: 0.1,
}));

export interface Ringtone {
  /** Harmless while it rings. A browser that wants a click first is silent until there was one. */
  start(): void;
  /** Falls silent at once. */
  stop(): void;
  dispose(): void;
}

/** `isMuted` is asked before each ring, so that muting silences a call that rings. */
export function createRingtone(deps: { player: Player; clock: Clock; isMuted: () => boolean }): Ringtone {
  let ringing: { silence: () => void; cancel: () => void } | null = null;
  const ring = () => {
    const silence = deps.isMuted() ? () => {} : deps.player.play(TONES);
    ringing = { silence, cancel: deps.clock.after(PAUSE_MS, ring) };
  };
  const stop = () => {
    ringing?.cancel();
    ringing?.silence();
    ringing = null;
  };
  return {
    start() {
      if (ringing === null) ring();
    },
    stop,
    dispose() {
      stop();
      deps.player.dispose();
    },
  };
}
