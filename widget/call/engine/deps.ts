/**
 * The two halves that a call is joined of, as it sees them: what this side has to give (`LocalMedia`), and the way to the
 * other side (`PeerLink`). Neither knows the other, nor the service's decisions, nor any view.
 */
import type { IceServers, PeerSeat } from '../../../signaling/protocol/realtime.ts';
import type { Signal, SignalAddress } from '../../session/call-line.ts';
import type { Store } from '../../session/types.ts';
import type {
  CallView,
  Devices,
  Levels,
  MediaOn,
  Point,
  Quality,
  RecordingNews,
  ScreenState,
  SideTracks,
  SourceState,
  Step,
} from '../types.ts';

/** The media sections, laid out once and in this order; everything after that is `replaceTrack`. */
export const SLOTS = ['microphone', 'camera', 'screen', 'screen_sound'] as const satisfies (keyof SideTracks)[];
export type Slot = (typeof SLOTS)[number];

export interface LocalMediaState {
  microphone: SourceState;
  camera: SourceState;
  screen: ScreenState;
  devices: Devices;
  isMirrored: boolean;
  ownCamera: MediaStream | null;
  ownScreen: MediaStream | null;
  hint: Extract<CallView['hint'], 'muted_speaking' | 'silent_microphone' | 'device_lost' | 'device_back'> | null;
}

/** Camera, microphone, screen and loudspeaker of this side. What the person wants outlives every device. */
export interface LocalMedia extends Store<LocalMediaState> {
  /** Loudness of the own microphone and of what `hear` plays, 0 to 1. */
  readonly levels: Store<Levels>;
  /** Null as long as the source is off, or not to be had. A muted microphone keeps its track, disabled. */
  track(slot: Slot): MediaStreamTrack | null;
  /** Called whenever the track of a slot is another one, or gone. Returns what ends it. */
  onTrack(listener: (slot: Slot, track: MediaStreamTrack | null) => void): () => void;
  setMicrophone(on: boolean): void;
  setCamera(on: boolean): void;
  /** Camera and microphone are off for this call, and let go of; what is remembered for the next one stays. */
  onlyScreen(): void;
  /** Asks the browser at once, so it must be called inside the click. */
  shareScreen(): Promise<'on' | 'unavailable'>;
  stopScreen(): void;
  chooseMicrophone(id: string): void;
  chooseCamera(id: string): void;
  chooseSpeaker(id: string): void;
  flipCamera(): void;
  testSpeaker(): void;
  /** How small and how slow the camera's picture is taken: the ladder's steps. */
  limitCamera(step: Step): void;
  /** Plays the other side's sounds (voice, screen); `blocked` is called when the browser wants a click before. */
  hear(tracks: readonly MediaStreamTrack[], blocked: () => void): void;
  /** Inside a click: what was blocked plays, what was denied by a closed question is asked again. */
  resume(): void;
  /** Everything is stopped, closed, removed; the lights go out. */
  dispose(): void;
}

export type PeerLinkState =
  /** The other side has no seat yet, or none any more. */
  | { kind: 'waiting' }
  /** The connection is being made, or stands ready while it rings. */
  | { kind: 'connecting' }
  | { kind: 'connected' }
  /** Nothing comes from the other side since then; it is worked on. */
  | { kind: 'stalled'; since: number; why: 'network' | 'network_changed' };

export type Path = 'direct' | 'relayed';

export interface PeerLinkView {
  state: PeerLinkState;
  /** What the other side says that it has on; null until it has said so. */
  on: MediaOn | null;
  /** Their tracks, one for each slot, while they live. */
  tracks: SideTracks;
  /** Whether a picture of the other side has come at all on this connection. */
  hasFrames: boolean;
  quality: Quality;
  /** Which way the media go; null while there is none. */
  path: Path | null;
  /** What the line suggests that this side should send. */
  step: Step;
  pointer: Point | null;
  recording: RecordingNews | null;
  /** No sound comes though their microphone is on. */
  noSound: boolean;
}

export interface PeerLinkDeps {
  /** This side's seat, and whether it gives way when both offer at once: the customer's does. */
  seat: string;
  polite: boolean;
  servers: IceServers;
  /** To the other seat; in order, nothing lost as long as both seats live. */
  signal(address: SignalAddress, signal: Signal): Promise<{ ok: boolean }>;
  /** With fresh credentials; null when none can be had at the moment. */
  freshServers(): Promise<IceServers | null>;
}

/**
 * The way to the other side: one connection after another, each an epoch, between this seat and whichever the other side
 * has. Makes itself new when the other seat changes, restarts when nothing comes any more.
 */
export interface PeerLink extends Store<PeerLinkView> {
  /** What the other side has got of this seat's signals, and the reverse: told to the service with each `call-join`. */
  readonly got: { seat: string; epoch: number; seq: number } | null;
  /** The other side's seat has come, or come again after its line broke. */
  peerHere(peer: PeerSeat): void;
  /** Its line is gone; if the media go on nothing happens. */
  peerAway(seat: string): void;
  receive(address: SignalAddress, signal: Signal): void;
  /** The line to the service stands again: what wasn't taken is sent again. */
  lineBack(): void;
  /** Accepted: from now on own addresses may be told and media sent. */
  open(): void;
  /** Before `open` the track is only kept. */
  setTrack(slot: Slot, track: MediaStreamTrack | null): Promise<void>;
  tell(on: MediaOn): void;
  point(at: Point | null): void;
  tellRecording(news: RecordingNews | null): void;
  /** The person wants more than the line seems to carry. */
  stepUp(): void;
  /** The browser says that the network is another one, or is back. */
  networkChanged(): void;
  dispose(): void;
}
