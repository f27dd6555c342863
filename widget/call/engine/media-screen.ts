/**
 * The shared screen: asking, showing, and the browser's own stop button. Knows nothing of the camera, which a screen
 * stands beside.
 */
import type { Clock } from '../../session/clock.ts';
import type { DeviceReason, ScreenState } from '../types.ts';
import type { Slot } from './deps.ts';
import type { MediaAdapters } from './media-adapters.ts';
import { reasonOf } from './media-reasons.ts';

export interface ScreenShare {
  readonly state: ScreenState;
  readonly video: MediaStreamTrack | null;
  readonly audio: MediaStreamTrack | null;
  start(): Promise<'on' | 'unavailable'>;
  stop(): void;
  dispose(): void;
}

export interface ScreenDeps {
  adapters: Pick<MediaAdapters, 'screen' | 'devices'>;
  clock: Clock;
  onTrack(slot: Slot, track: MediaStreamTrack | null): void;
  onChange(): void;
}

/** Whoever has closed the browser's list knows it; one word about it is enough. */
const DISMISSED_MS = 5_000;

export function createScreen({ adapters, clock, onTrack, onChange }: ScreenDeps): ScreenShare {
  const { screen } = adapters;
  let state: ScreenState = { kind: 'off' };
  let video: MediaStreamTrack | null = null;
  let audio: MediaStreamTrack | null = null;
  /** Counts askings and stops: an answer to an earlier asking is sent away. */
  let asking = 0;
  let unwatch = () => {};
  let forget = () => {};

  const set = (next: ScreenState) => {
    state = next;
    onChange();
  };
  const end = (track: MediaStreamTrack | null) => {
    if (!track) return;
    track.onended = null;
    track.stop();
  };
  const swap = (nextVideo: MediaStreamTrack | null, nextAudio: MediaStreamTrack | null) => {
    unwatch();
    unwatch = () => {};
    const before = [video, audio];
    video = nextVideo;
    audio = nextAudio;
    onTrack('screen', video);
    if (audio || before[1]) onTrack('screen_sound', audio);
    for (const track of before) end(track);
  };
  const describe = (track: MediaStreamTrack) => set({ kind: 'on', ...screen.describe(track), sound: audio !== null });
  const stop = () => {
    asking += 1;
    forget();
    if (video) swap(null, null);
    if (state.kind !== 'off') set({ kind: 'off' });
  };
  const refuse = (reason: DeviceReason) => {
    // What is shown already goes on.
    if (video) return describe(video);
    set({ kind: 'unavailable', reason });
    if (reason === 'dismissed') forget = clock.after(DISMISSED_MS, stop);
  };
  const show = (stream: MediaStream) => {
    const [picture] = stream.getVideoTracks();
    if (!picture) return refuse('failed');
    // Letters are to stay sharp, whatever becomes of the frame rate.
    picture.contentHint = 'detail';
    const [sound] = stream.getAudioTracks();
    swap(picture, sound ?? null);
    picture.onended = stop;
    if (sound) {
      sound.onended = () => {
        audio = null;
        onTrack('screen_sound', null);
        describe(picture);
      };
    }
    unwatch = screen.watch(picture, () => describe(picture));
    describe(picture);
  };
  const ask = async (own: number) => {
    try {
      const captured = screen.capture();
      if (!video) set({ kind: 'asking' });
      const stream = await captured;
      if (own === asking) show(stream);
      else for (const track of stream.getTracks()) track.stop();
    } catch (error) {
      // Browsers ask each time, so a refusal is of this one question.
      if (own === asking) refuse(reasonOf(error, 'prompt'));
    }
  };

  return {
    get state() {
      return state;
    },
    get video() {
      return video;
    },
    get audio() {
      return audio;
    },
    async start() {
      asking += 1;
      const own = asking;
      forget();
      const blocker = blockedBy(adapters);
      if (blocker) refuse(blocker);
      else await ask(own);
      return own === asking && video ? 'on' : 'unavailable';
    },
    stop,
    dispose() {
      stop();
      screen.dispose();
    },
  };
}

function blockedBy({ screen, devices }: ScreenDeps['adapters']): DeviceReason | null {
  if (!devices.isSecure) return 'insecure';
  if (!screen.canShare) return 'unsupported';
  return devices.allows('screen') ? null : 'policy';
}
