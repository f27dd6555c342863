/**
 * What is known of each recording beside its bytes, shared by all tabs of the browser. Knows neither pictures nor files;
 * where it is kept stands in `widget/recorder/storage`.
 */
import type { RecordingOf, Time } from '../../../signaling/protocol/events.ts';
import type { Reason } from '../../../signaling/protocol/reasons.ts';
import type { RecordingFormat } from '../types.ts';

/** How far sharing has come; written down so that another page, or a reload, goes on from there. */
export type SharePhase =
  | { kind: 'none' }
  | ({ kind: 'waiting' } & Sending)
  | ({ kind: 'failed'; reason: Reason } & Sending)
  | { kind: 'shared'; at: Time; conversation: string | null };

export interface Sending {
  conversation: string | null;
  /** The agent who shares it; null for a customer. */
  by: string | null;
  /** The id of the event that will tell of it: the same one, however often it is tried. */
  event: string;
  /** Where the upload can be resumed. */
  url: string | null;
  /** Bytes that the service has, roughly. */
  sent: number;
  /** The service's id of the file, when all of it has arrived and only the event is missing. */
  file: string | null;
  /** How often it has arrived since a person last asked for it. */
  arrivals: number;
}

export interface RecordingEntry {
  id: string;
  name: string;
  what: RecordingOf;
  at: Time;
  /** Milliseconds. */
  length: number;
  /** Bytes. */
  size: number;
  /** Null until it is known. */
  format: RecordingFormat | null;
  /** The conversation in which it was made. */
  conversation: string | null;
  /** A JPEG. Bytes, since every change writes the entry anew and a blob would be a new file each time. */
  thumbnail: Uint8Array<ArrayBuffer> | null;
  /** Whether a tab still records, or repairs, is told by the lock that it holds: it may have died. */
  state: 'recording' | 'repairing' | 'recovered' | 'ready' | 'broken';
  /** How often a repair has begun. */
  repairs: number;
  share: SharePhase;
}

export interface RecordingsIndex {
  /** Rejects where the browser keeps nothing. */
  all(): Promise<RecordingEntry[]>;
  get(id: string): Promise<RecordingEntry | null>;
  /**
   * Reads, changes and writes with nobody in between, in this tab or in another; when it resolves, the change survives
   * the death of the browser. Rejects with a `reason` like a sink's. `change` gets null when there is none, and returns null to leave (or have) none.
   * @returns what is there now
   */
  change(id: string, change: (entry: RecordingEntry | null) => RecordingEntry | null): Promise<RecordingEntry | null>;
  /** Tells of changes that other tabs made, never of one's own. Null: of all at once. */
  subscribe(listener: (id: string | null) => void): () => void;
  clear(): Promise<void>;
  dispose(): void;
}
