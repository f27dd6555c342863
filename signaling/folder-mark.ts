/**
 * What ties a data folder to its store: both keep the same word. A folder that isn't mounted looks like one whose files are all
 * gone, and whoever erases would take that for done. Makes no folder.
 */
import { access, constants, readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ConfigError } from './config.ts';
import { dataFolders, fileFolder } from './http/files.ts';
import { newSecret } from './identity/secrets.ts';
import type { Store } from './store/store.ts';

const MARK = '.support-folder';
const KEY = 'folder-id';
/** One of so many of the newest files tells that they lie here. */
const NEWEST = 20;

export interface FolderMark {
  /** Throws a `ConfigError` when what lies in the folder isn't this store's. */
  require(): Promise<void>;
}

/** Those of the files that are not in this folder. `length`: of recordings only. */
export async function missingIn(
  dataDir: string,
  files: readonly { id: string; length: number | null }[],
): Promise<string[]> {
  const { attachments, recordings } = dataFolders(dataDir);
  const missing: string[] = [];
  for (const { id, length } of files) {
    const path = fileFolder(length === null ? attachments : recordings).pathOf(id);
    await access(path, constants.R_OK).catch(() => missing.push(id));
  }
  return missing;
}

export function folderMark(dataDir: string, store: Pick<Store, 'setting' | 'newestFiles'>): FolderMark {
  const folder = resolve(dataDir);
  const path = join(folder, MARK);
  const refuse = (why: string) =>
    new ConfigError(
      `DATA_DIR is ${folder}, but the files of this store are not there (${MARK} ${why}): mount or name the right folder. Nothing was erased.`,
    );
  let known: string | null = null;
  return {
    async require() {
      const found = await read(path);
      const mine = found ?? newSecret();
      const before = known;
      known ??= await store.setting(KEY, mine);
      if (found === known) return;
      if (found !== null) throw refuse('is another store’s');
      const newest = await store.newestFiles(NEWEST);
      const isHere = (await missingIn(folder, newest)).length < newest.length;
      if (newest.length > 0 && !isHere) throw refuse('is missing');
      // Nothing is in the store, which knows of a folder already: this one may be another.
      if (newest.length === 0 && (before !== null || known !== mine)) return;
      await write(path, known);
    },
  };
}

async function read(path: string): Promise<string | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.trim() || null;
}

/** Whole or not at all; several nodes write the same. */
async function write(path: string, id: string): Promise<void> {
  const partial = `${path}.${newSecret()}`;
  await writeFile(partial, `${id}\n`, { mode: 0o600 });
  await rename(partial, path);
}
