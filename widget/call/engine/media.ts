/**
 * Camera, microphone, screen and loudspeaker of this side, joined into one store. Knows the devices by their adapters;
 * nothing of the other side, the service or any view.
 */
import type { Clock } from '../../session/clock.ts';
import { Value } from '../../session/value.ts';
import type { Devices, Step } from '../types.ts';
import type { LocalMedia, LocalMediaState, Slot } from './deps.ts';
import type { FoundDevice, MediaAdapters, SourceKind } from './media-adapters.ts';
import { createLevels, type LevelHint } from './media-levels.ts';
import { createOpener } from './media-opener.ts';
import { createScreen } from './media-screen.ts';
import { type Aim, MediaSource } from './media-source.ts';

/** What is remembered for the next call: a `Disk` does. */
export interface MediaMemory {
  get(key: string): string | null;
  set(key: string, value: string): void;
}

const DEVICE_KEY = { microphone: 'call/microphone', camera: 'call/camera', speaker: 'call/speaker' } as const;
const WISH_KEY = { microphone: 'call/microphone/on', camera: 'call/camera/on' } as const;

/** A word about a device that went or came back is read by then. */
const DEVICE_HINT_MS = 6_000;

/** What the camera gives on each step of the ladder. 720 lines are enough for a face in a panel. */
const PICTURE: Record<Step, { width: number; height: number; frameRate: number }> = {
  full: { width: 1280, height: 720, frameRate: 30 },
  smaller: { width: 640, height: 360, frameRate: 30 },
  slower: { width: 640, height: 360, frameRate: 10 },
  // What it comes back with.
  sound_only: { width: 640, height: 360, frameRate: 10 },
};

/** What was switched on when a call ended the last time; both before the first. */
export function rememberedWish(memory: MediaMemory): Record<SourceKind, boolean> {
  return { microphone: memory.get(WISH_KEY.microphone) !== 'off', camera: memory.get(WISH_KEY.camera) !== 'off' };
}

/** `otherwise`: what suits as long as none was chosen. */
const aimed = (aim: Aim, otherwise: MediaTrackConstraints = {}): MediaTrackConstraints => {
  if ('id' in aim) return { deviceId: { exact: aim.id } };
  if ('facing' in aim) return { facingMode: { exact: aim.facing } };
  return aim.preferred ? { deviceId: { ideal: aim.preferred } } : otherwise;
};

