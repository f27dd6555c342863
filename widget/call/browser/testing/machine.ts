/**
 * A machine whose devices a test plugs and pulls, and whose person refuses: the real adapters with real tracks behind
 * them, and everything that was opened counted.
 */
import { expect } from 'chai';
import { type VirtualClock, virtualClock } from '../../../session/testing/virtual-clock.ts';
import type { Store } from '../../../session/types.ts';
import { Value } from '../../../session/value.ts';
import type { LocalMedia } from '../../engine/deps.ts';
import { createLocalMedia } from '../../engine/media.ts';
import type { DeviceAdapter, FoundDevice, MediaAdapters, SourceKind } from '../../engine/media-adapters.ts';
import { createDevices } from '../devices.ts';
import { createScreenAdapter } from '../screen.ts';
import { createSound } from '../sound.ts';

export const HEADSET: FoundDevice = { kind: 'microphone', id: 'headset', label: 'Headset', facing: null };
export const BUILT_IN: FoundDevice = { kind: 'microphone', id: 'built-in', label: 'Built-in', facing: null };
export const FRONT: FoundDevice = { kind: 'camera', id: 'front', label: 'Front camera', facing: 'user' };
export const BACK: FoundDevice = { kind: 'camera', id: 'back', label: 'Back camera', facing: 'environment' };

export interface Machine extends DeviceAdapter {
  devices: FoundDevice[];
  /** What `getUserMedia` was asked for, each time. */
  readonly asked: MediaStreamConstraints[];
  /** A device of this kind or id is answered with this error. */
  readonly refusals: Map<string, DOMException>;
  readonly permissions: Record<SourceKind, PermissionState | null>;
  /** As on phones: a second camera can't be opened while one is. */
  hasOneCamera: boolean;
  /** What is opened from now on comes only when the test lets it. Returns what lets it come. */
  holdBack(): () => void;
  plug(device: FoundDevice): void;
  /** Its tracks end by themselves. */
  pull(id: string): void;
  /** A track ends though its device is still there: forbidden, or broken. */
  endTrack(id: string): void;
  tell(): void;
}

export interface Bench {
  media: LocalMedia;
  machine: Machine;
  clock: VirtualClock;
  memory: Map<string, string>;
  /** How many tracks have come from the browser so far, copies too. */
  readonly arrived: Store<number>;
  /** All of them that are still alive. */
  live(): MediaStreamTrack[];
  /** Disposes everything, then nothing may be left. */
  end(): void;
}

const KIND = { audio: 'microphone', video: 'camera' } as const;

/** An error as browsers make it. */
export const refusal = (name: string, message = '') => new DOMException(message, name);

