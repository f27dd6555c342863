/**
 * What the library needs to send a recording into a conversation: a way for the bytes that can be resumed, and a word to
 * the conversation when they have arrived. Who tries again, and when, is the library's business.
 */
import type { Reason, Result } from '../../../signaling/protocol/reasons.ts';

export interface RecordingToUpload {
  /** The recording's id in this browser. */
  id: string;
  /** By reference: it may be larger than memory. */
  blob: Blob;
  name: string;
  type: string;
  /** Milliseconds. */
  length: number;
  /** Pixels. */
  width?: number;
  height?: number;
  /** Null: the customer's open one, or one that doesn't exist yet. */
  conversation: string | null;
  /** Where an earlier try was going, to go on from there. */
  url: string | null;
}

export interface UploadProgress {
  /** From now on the upload can be resumed at `url`, also by another page. */
  started(url: string): void;
  /** Bytes that the service has. */
  progress(sent: number): void;
  signal: AbortSignal;
}

/** `file` is the service's id of it. `lost`: the line broke, and the same may be tried again. */
export type Uploaded = { ok: true; file: string } | { ok: false; reason: Reason | 'lost' };

export interface RecordingUploader {
  /** Never rejects. After an abort it resolves soon, and what it resolves with doesn't matter. */
  upload(recording: RecordingToUpload, progress: UploadProgress): Promise<Uploaded>;
}

/** What is said in the conversation when the file has arrived. */
export interface Announcement {
  /** The event's id: the same announcement twice is one. */
  event: string;
  conversation: string | null;
  file: string;
}

export type Announce = (what: Announcement) => Promise<Result<unknown> | { ok: false; reason: 'lost' }>;
