/** A short, soft sound of two tones, made here so that no file has to be loaded. */

export interface Sound {
  /** Whether the browser lets this page sound: it wants a click or a key first. */
  ready(): boolean;
  play(): void;
  dispose(): void;
}

/** Hertz; a fourth upwards, which asks without alarming. */
const TONES = [660, 880];
/** Seconds from one tone to the next, and until a tone is gone. */
const STEP_S = 0.12;
const FADE_S = 0.35;
/** Of full loudness. */
const LOUDNESS = 0.12;

export function softSound(): Sound {
  let context: AudioContext | null = null;
  // Only a gesture may start it; one is enough for the life of the page.
  const unlock = () => {
    context ??= new AudioContext();
    if (context.state !== 'running') void context.resume();
  };
  const gestures = ['pointerdown', 'keydown'] as const;
  for (const gesture of gestures)
    window.addEventListener(gesture, unlock, { capture: true, passive: true, once: true });
  // The click that led here counts: whoever signs in and then waits hears the first customer.
  if ('userActivation' in navigator && navigator.userActivation.hasBeenActive) unlock();
  return {
    ready: () => context?.state === 'running',
    play() {
      if (context?.state !== 'running') return;
      for (const [index, tone] of TONES.entries()) ring(context, tone, context.currentTime + index * STEP_S);
    },
    dispose() {
      for (const gesture of gestures) window.removeEventListener(gesture, unlock, { capture: true });
      void context?.close();
      context = null;
    },
  };
}

function ring(context: AudioContext, tone: number, at: number): void {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = tone;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.001, at + FADE_S);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + FADE_S);
}
