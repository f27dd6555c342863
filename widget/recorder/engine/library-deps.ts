/** What the library of recordings is given: everything that is not deciding. */
import type { Clock } from '../../session/clock.ts';
import type { Locks } from '../../session/locks.ts';
import type { Reply } from '../../session/transport.ts';
import type { RecordingFormat, RecordingItem } from '../types.ts';
import type { Announce, RecordingUploader } from './recording-uploader.ts';
import type { RecordingsIndex } from './recordings-index.ts';

/** What is left of a recording whose tab died. */
export type Repaired =
  | { kind: 'whole'; length: number; size: number; format: RecordingFormat }
  /** Not one picture of it was written. `size` in bytes; 0: there is no file, or nothing in it. */
  | { kind: 'nothing'; size: number };

/** The recordings' bytes, for whoever doesn't write them. */
export interface LibraryFiles {
  /** By reference; null when there is none. */
  read(id: string): Promise<Blob | null>;
  /** Harmless when there is none. */
  remove(id: string): Promise<void>;
  /** Rejects where it can't be known. */
  list(): Promise<string[]>;
}

export interface SharingDeps {
  locks: Locks;
  clock: Clock;
  /** 0 up to 1; for jitter. */
  random: () => number;
  ids: () => string;
  files: Pick<LibraryFiles, 'read'>;
  uploader: RecordingUploader;
  announce: Announce;
  online: () => boolean;
  /** The agent who is signed in; null for a customer. */
  owner: () => string | null | 'unknown';
  /** Before the first upload of a customer whom the service doesn't know yet. */
  prepare: () => Promise<Reply>;
  /** The conversation that is open. */
  conversation: () => string | null;
  /** What it is called, in the language of the person: by its own name, or one made of what it is. Without an ending. */
  nameOf: (item: Pick<RecordingItem, 'name' | 'what' | 'at'>) => string;
}

export interface LibraryDeps extends SharingDeps {
  index: RecordingsIndex;
  files: LibraryFiles;
  /** Makes a file playable whose writer died. Rejects when that can't be told now. */
  repair: (id: string) => Promise<Repaired>;
  /** A small JPEG out of it; null when none can be had. */
  thumbnail: (blob: Blob) => Promise<Uint8Array<ArrayBuffer> | null>;
  /** Bytes that this page may still write; null where the browser doesn't tell. */
  room: () => Promise<number | null>;
  /** Saves it where the browser saves files. */
  save: (blob: Blob, name: string) => void;
}
