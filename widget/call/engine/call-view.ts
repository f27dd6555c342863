/**
 * What views draw of a call: the state, this side's media and what comes from the other side, put together. Asks nothing,
 * changes nothing.
 */
import type { CallMedia } from '../../../signaling/protocol/events.ts';
import type { CallView, MediaOn, SideTracks, SourceState } from '../types.ts';
import { type LocalMedia, type LocalMediaState, type PeerLinkView, SLOTS, type Slot } from './deps.ts';
import { callOf, type MachineState, phaseOf } from './machine.ts';

const NOTHING_ON: MediaOn = { microphone: false, camera: false, screen: false };
const NO_TRACKS: SideTracks = { microphone: null, camera: null, screen: null, screen_sound: null };
const NO_QUALITY: CallView['quality'] = { bars: null, whose: null, latencyMs: 0, jitterMs: 0, lossPercent: 0, mos: 0 };

export interface Parts {
  state: MachineState;
  peerName: string;
  local: LocalMediaState;
  own: SideTracks;
  /** Null before there is a way to the other side. */
  link: PeerLinkView | null;
  /** What the browser holds back. */
  blocked: 'nothing' | 'sound' | 'window';
  streamOf: (track: MediaStreamTrack) => MediaStream;
}

export function firstView(state: MachineState, media: CallMedia, peerName: string, local: LocalMediaState): CallView {
  return {
    ...local,
    phase: phaseOf(state),
    id: callOf(state),
    media,
    peer: { name: peerName, on: NOTHING_ON },
    startedAt: startOf(state),
    peerCamera: null,
    peerScreen: null,
    quality: NO_QUALITY,
    step: 'full',
    pointer: null,
    tracks: { own: NO_TRACKS, peer: NO_TRACKS },
    recording: null,
  };
}

export function nextView(before: CallView, { state, peerName, local, own, link, blocked, streamOf }: Parts): CallView {
  const on = link?.on ?? NOTHING_ON;
  const shown = (isOn: boolean, slot: Slot) => {
    const track = isOn ? link?.tracks[slot] : null;
    return track ? streamOf(track) : null;
  };
  return {
    ...before,
    ...local,
    phase: phaseOf(state),
    id: callOf(state),
    peer: { name: peerName, on },
    startedAt: startOf(state),
    peerCamera: shown(on.camera, 'camera'),
    peerScreen: shown(on.screen, 'screen'),
    quality: link?.quality ?? before.quality,
    step: link?.step ?? 'full',
    pointer: link?.pointer ?? null,
    tracks: tracksOf(before, own, link),
    recording: link?.recording ?? null,
    hint: blocked === 'nothing' ? (local.hint ?? (link?.noSound ? 'no_sound_from_peer' : null)) : `${blocked}_blocked`,
  };
}

/** What was shown stays, without anything that lives. */
export function lastView(before: CallView, state: MachineState): CallView {
  const nothing = { ownCamera: null, ownScreen: null, peerCamera: null, peerScreen: null, pointer: null, hint: null };
  const tracks = { own: NO_TRACKS, peer: NO_TRACKS };
  return { ...before, ...nothing, tracks, recording: null, phase: phaseOf(state) };
}

/** The same object as long as no track is another one. What the other side has off is not given out: such a track is empty. */
function tracksOf({ tracks }: CallView, own: SideTracks, link: PeerLinkView | null): CallView['tracks'] {
  const on = link?.on;
  const { microphone, camera, screen, screen_sound } = link?.tracks ?? NO_TRACKS;
  const peer: SideTracks = {
    ...NO_TRACKS,
    microphone,
    ...(on?.camera && { camera }),
    ...(on?.screen && { screen, screen_sound }),
  };
  const isSame = SLOTS.every((slot) => tracks.own[slot] === own[slot] && tracks.peer[slot] === peer[slot]);
  return isSame ? tracks : { own, peer };
}

const startOf = (state: MachineState) => (state.kind === 'running' ? state.startedAt : null);

/** What this side gives, as it tells the other one. */
export function givenBy(media: LocalMedia): MediaOn {
  const { microphone, camera, screen } = media.getState();
  // While another device is being opened the old one still runs, where two can.
  const runs = ({ kind }: SourceState, slot: Slot) =>
    kind === 'on' || (kind === 'switching' && media.track(slot) !== null);
  return { microphone: runs(microphone, 'microphone'), camera: runs(camera, 'camera'), screen: screen.kind === 'on' };
}

/** On, or about to be. */
export const isWished = ({ kind }: SourceState): boolean => kind === 'on' || kind === 'asking' || kind === 'switching';
