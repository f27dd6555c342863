/** Loudspeakers and level meters of the browser, behind the engine's interface. Decides nothing. */
import type { SoundAdapter } from '../engine/media-adapters.ts';

/** Samples that a level is taken from: 21 ms at 48 kHz, longer than a voice's deepest tone. */
const WINDOW = 1024;
/** Hertz: a major chord, broken upwards. */
const PITCHES = [523.25, 659.25, 783.99];
/** Seconds from one tone to the next, and until a tone is gone. */
const STEP_S = 0.18;
const FADE_S = 0.6;
/** Of full loudness: about that of a voice. */
const LOUDNESS = 0.2;

export function createSound(): SoundAdapter {
  let context: AudioContext | null = null;
  let speaker = '';
  let onBlocked = () => {};
  let endTone = () => {};
  // Sound goes through elements and not through the context: that would cost the echo cancelling. One for each track,
  // since browsers don't agree on how many of a stream's tracks an element plays.
  const voices = new Map<MediaStreamTrack, HTMLAudioElement>();

  /** One for everything; browsers start it only after a click. */
  const shared = () => {
    context ??= new AudioContext();
    if (context.state !== 'running' && navigator.userActivation?.isActive) void wake(context);
    return context;
  };
  const play = (voice: HTMLAudioElement) => {
    voice.play().catch((error: unknown) => {
      // Other errors come of tracks being swapped meanwhile.
      if (error instanceof Error && error.name === 'NotAllowedError') onBlocked();
    });
  };
  const hush = (track: MediaStreamTrack) => {
    const voice = voices.get(track);
    voices.delete(track);
    voice?.pause();
    if (voice) voice.srcObject = null;
  };
  const route = (element: HTMLAudioElement) => {
    // The speaker may be gone by now, or wait for a click: it sounds by the default one then.
    if ('setSinkId' in element && element.sinkId !== speaker) void element.setSinkId(speaker).catch(() => {});
  };

  return {
    meter(track) {
      const analyser = shared().createAnalyser();
      analyser.fftSize = WINDOW;
      const source = shared().createMediaStreamSource(new MediaStream([track]));
      source.connect(analyser);
      const samples = new Float32Array(WINDOW);
      return {
        read() {
          if (shared().state !== 'running') return null;
          analyser.getFloatTimeDomainData(samples);
          return Math.min(1, Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / WINDOW));
        },
        dispose: () => source.disconnect(),
      };
    },
    play(tracks, blocked) {
      onBlocked = blocked;
      for (const track of voices.keys()) if (!tracks.includes(track)) hush(track);
      for (const track of tracks) {
        if (voices.has(track)) continue;
        const voice = new Audio();
        voice.srcObject = new MediaStream([track]);
        voices.set(track, voice);
        route(voice);
        play(voice);
      }
    },
    useSpeaker(id) {
      speaker = id ?? '';
      for (const voice of voices.values()) route(voice);
    },
    tone() {
      endTone();
      const audio = shared();
      const output = audio.createMediaStreamDestination();
      // An element of its own, since only elements can be sent to a chosen speaker everywhere.
      const element = new Audio();
      element.srcObject = output.stream;
      route(element);
      const end = () => {
        element.pause();
        element.srcObject = null;
        for (const track of output.stream.getTracks()) track.stop();
        // By then another one may sound.
        if (endTone === end) endTone = () => {};
      };
      endTone = end;
      for (const [index, pitch] of PITCHES.entries()) {
        const tone = sing(audio, output, pitch, audio.currentTime + index * STEP_S);
        if (index === PITCHES.length - 1) tone.onended = end;
      }
      void element.play().catch(() => {});
    },
    resume() {
      if (context) void wake(context);
      for (const voice of voices.values()) if (voice.paused) play(voice);
    },
    dispose() {
      endTone();
      onBlocked = () => {};
      for (const track of voices.keys()) hush(track);
      void context?.close();
      context = null;
    },
  };
}

/** A context that was closed meanwhile says so by an error. */
async function wake(context: AudioContext): Promise<void> {
  await context.resume().catch(() => {});
}

function sing(context: AudioContext, output: AudioNode, pitch: number, at: number): OscillatorNode {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = pitch;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.001, at + FADE_S);
  oscillator.connect(gain).connect(output);
  oscillator.start(at);
  oscillator.stop(at + FADE_S);
  return oscillator;
}
