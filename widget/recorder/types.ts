/**
 * What the views of the recorder may know: plain state and intents. Nobody here touches a track, an encoder or a disk.
 */
import type { RecordingOf, Time } from '../../signaling/protocol/events.ts';
import type { Reason } from '../../signaling/protocol/reasons.ts';
import type { DeviceReason } from '../call/types.ts';
import type { Store } from '../session/types.ts';

export type RecordingFormat = 'mp4' | 'webm';

/** Why a recording can't begin, or had to stop by itself. Each has a sentence. */
export type RecorderReason =
  /** The screen could not be had. */
  | { from: 'screen'; reason: DeviceReason }
  /** The service refused, or can't be reached. */
  | { from: 'service'; reason: Reason }
  /** The disk that the browser gives to this page is full. */
  | { from: 'recorder'; reason: 'no_room' }
  /** The browser lets this page keep nothing (a private window, blocked storage). */
  | { from: 'recorder'; reason: 'no_storage' }
  /** This browser has no encoder for pictures. */
  | { from: 'recorder'; reason: 'unsupported' }
  /** The computer didn't keep up: what waited to be encoded or written grew over its limit. */
  | { from: 'recorder'; reason: 'too_slow' }
  | { from: 'recorder'; reason: 'failed' };

/** Why nothing is recorded at this moment though a recording runs. */
export type PausedBy =
  /** The person. */
  | 'person'
  /** A call has begun during the recording of a screen: the other person is being asked. */
  | 'call'
  /** The screen that was recorded is shared no more: it can be chosen anew. */
  | 'screen_gone';

/** Where the recorder of this window stands. */
export type RecorderPhase =
  | { kind: 'idle' }
  /** The browser asks which screen. */
  | { kind: 'choosing' }
  /** The other person has been asked and hasn't answered yet. Unanswered at `until`, it is refused by itself. */
  | { kind: 'asking'; what: RecordingOf; until: Time }
  /** Encoders and disk are being got ready. */
  | { kind: 'starting'; what: RecordingOf }
  | { kind: 'recording'; what: RecordingOf }
  | { kind: 'paused'; what: RecordingOf; by: PausedBy }
  /** The last frames are being written. */
  | { kind: 'stopping'; what: RecordingOf }
  /** It is in the list. Until it is dismissed the person reads why it stopped. */
  | { kind: 'stopped'; id: string; why: StoppedBy }
  /** The other person didn't want it, or took back the asking. */
  | { kind: 'refused'; why: 'refused' | 'no_answer' }
  /** `kept`: what was recorded until then is in the list. */
  | { kind: 'failed'; why: RecorderReason; kept: boolean };

export type StoppedBy =
  /** Whoever recorded. */
  | 'person'
  /** The other person took the agreement back. */
  | 'withdrawn'
  /** During the recording of a screen a call began, and the other person didn't agree that it goes on. */
  | 'not_agreed'
  | 'call_over'
  /** A call began in another conversation, whose person hasn't been asked. */
  | 'other_call'
  | 'no_room';

/** What the other side of a running call does. */
export type TheirRecording =
  | { kind: 'none' }
  /** They ask whether they may. */
  | { kind: 'asks'; what: RecordingOf; until: Time }
  /** They may, or do. `progress` null: nothing has been heard of it yet. */
  | { kind: 'records'; what: RecordingOf; progress: RecordingProgress | null };

export interface RecordingProgress {
  paused: boolean;
  /** Recorded time without pauses, milliseconds. */
  length: number;
  /** Bytes on disk. */
  size: number;
}

export interface RecorderView {
  phase: RecorderPhase;
  theirs: TheirRecording;
  /** What can be begun now. */
  can: { screen: boolean; call: boolean };
  /** A recording whose page died, made whole again, that the person hasn't been told of. */
  recovered: { id: string; length: number } | null;
  /** The name of the other person. */
  peer: string;
}

/** The recorder of one conversation in one window. */
export interface Recorder extends Store<RecorderView> {
  /** Of the own recording; many times a second, so it is apart from the rest. */
  readonly progress: Store<RecordingProgress>;
  /** What is being recorded, small, about twice a second: the own recording, or the other side's. Null: nothing runs. */
  readonly preview: Store<ImageBitmap | null>;
  readonly library: Library;

  /** Must be called inside the click: browsers ask for a screen only then. */
  start(what: RecordingOf): void;
  /** Takes the asking back. */
  cancel(): void;
  pause(): void;
  /** Must be called inside the click when the screen is gone: the browser asks for another. */
  resume(): void;
  stop(): void;
  /** After `stopped`, `refused` or `failed`, and of what was recovered: the person has read it. */
  dismiss(): void;

  /** The answer to the other person's question. */
  answer(agrees: boolean): void;
  /** Takes the agreement back: the other side's recording stops. */
  withdraw(): void;
}

export type ShareState =
  /** Nothing leaves this device until it is shared. */
  | { kind: 'none' }
  /** Behind others, or the line is broken: it goes on by itself. */
  | { kind: 'waiting'; sent: number }
  | { kind: 'sending'; sent: number }
  | { kind: 'failed'; reason: Reason }
  | { kind: 'shared'; at: Time };

export interface RecordingItem {
  id: string;
  /** As the person calls it; empty: a name is made of what it is and when it was. */
  name: string;
  what: RecordingOf;
  /** When it began. */
  at: Time;
  /** Milliseconds. */
  length: number;
  /** Bytes. */
  size: number;
  format: RecordingFormat;
  /** A small picture out of it. */
  thumbnail: Blob | null;
  state:
    | { kind: 'ready' }
    /** Runs at this moment, here or in another tab. */
    | { kind: 'recording' }
    /** A tab or the browser died while it ran; it is being made whole. */
    | { kind: 'repairing' }
    /** It was made whole again, and the person hasn't looked at it yet. */
    | { kind: 'recovered' }
    /** Nothing in it can be played. */
    | { kind: 'broken' };
  share: ShareState;
}

export interface LibraryView {
  phase: { kind: 'loading' } | { kind: 'ready' } | { kind: 'failed' };
  /** Newest first. */
  items: readonly RecordingItem[];
  /** Bytes that the browser lets this page still write; null where it doesn't tell. */
  room: number | null;
}

/** The recordings of this browser, in all of its tabs. */
export interface Library extends Store<LibraryView> {
  /** By reference: nothing is read into memory. Null when the file is gone. A recovered one counts as seen. */
  open(id: string): Promise<Blob | null>;
  /** Saves it where the browser saves files. */
  download(id: string): Promise<void>;
  rename(id: string, name: string): void;
  /** It goes from the list at once and from the disk when `restore` can't be asked for any more. */
  remove(id: string): void;
  restore(id: string): void;
  /** Undo is over, by time or because the list is left. */
  settle(): void;
  /** Sends it to the conversation that is open. Survives a reload and a broken line. */
  share(id: string): void;
  cancelShare(id: string): void;
  retry(): void;
}
