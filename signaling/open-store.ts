/** The store that the configuration asks for, opened; shared by the service and the command line. */
import { randomUUIDv7 } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Config, ConfigError, unusable } from './config.ts';
import { decide } from './conversations/rules.ts';
import { hasUnfinishedMove } from './store/move.ts';
import { placeOf, postgresStore } from './store/postgres.ts';
import type { Store } from './store/store.ts';
import { threadedStore } from './store/threaded-store.ts';

/** `place`: where the data are, for people. */
export interface Opened {
  store: Store;
  place: string;
}

/**
 * `lost` is called when the store ends by itself, later; PostgreSQL doesn't, it comes back.
 * Throws a `ConfigError` when the data folder can't be written, or the database can't be opened.
 */
export async function openStore(config: Config, lost: (error: Error) => void = () => {}): Promise<Opened> {
  const folder = usable(config.dataDir);
  if (config.databaseUrl === null) return openSqlite(folder, lost);
  const store = await openPostgres(config.databaseUrl);
  return { store, place: `${placeOf(config.databaseUrl)}, files in ${folder}` };
}

async function openSqlite(folder: string, lost: (error: Error) => void): Promise<Opened> {
  const file = sqliteFile(folder);
  try {
    const store = threadedStore(new URL('sqlite-thread.ts', import.meta.url), file, lost);
    await store.check();
    return { store, place: file };
  } catch (error) {
    throw unusable('DATA_DIR', folder, error);
  }
}

async function openPostgres(url: string): Promise<Store> {
  const store = postgresStore(url, randomUUIDv7, decide);
  try {
    await store.check();
    if (!(await hasUnfinishedMove(url))) return store;
  } catch (error) {
    await store.close();
    throw unusable('DATABASE_URL', placeOf(url), error);
  }
  await store.close();
  throw new ConfigError(`DATABASE_URL is ${placeOf(url)}, into which a move is not finished: run it once more first.`);
}

export const sqliteFile = (folder: string): string => join(folder, 'support.sqlite');

/** For those who look for what is there, and must not begin anew somewhere else. */
export function requireFilled({ dataDir, databaseUrl }: Pick<Config, 'dataDir' | 'databaseUrl'>): void {
  const folder = resolve(dataDir);
  if (!existsSync(folder)) throw new ConfigError(`DATA_DIR is ${folder}, but there is no such folder.`);
  if (databaseUrl === null && !existsSync(sqliteFile(folder))) {
    throw new ConfigError(`DATA_DIR is ${folder}, but has no SQLite file.`);
  }
}

/** Its full path; made when it is missing. */
function usable(dataDir: string): string {
  const folder = resolve(dataDir);
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
    return folder;
  } catch (error) {
    throw unusable('DATA_DIR', folder, error);
  }
}

/** One folder after the other: Node's recursive form spins for ever where nothing can be made, under /proc for example. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}
