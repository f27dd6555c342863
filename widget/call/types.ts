/**
 * What the views of a call may know: plain state and intents. Streams are handed through to be shown and heard; nobody
 * here stops a track or asks the browser for one.
 */
import type { CallEnd, CallMedia, Time } from '../../signaling/protocol/events.ts';
import type { Reason, Result } from '../../signaling/protocol/reasons.ts';
import type { Store } from '../session/types.ts';

/** Why a camera, a microphone or a screen can't be had. Each has a sentence that says what to do. */
export type DeviceReason =
  /** The person, or the browser's settings for this site. */
  | 'denied'
  /** The question was closed without an answer, or no screen was chosen. */
  | 'dismissed'
  /** The operating system keeps it from the browser. */
  | 'denied_by_system'
  /** The page's `Permissions-Policy` forbids it. */
  | 'policy'
  /** The page isn't served over HTTPS. */
  | 'insecure'
  /** No such device is connected. */
  | 'missing'
  /** Another program has it. */
  | 'in_use'
  /** This browser can't do that at all. */
  | 'unsupported'
  | 'failed';

/** A source of sound or picture on this side. */
export type SourceState =
  | { kind: 'off' }
  /** The browser is asking the person. */
  | { kind: 'asking' }
  /** Another device is being opened. */
  | { kind: 'switching' }
  | { kind: 'on' }
  /** Wished for, and not to be had. */
  | { kind: 'unavailable'; reason: DeviceReason };

export type ScreenState =
  | { kind: 'off' }
  | { kind: 'asking' }
  | {
      kind: 'on';
      /** What is shown: a whole screen, a window, a tab; null where the browser doesn't tell. */
      surface: 'monitor' | 'window' | 'browser' | null;
      /** It is the very tab that this runs in. */
      isThisTab: boolean;
      sound: boolean;
    }
  | { kind: 'unavailable'; reason: DeviceReason };

/** What somebody has switched on, as told by themselves: tracks don't tell it reliably. */
export interface MediaOn {
  microphone: boolean;
  camera: boolean;
  screen: boolean;
}

export interface Device {
  id: string;
  label: string;
}

export interface Devices {
  microphones: readonly Device[];
  cameras: readonly Device[];
  /** Empty where the browser can't choose. */
  speakers: readonly Device[];
  /** Ids; null: the browser's default. */
  microphone: string | null;
  camera: string | null;
  speaker: string | null;
  /** Phones: there is a camera on either side. */
  canFlip: boolean;
  canShareScreen: boolean;
}

/** Where a call stands, always shown in words. */
export type CallPhase =
  /** The look in the mirror, before asking or answering. */
  | { kind: 'lobby'; answering: boolean }
  /** The service is being asked. */
  | { kind: 'asking' }
  /** The other side hears it. `since` null: nobody has the conversation yet, whoever takes it gets the ring. */
  | { kind: 'ringing'; since: Time | null }
  /** Accepted; no media have come yet. */
  | { kind: 'connecting' }
  | { kind: 'live' }
  /** No packets come. `asks`: it has lasted so long that the person is asked whether to go on. */
  | { kind: 'reconnecting'; since: Time; why: 'network' | 'network_changed'; asks: boolean }
  /** The other side's page is gone (a reload, a closed tab); its seat is kept until `until`. */
  | { kind: 'away'; until: Time }
  /** Another window or tab of this side has it. */
  | { kind: 'elsewhere' }
  /** The page was loaded anew and the browser wants a click before it gives camera and microphone again. */
  | { kind: 'paused' }
  | { kind: 'ended'; why: CallEnd | 'declined' | 'no_answer' | 'cancelled'; length: number | null }
  | { kind: 'failed'; reason: Reason };

/** Whose line makes a call poor, and by what. */
export interface Quality {
  /** 1 (hardly usable) to 4 (good); null until there is something to judge. */
  bars: 1 | 2 | 3 | 4 | null;
  whose: 'mine' | 'theirs' | 'both' | null;
  /** The reasons behind the bars, in what can be measured. */
  latencyMs: number;
  jitterMs: number;
  lossPercent: number;
  /** Mean opinion score, 1 to 4.5, by ITU-T G.107's simplified model. */
  mos: number;
}

/** How far a poor line has made this side step down. The person can go back up at any time. */
export type Step = 'full' | 'smaller' | 'slower' | 'sound_only';

/** What is worth a word at this moment. */
export type Hint =
  /** The person speaks while the microphone is off. */
  | 'muted_speaking'
  /** The microphone is on and gives nothing at all. */
  | 'silent_microphone'
  /** Nothing of the other side has been heard for a while though their microphone is on. */
  | 'no_sound_from_peer'
  /** The browser wants a click before it lets the call be heard. */
  | 'sound_blocked'
  /** The browser opened no window of its own for the call. */
  | 'window_blocked'
  /** A device was pulled out; the default one took its place. */
  | 'device_lost'
  /** It is back, and in use again. */
  | 'device_back';

