/** What both kinds of session are given: everything that is not computing. */
import type { Clock } from './clock.ts';
import type { Disk } from './disk.ts';
import type { FileDisk } from './file-disk.ts';
import type { Locks } from './locks.ts';
import type { PageLife } from './page-life.ts';
import type { Api, Transport } from './transport.ts';
import type { Uploader } from './uploads.ts';

export interface SessionDeps<A extends Api> {
  transport: Transport<A>;
  /** Holds nothing but this session's keys: logging out removes them all. */
  disk: Disk;
  /** Holds nothing but this session's files. */
  files: FileDisk;
  locks: Locks;
  clock: Clock;
  /** 0 up to 1; for jitter. */
  random: () => number;
  /** Makes ids that are as hard to hit by chance as a UUID. */
  ids: () => string;
  page: PageLife;
  uploader: Uploader;
  /** The whole address of a path of the service: pages elsewhere show its files. */
  address: (path: string) => string;
  /** The widget's version, told to the service. */
  version: string;
}
