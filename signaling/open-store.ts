/** The store that the configuration asks for, opened; shared by the service and the command line. */
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Config, ConfigError } from './config.ts';
import type { Store } from './store/store.ts';
import { threadedStore } from './store/threaded-store.ts';

/**
 * `lost` is called when the store ends by itself, later.
 * Throws a `ConfigError` when the data folder can't be written or its database can't be opened.
 */
export async function openStore(
  config: Config,
  lost: (error: Error) => void = () => {},
): Promise<{ store: Store; file: string }> {
  const folder = resolve(config.dataDir);
  const file = join(folder, 'support.sqlite');
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
    const store = threadedStore(new URL('sqlite-thread.ts', import.meta.url), file, lost);
    await store.check();
    return { store, file };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`DATA_DIR is ${folder}, but that can't be used: ${why}.`);
  }
}

/** One folder after the other: Node's recursive form spins for ever where nothing can be made, under /proc for example. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}