/** Parts of the picture, 0 to 1 from the top left of what is shared. */
export interface Point {
  x: number;
  y: number;
}

/** What whoever records tells the other side, about once a second. */
export interface RecordingNews {
  paused: boolean;
  /** Recorded time without pauses, in milliseconds. */
  length: number;
  /** Bytes. */
  size: number;
  /** A small JPEG of what is recorded, in base64; not with each. */
  picture?: string;
}

/** The four things that either side can give, as tracks. Null: off, or not to be had. */
export type SideTracks = Record<'microphone' | 'camera' | 'screen' | 'screen_sound', MediaStreamTrack | null>;

export interface CallView {
  phase: CallPhase;
  /** The call's id, null before the service knows of it. */
  id: string | null;
  /** What was asked for, by whoever asked. */
  media: CallMedia;
  peer: { name: string; on: MediaOn };
  /** Since when it runs, for the timer. */
  startedAt: Time | null;
  microphone: SourceState;
  camera: SourceState;
  screen: ScreenState;
  devices: Devices;
  /** A camera that looks at the person is shown as a mirror would. */
  isMirrored: boolean;
  /** What this side sends, to be shown. */
  ownCamera: MediaStream | null;
  ownScreen: MediaStream | null;
  /** What comes from the other side. Sound is played by the call itself, not by the views. */
  peerCamera: MediaStream | null;
  peerScreen: MediaStream | null;
  quality: Quality;
  step: Step;
  hint: Hint | null;
  /** Where the other side points on what this side shares. */
  pointer: Point | null;
  /** What a recording of the call is made of. A muted microphone keeps its track, silent. */
  tracks: { own: SideTracks; peer: SideTracks };
  /** How far the other side's recording is; null while it says nothing. */
  recording: RecordingNews | null;
}

/** Loudness of both, 0 to 1; changes many times a second, so it is apart from the rest. */
export interface Levels {
  own: number;
  peer: number;
}

/** One call from the look in the mirror to its end, on one side, in one window. */
export interface Call extends Store<CallView> {
  readonly levels: Store<Levels>;

  /** From the mirror into the call: asks the other side, or accepts when it had asked. */
  go(): Promise<void>;
  /** Out of the mirror; ringing is taken back; a running call is ended for both. */
  end(): Promise<void>;
  /** After `ended` or `failed`: the person has read it. */
  dismiss(): void;

  setMicrophone(on: boolean): void;
  setCamera(on: boolean): void;
  /** Neither heard nor seen in this call from now on; what is remembered for the next one stays. */
  onlyScreen(): void;
  /** Must be called inside the click: browsers ask for the screen only then. */
  shareScreen(): void;
  stopScreen(): void;
  chooseMicrophone(id: string): void;
  chooseCamera(id: string): void;
  chooseSpeaker(id: string): void;
  /** Front to back and back. */
  flipCamera(): void;
  testSpeaker(): void;

  /** Shows the other side a place on the screen that it shares; null takes the pointer away. */
  point(at: Point | null): void;
  /** Tells the other side how far the own recording is. */
  tellRecording(news: RecordingNews | null): void;
  /** Back up from where a poor line has led. */
  stepUp(): void;
  /** The person's click that a browser wanted before sound plays or devices are opened again. */
  resume(): void;
  /** Whoever was asked after a long silence wants to go on. */
  keepTrying(): void;
}

/** The call of a conversation, and what can be begun. */
export type CallDeskView =
  | { kind: 'none' }
  /** The other side asks. `isLead`: this tab rings, the others only show it. */
  | { kind: 'incoming'; id: string; media: CallMedia; peer: string; since: Time; isLead: boolean }
  /** This side takes part in another window or tab. */
  | { kind: 'elsewhere'; id: string; startedAt: Time | null; peer: string }
  | { kind: 'call'; call: Call };

export interface CallDesk extends Store<CallDeskView> {
  /** Opens the mirror; nobody is asked yet. Harmless while there is a call. */
  prepare(media: CallMedia): void;
  /** Straight to asking, with what the person had switched on the last time. `screen` must be inside the click. */
  ask(media: CallMedia): Promise<void>;
  /** Answers what is incoming: `mirror` looks first, the ring goes on meanwhile. */
  answer(how: 'video' | 'audio' | 'mirror'): void;
  decline(): Promise<Result>;
  /** Takes the call over into this window, with what is to be on here. */
  continueHere(was?: { microphone: boolean; camera: boolean }): void;
  /** Hands the call to a window of the service's own. Must be called inside the click. */
  moveToWindow(): void;
  dispose(): void;
}
