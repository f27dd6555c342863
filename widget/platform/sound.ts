/** Soft sounds of a few tones, made here so that no file has to be loaded. One player for the page, however many sound. */

export interface Tone {
  /** Hertz. */
  pitch: number;
  /** Seconds from now. */
  after: number;
  /** Seconds until it is gone. */
  fade: number;
  /** Of full loudness. */
  loudness: number;
}

export interface Player {
  /** Whether the browser lets this page sound: it wants a click or a key first. */
  ready(): boolean;
  /** Silent while not ready. Returns what ends it at once. */
  play(tones: readonly Tone[]): () => void;
  dispose(): void;
}

export interface Sound {
  /** Whether the browser lets this page sound. */
  ready(): boolean;
  play(): void;
  dispose(): void;
}

/** Hertz; a fourth upwards, which asks without alarming. */
const PITCHES = [660, 880];
/** Seconds from one tone to the next. */
const STEP_S = 0.12;
const TONES: readonly Tone[] = PITCHES.map((pitch, index) => ({
  pitch,
  after: index * STEP_S,
  fade: 0.35,
  loudness: 0.12,
}));

/** For a message: two tones, once. */
export function softSound(player: Player = openPlayer()): Sound {
  return {
    ready: () => player.ready(),
    play: () => void player.play(TONES),
    dispose: () => player.dispose(),
  };
}

const GESTURES = ['pointerdown', 'keydown'] as const;

/** Browsers count audio contexts and want a gesture for each, so all players of the page share one. */
const shared = { players: 0, context: null as AudioContext | null };

// Only a gesture may start it; one that did is enough for the life of the page.
const unlock = () => {
  shared.context ??= new AudioContext();
  if (shared.context.state === 'running') ignoreGestures();
  else void shared.context.resume();
};

function awaitGesture(): void {
  for (const gesture of GESTURES) window.addEventListener(gesture, unlock, { capture: true, passive: true });
  // The click that led here counts: whoever signs in and then waits hears the first customer.
  if ('userActivation' in navigator && navigator.userActivation.hasBeenActive) unlock();
}

function ignoreGestures(): void {
  for (const gesture of GESTURES) window.removeEventListener(gesture, unlock, { capture: true });
}

export function openPlayer(): Player {
  if (shared.players === 0) awaitGesture();
  shared.players += 1;
  let life: 'open' | 'over' = 'open';
  return {
    ready: () => life === 'open' && shared.context?.state === 'running',
    play(tones) {
      const { context } = shared;
      if (life === 'over' || context?.state !== 'running') return () => {};
      const stops = tones.map((tone) => sing(context, tone));
      return () => {
        for (const stop of stops) stop();
      };
    },
    dispose() {
      if (life === 'over') return;
      life = 'over';
      shared.players -= 1;
      if (shared.players > 0) return;
      ignoreGestures();
      void shared.context?.close();
      shared.context = null;
    },
  };
}

function sing(context: AudioContext, { pitch, after, fade, loudness }: Tone): () => void {
  const at = context.currentTime + after;
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = pitch;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(loudness, at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.001, at + fade);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + fade);
  return () => gain.disconnect();
}
