/**
 * How loud both sides are, and what is worth a hint in that: speaking while muted, a microphone that gives nothing.
 * Reads meters by the clock; knows no browser.
 */
import type { Clock } from '../../session/clock.ts';
import type { Store } from '../../session/types.ts';
import { Value } from '../../session/value.ts';
import type { Levels } from '../types.ts';
import type { Meter, SoundAdapter } from './media-adapters.ts';

/** Shown: about 12 times a second, which looks alive. Unseen, only hints need it. */
const SHOWN_EVERY_MS = 80;
const UNSEEN_EVERY_MS = 200;
/** Effective loudness of a voice near a microphone; the noise of a quiet room is a tenth of it. */
const SPEECH = 0.015;
/** A word or two. A knock on the table or a few keys are shorter. */
const SPOKEN_MS = 600;
/** Then the person has noticed, or has stopped. */
const SPEECH_HINT_MS = 3_000;
/** Exactly nothing for this long doesn't come from a quiet room but from a switch on the headset. */
const SILENT_MS = 5_000;
/** Decibels below full loudness that a level of 0 stands for. */
const FLOOR_DB = 60;

export type LevelHint = 'muted_speaking' | 'silent_microphone' | null;

export interface LevelMeters {
  readonly levels: Store<Levels>;
  /** Measured are copies, which stay on while the track itself is muted. */
  setMicrophone(track: MediaStreamTrack | null, isOn: boolean): void;
  setPeer(tracks: readonly MediaStreamTrack[]): void;
  dispose(): void;
}

const shown = (loudness: number | null) =>
  loudness ? Math.min(1, Math.max(0, 1 + (20 * Math.log10(loudness)) / FLOOR_DB)) : 0;

export function createLevels(sound: SoundAdapter, clock: Clock, onHint: (hint: LevelHint) => void): LevelMeters {
  const value = new Value<Levels>({ own: 0, peer: 0 });
  let viewers = 0;
  let own: { of: MediaStreamTrack; copy: MediaStreamTrack; meter: Meter } | null = null;
  let isOn = false;
  let peerTracks: readonly MediaStreamTrack[] = [];
  let peer: Meter[] = [];
  let cancel: (() => void) | null = null;
  let life: 'running' | 'disposed' = 'running';
  const watch = speechWatch();

  const tick = () => {
    const period = viewers > 0 ? SHOWN_EVERY_MS : UNSEEN_EVERY_MS;
    const heard = own?.meter.read() ?? null;
    onHint(own ? watch.hear(heard, isOn, clock.now()) : null);
    value.set({
      own: isOn ? shown(heard) : 0,
      peer: peer.reduce((most, meter) => Math.max(most, shown(meter.read())), 0),
    });
    cancel = own || viewers > 0 ? clock.after(period, tick) : null;
  };
  const wake = () => {
    cancel?.();
    cancel = own || viewers > 0 ? clock.after(0, tick) : null;
  };
  /** The other side is measured only while somebody looks. */
  const measurePeer = () => {
    for (const meter of peer) meter.dispose();
    peer = viewers > 0 ? peerTracks.map((track) => sound.meter(track)) : [];
  };
  const setViewers = (count: number) => {
    const isFirstOrLast = (viewers === 0) !== (count === 0);
    viewers = count;
    if (!isFirstOrLast || life === 'disposed') return;
    measurePeer();
    wake();
  };
  const dropOwn = () => {
    own?.meter.dispose();
    own?.copy.stop();
    own = null;
    watch.reset();
  };

  return {
    levels: {
      getState: () => value.getState(),
      subscribe(listener) {
        const leave = value.subscribe(listener);
        setViewers(viewers + 1);
        let isGone = false;
        return () => {
          if (!isGone) setViewers(viewers - 1);
          isGone = true;
          leave();
        };
      },
    },
    setMicrophone(track, on) {
      const isSame = (own?.of ?? null) === track;
      if (isSame && isOn === on) return;
      watch.reset();
      isOn = on;
      if (!isSame) {
        dropOwn();
        if (track) {
          const copy = track.clone();
          copy.enabled = true;
          own = { of: track, copy, meter: sound.meter(copy) };
        }
      }
      wake();
    },
    setPeer(tracks) {
      peerTracks = tracks;
      measurePeer();
    },
    dispose() {
      life = 'disposed';
      viewers = 0;
      peerTracks = [];
      dropOwn();
      measurePeer();
      cancel?.();
      cancel = null;
    },
  };
}

function speechWatch() {
  let last: number | null = null;
  let spokenMs = 0;
  let spokeAt: number | null = null;
  let silentSince: number | null = null;
  return {
    reset() {
      last = null;
      spokenMs = 0;
      spokeAt = null;
      silentSince = null;
    },
    hear(loudness: number | null, isOn: boolean, now: number): LevelHint {
      const passed = now - (last ?? now);
      last = now;
      if (loudness !== 0 || !isOn) silentSince = null;
      else silentSince ??= now;
      if (isOn) return silentSince !== null && now - silentSince >= SILENT_MS ? 'silent_microphone' : null;
      spokenMs = Math.max(0, spokenMs + ((loudness ?? 0) > SPEECH ? passed : -passed / 2));
      if (spokenMs >= SPOKEN_MS) {
        spokeAt = now;
        spokenMs = SPOKEN_MS;
      }
      return spokeAt !== null && now - spokeAt < SPEECH_HINT_MS ? 'muted_speaking' : null;
    },
  };
}
