/** Is the store there, are its tables those of this version, and can it be written? Changes nothing: what is written is taken back. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import { sqliteFile } from '../open-store.ts';
import { type StoreLook, storeLook } from '../store/look.ts';
import { hasUnfinishedMove } from '../store/move.ts';
import { patientDialect, placeOf } from '../store/postgres.ts';
import { sqliteDialect } from '../store/sqlite.ts';
import { broken, type Finding, inMs, ok, patiently, timed, warning, wordsOf } from './finding.ts';

/** A write that is slower, in milliseconds, is felt: nothing is acknowledged before it is done. */
const SLOW_MS = 200;

export interface StorePlace {
  kind: 'SQLite' | 'PostgreSQL';
  name: string;
  /** Null: there is nothing yet. */
  open: (() => StoreLook) | null;
}

export function storePlace({ databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>): StorePlace {
  if (databaseUrl !== null) {
    const open = () => storeLook(patientDialect(databaseUrl));
    return { kind: 'PostgreSQL', name: placeOf(databaseUrl), open };
  }
  const file = sqliteFile(resolve(dataDir));
  return { kind: 'SQLite', name: file, open: existsSync(file) ? () => storeLook(sqliteDialect(file)) : null };
}

/** `work` on a connection of its own, which is closed however it ends. */
export async function withStore<T>(open: () => StoreLook, work: (store: StoreLook) => Promise<T>): Promise<T> {
  const store = open();
  // One that is silent would hold up the end as well.
  return patiently(work(store)).finally(() => void store.close().catch(() => {}));
}

export async function checkStore(place: StorePlace, databaseUrl: string | null): Promise<Finding[]> {
  const { kind, name, open } = place;
  if (!open) return [ok('store', `${kind} at ${name}: not there yet, the first start makes it`)];
  const at = `${kind} at ${name}`;
  try {
    if (databaseUrl !== null && (await patiently(hasUnfinishedMove(databaseUrl)))) {
      return [broken('store', `${at}: a move into it is not finished`, 'run "npm run move" once more.')];
    }
    return await withStore(open, async (store) => {
      const answer = await timed(store.ask);
      const writing = await timed(store.tryWriting);
      const findings = await checkTables(store, at);
      const times = `answers in ${inMs(answer.ms)}, writes and takes back in ${inMs(writing.ms)}`;
      if (writing.ms > SLOW_MS) {
        const todo = kind === 'SQLite' ? 'is the disk slow or busy?' : 'is it far away, or its disk slow or busy?';
        return [warning('store', `${at} is slow: ${times}`, todo), ...findings];
      }
      return [ok('store', `${at} ${times}`), ...findings];
    });
  } catch (error) {
    const todo =
      kind === 'SQLite'
        ? 'may this user read and write DATA_DIR, and is the file what it should be? Else take the last back-up.'
        : 'is it running there, does DATABASE_URL name it, its user and password, and may that user make tables?';
    return [broken('store', `${at} can't be used: ${wordsOf(error)}`, todo)];
  }
}

async function checkTables(store: StoreLook, at: string): Promise<Finding[]> {
  const tables = await store.tables();
  if (tables.kind === 'none') return [ok('store', `${at} has no tables yet, the first start makes them`)];
  const { newer, missing } = tables;
  if (newer.length > 0) {
    const todo = 'upgrade this node too; it goes on for one version.';
    return [warning('store', `${at} has tables of a newer version (${newer.join(', ')})`, todo)];
  }
  if (missing.length === 0) return [];
  const todo = 'make a back-up and start the service: it brings them up to date.';
  return [warning('store', `${at} has tables of an older version (without ${missing.join(', ')})`, todo)];
}
