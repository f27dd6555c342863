/** Has the data folder room, can it be written, how quickly, and is it the one that the store's files lie in? */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, constants, open, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { missingIn } from '../folder-mark.ts';
import { sqliteFile } from '../open-store.ts';
import { broken, type Finding, inMs, ok, timed, warning, wordsOf } from './finding.ts';
import { type StorePlace, withStore } from './store-check.ts';

const MB = 1024 * 1024;
/** The service leaves as much to conversations and takes no more recordings. */
const FREE_MIN_MB = 256;
/** A few recordings. */
const FREE_GOOD_MB = 4096;
/** A sync that is slower, in milliseconds, is felt with SQLite: nothing is acknowledged before it. */
const SLOW_MS = 50;
const SYNCS = 5;
const BLOCK = Buffer.alloc(4096);
/** So many of the newest files are looked for. */
const NEWEST = 20;

export interface DiskDeps {
  dataDir: string;
  store: StorePlace;
  freeBytes: (folder: string) => Promise<number>;
}

export async function checkDisk({ dataDir, store, freeBytes }: DiskDeps): Promise<Finding[]> {
  const folder = resolve(dataDir);
  try {
    await access(folder, constants.R_OK | constants.W_OK);
    const ms = await syncTime(folder);
    const free = Math.floor((await freeBytes(folder)) / MB);
    const findings = [...(await checkFiles(folder, store)), ...checkLeftOver(folder, store)];
    const what = `${folder} has ${(free / 1024).toFixed(1)} GB free, a sync takes ${inMs(ms)}`;
    if (free < FREE_MIN_MB) return [broken('disk', what, 'make room: recordings are refused by now.'), ...findings];
    if (free < FREE_GOOD_MB) return [warning('disk', what, 'make room.'), ...findings];
    if (ms > SLOW_MS) return [warning('disk', what, 'use a quicker disk, or find out who keeps it busy.'), ...findings];
    return [ok('disk', what), ...findings];
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return [ok('disk', `${folder} is not there yet, the first start makes it`)];
    }
    return [
      broken('disk', `${folder} can't be written: ${wordsOf(error)}`, 'give this user the folder, or set DATA_DIR.'),
    ];
  }
}

/** The median. */
async function syncTime(folder: string): Promise<number> {
  const path = join(folder, `.doctor-${randomUUID()}`);
  const file = await open(path, 'wx', 0o600);
  try {
    const times: number[] = [];
    for (let n = 0; n < SYNCS; n += 1) {
      await file.write(BLOCK);
      times.push((await timed(() => file.sync())).ms);
    }
    return times.sort((a, b) => a - b)[Math.floor(SYNCS / 2)] ?? 0;
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}

/** A move leaves it as the way back. */
function checkLeftOver(folder: string, { kind }: StorePlace): Finding[] {
  const file = sqliteFile(folder);
  if (kind === 'SQLite' || !existsSync(file)) return [];
  const what = `DATABASE_URL is set, and ${file} still has everybody’s old data, which no erasure reaches`;
  return [warning('disk', what, 'delete it (and -wal, -shm) once all is well.')];
}

/** Nodes that were given folders of their own lose each other's files. */
async function checkFiles(folder: string, { open: openStore }: StorePlace): Promise<Finding[]> {
  if (!openStore) return [];
  // A store that doesn't answer is another check's finding.
  const newest = await withStore(openStore, (store) => store.newestFiles(NEWEST)).catch(() => []);
  const missing = await missingIn(folder, newest);
  if (missing.length === 0) return [];
  const what = `${missing.length} of the ${newest.length} newest files are not in ${folder}`;
  return [broken('disk', what, 'DATA_DIR must be the same folder on all nodes; after a restore, restore it too.')];
}