export function createLocalMedia(adapters: MediaAdapters, clock: Clock, memory: MediaMemory): LocalMedia {
  const { devices, sound } = adapters;
  const listeners = new Set<(slot: Slot, track: MediaStreamTrack | null) => void>();
  let found: readonly FoundDevice[] = [];
  let listing = 0;
  let step: Step = 'full';
  let openedAt: Step = 'full';
  let facing: string | null = null;
  let speaker = memory.get(DEVICE_KEY.speaker);
  let speakerInUse: string | null = null;
  let levelHint: LevelHint = null;
  let deviceHint: 'device_lost' | 'device_back' | null = null;
  let forgetHint = () => {};
  let ownCamera: MediaStream | null = null;
  let ownScreen: MediaStream | null = null;
  let life: 'running' | 'disposed' = 'running';

  const tell = (slot: Slot, track: MediaStreamTrack | null) => {
    for (const listener of [...listeners]) listener(slot, track);
  };
  const streamOf = (track: MediaStreamTrack | null) => (track ? devices.stream([track]) : null);
  const hint = (next: 'device_lost' | 'device_back') => {
    forgetHint();
    deviceHint = next;
    forgetHint = clock.after(DEVICE_HINT_MS, () => {
      deviceHint = null;
      update();
    });
    update();
  };
  const picture = () => {
    const { width, height, frameRate } = PICTURE[step];
    openedAt = step;
    return { width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: frameRate } };
  };
  const applyStep = (track: MediaStreamTrack | null) => {
    // A camera that can't do it goes on as it is: the sender limits it too.
    if (track && openedAt !== step) void track.applyConstraints(picture()).catch(() => {});
  };
  const refresh = async () => {
    listing += 1;
    const own = listing;
    const list = await devices.list();
    if (own !== listing || life === 'disposed') return;
    found = list;
    useSpeaker();
    microphone.see(list);
    camera.see(list);
    update();
  };
  const shared = { devices, clock, open: createOpener(devices), onChange: () => update(), onHint: hint, refresh };

  const microphone = new MediaSource({
    ...shared,
    kind: 'microphone',
    keepsTrackWhenOff: true,
    constraints: (aim) => ({ ...aimed(aim), echoCancellation: true, noiseSuppression: true, autoGainControl: true }),
    preferred: memory.get(DEVICE_KEY.microphone),
    prefer: (id) => memory.set(DEVICE_KEY.microphone, id),
    onTrack: (track) => tell('microphone', track),
  });
  const camera = new MediaSource({
    ...shared,
    kind: 'camera',
    keepsTrackWhenOff: false,
    constraints: (aim) => ({ ...aimed(aim, { facingMode: { ideal: 'user' } }), ...picture() }),
    preferred: memory.get(DEVICE_KEY.camera),
    prefer: (id) => memory.set(DEVICE_KEY.camera, id),
    onTrack(track) {
      ownCamera = streamOf(track);
      if (track) facing = track.getSettings().facingMode ?? null;
      applyStep(track);
      tell('camera', track);
    },
  });
  const screen = createScreen({
    adapters,
    clock,
    onChange: () => update(),
    onTrack(slot, track) {
      if (slot === 'screen') ownScreen = streamOf(track);
      tell(slot, track);
    },
  });
  const meters = createLevels(sound, clock, (next) => {
    if (next === levelHint) return;
    levelHint = next;
    update();
  });

  const useSpeaker = () => {
    const isHere = found.some(({ kind, id }) => kind === 'speaker' && id === speaker);
    const next = isHere ? speaker : null;
    if (next === speakerInUse) return;
    speakerInUse = next;
    sound.useSpeaker(next);
  };
  const of = (kind: FoundDevice['kind']) =>
    found.flatMap((one) => (one.kind === kind && one.id ? [{ id: one.id, label: one.label }] : []));
  const facings = () => new Set(found.flatMap((one) => (one.kind === 'camera' && one.facing ? [one.facing] : [])));
  const known = (list: Devices['cameras'], id: string | null) => (list.some((one) => one.id === id) ? id : null);

  const compute = (): LocalMediaState => {
    const [microphones, cameras, speakers] = [of('microphone'), of('camera'), of('speaker')];
    return {
      microphone: microphone.state,
      camera: camera.state,
      screen: screen.state,
      devices: {
        microphones,
        cameras,
        speakers,
        microphone: known(microphones, microphone.device),
        camera: known(cameras, camera.device),
        speaker: speakerInUse ?? known(speakers, 'default'),
        canFlip: cameras.length > 1 && (devices.isTouch || facings().size > 1),
        canShareScreen: adapters.screen.canShare && devices.isSecure,
      },
      isMirrored: facing !== 'environment',
      ownCamera,
      ownScreen,
      hint: deviceHint ?? levelHint,
    };
  };
  const value = new Value<LocalMediaState>(compute());
  const update = () => {
    if (life === 'disposed') return;
    meters.setMicrophone(microphone.track, microphone.isOn);
    value.set(compute());
  };
  const unwatch = devices.watch(() => {
    void refresh();
    for (const [kind, source] of [
      ['microphone', microphone],
      ['camera', camera],
    ] as const) {
      void devices.permission(kind).then((state) => {
        if (state === 'granted') source.retry(['denied', 'dismissed']);
      });
    }
  });
  void refresh();

  return {
    getState: () => value.getState(),
    subscribe: (listener) => value.subscribe(listener),
    levels: meters.levels,
    track(slot) {
      switch (slot) {
        case 'microphone':
          return microphone.track;
        case 'camera':
          return camera.track;
        case 'screen':
          return screen.video;
        case 'screen_sound':
          return screen.audio;
      }
    },
    onTrack(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setMicrophone(on) {
      memory.set(WISH_KEY.microphone, on ? 'on' : 'off');
      microphone.set(on);
    },
    setCamera(on) {
      memory.set(WISH_KEY.camera, on ? 'on' : 'off');
      camera.set(on);
    },
    onlyScreen() {
      microphone.release();
      camera.release();
    },
    shareScreen: async () => (life === 'running' ? screen.start() : 'unavailable'),
    stopScreen: () => screen.stop(),
    chooseMicrophone: (id) => microphone.choose({ id }),
    chooseCamera: (id) => camera.choose({ id }),
    chooseSpeaker(id) {
      speaker = id;
      memory.set(DEVICE_KEY.speaker, id);
      useSpeaker();
      update();
    },
    flipCamera() {
      if (facing) return camera.choose({ facing: facing === 'environment' ? 'user' : 'environment' });
      const cameras = of('camera');
      const next = cameras[(cameras.findIndex(({ id }) => id === camera.device) + 1) % cameras.length];
      if (next) camera.choose({ id: next.id });
    },
    testSpeaker() {
      if (life === 'running') sound.tone();
    },
    limitCamera(next) {
      if (next === step) return;
      step = next;
      camera.hold(next === 'sound_only');
      applyStep(camera.track);
    },
    hear(tracks, blocked) {
      if (life === 'disposed') return;
      sound.play(tracks, blocked);
      meters.setPeer(tracks);
    },
    resume() {
      if (life === 'disposed') return;
      sound.resume();
      microphone.retry(['dismissed']);
      camera.retry(['dismissed']);
    },
    dispose() {
      if (life === 'disposed') return;
      life = 'disposed';
      listeners.clear();
      unwatch();
      forgetHint();
      microphone.dispose();
      camera.dispose();
      screen.dispose();
      meters.dispose();
      sound.dispose();
    },
  };
}