function pretend(devices: FoundDevice[], seen: (track: MediaStreamTrack) => void): Machine {
  const real = createDevices();
  const listeners = new Set<() => void>();
  const open = new Map<MediaStreamTrack, string>();
  let gate: Promise<void> = Promise.resolve();
  const isLive = (kind: string) => [...open.keys()].some((one) => one.kind === kind && one.readyState === 'live');

  const find = (kind: 'audio' | 'video', wanted: MediaTrackConstraints): FoundDevice => {
    const { deviceId = {}, facingMode = {} } = wanted as Record<string, { exact?: string; ideal?: string }>;
    const all = machine.devices.filter((one) => one.kind === KIND[kind]);
    if (all.length === 0) throw refusal('NotFoundError');
    const fits = (one: FoundDevice, what: 'exact' | 'ideal') =>
      one.id === deviceId[what] || (facingMode[what] !== undefined && one.facing === facingMode[what]);
    const isExact = deviceId.exact !== undefined || facingMode.exact !== undefined;
    const exact = all.find((one) => fits(one, 'exact'));
    if (isExact && !exact) throw refusal('OverconstrainedError');
    const [first] = all;
    return exact ?? all.find((one) => fits(one, 'ideal')) ?? first!;
  };
  const take = (constraints: MediaStreamConstraints) =>
    (['audio', 'video'] as const).flatMap((kind) => {
      const wanted = constraints[kind];
      if (!wanted || wanted === true) return [];
      const error = machine.refusals.get(KIND[kind]);
      if (error) throw error;
      const device = find(kind, wanted);
      const busy = machine.refusals.get(device.id);
      if (busy) throw busy;
      if (kind === 'video' && machine.hasOneCamera && isLive('video')) throw refusal('NotReadableError');
      return [{ kind, device }];
    });

  const machine: Machine = {
    ...real,
    devices,
    asked: [],
    refusals: new Map(),
    permissions: { microphone: 'granted', camera: 'granted' },
    hasOneCamera: false,
    permission: async (kind) => machine.permissions[kind],
    list: async () => [...machine.devices],
    async open(constraints) {
      machine.asked.push(constraints);
      await gate;
      const taken = take(constraints);
      const stream = await real.open({ audio: !!constraints.audio, video: !!constraints.video });
      for (const track of stream.getTracks()) {
        const { device } = taken.find(({ kind }) => kind === track.kind)!;
        const settings = { ...track.getSettings(), deviceId: device.id };
        if (device.facing) settings.facingMode = device.facing;
        else delete settings.facingMode;
        track.getSettings = () => settings;
        open.set(track, device.id);
        seen(track);
      }
      return stream;
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    holdBack() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
    plug(device) {
      machine.devices = [...machine.devices, device];
      machine.tell();
    },
    pull(id) {
      machine.devices = machine.devices.filter((one) => one.id !== id);
      machine.endTrack(id);
      machine.tell();
    },
    endTrack(id) {
      for (const [track, of] of open) {
        if (of !== id || track.readyState === 'ended') continue;
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
    },
    tell() {
      for (const listener of [...listeners]) listener();
    },
  };
  return machine;
}

/** Counts what the page opens beside `getUserMedia`, until `restore`. */
function countPage(seen: (track: MediaStreamTrack) => void) {
  const { AudioContext: Real } = window;
  const { clone } = MediaStreamTrack.prototype;
  const contexts = new Set<AudioContext>();
  window.AudioContext = class extends Real {
    constructor(options?: AudioContextOptions) {
      super(options);
      contexts.add(this);
    }
    override close(): Promise<void> {
      contexts.delete(this);
      return super.close();
    }
  };
  MediaStreamTrack.prototype.clone = function (this: MediaStreamTrack) {
    const copy = clone.call(this);
    seen(copy);
    return copy;
  };
  return {
    contexts,
    restore() {
      window.AudioContext = Real;
      MediaStreamTrack.prototype.clone = clone;
    },
  };
}

/** `devices`: what is plugged in; null: what the browser really has. */
export function bench(
  devices: FoundDevice[] | null = [BUILT_IN, FRONT],
  change: (adapters: MediaAdapters) => Partial<MediaAdapters> = () => ({}),
  memory = new Map<string, string>(),
): Bench {
  const tracks = new Set<MediaStreamTrack>();
  const arrived = new Value(0);
  const seen = (track: MediaStreamTrack) => {
    tracks.add(track);
    arrived.set(tracks.size);
  };
  const counted = (stream: MediaStream) => {
    for (const track of stream.getTracks()) seen(track);
    return stream;
  };
  const page = countPage(seen);
  const clock = virtualClock();
  const machine = pretend(devices ?? [], seen);
  const real = createDevices();
  const screen = createScreenAdapter('this-seat');
  const adapters: MediaAdapters = {
    devices: devices ? machine : { ...real, open: async (constraints) => counted(await real.open(constraints)) },
    screen: { ...screen, capture: () => screen.capture().then(counted) },
    sound: createSound(),
  };
  const media = createLocalMedia({ ...adapters, ...change(adapters) }, clock, {
    get: (key) => memory.get(key) ?? null,
    set: (key, value) => void memory.set(key, value),
  });
  let life: 'on' | 'over' = 'on';
  const live = () => [...tracks].filter(({ readyState }) => readyState === 'live');
  return {
    media,
    machine,
    clock,
    memory,
    arrived,
    live,
    end() {
      if (life === 'over') return;
      life = 'over';
      media.dispose();
      page.restore();
      expect(live(), 'tracks that are still alive').to.deep.equal([]);
      expect(page.contexts.size, 'audio contexts that are still open').to.equal(0);
      expect(clock.waiting, 'timers that still run').to.equal(0);
    },
  };
}

/** Waits until the store is as wished, however many changes that takes. */
export function until<S>(store: Store<S>, isSo: (state: S) => boolean): Promise<S> {
  return new Promise((resolve) => {
    let leave = () => {};
    const look = () => {
      if (!isSo(store.getState())) return;
      leave();
      resolve(store.getState());
    };
    leave = store.subscribe(look);
    look();
  });
}
