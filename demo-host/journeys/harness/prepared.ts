/** What all journeys of a run share: made once, by whichever file needs it first, in a folder below `.tmp/`. */
import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The files of a run are processes of one runner. */
const HOME = fileURLToPath(new URL(`../../../.tmp/prepared/${process.ppid}/`, import.meta.url));

/** Longer than any run, and shorter than an agent stays signed in; in milliseconds. */
const OLD_MS = 6 * 60 * 60_000;

const asked = new Map<string, Promise<string>>();

/**
 * @param make fills a folder, which gets its name only when that is done
 * @returns the folder called `name`
 */
export function prepared(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const known = asked.get(name) ?? provide(join(HOME, name), make);
  asked.set(name, known);
  // What went wrong once is tried anew by whoever needs it next.
  known.catch(() => asked.delete(name));
  return known;
}

async function provide(folder: string, make: (folder: string) => Promise<void>): Promise<string> {
  if (await isThere(folder)) return folder;
  await mkdir(HOME, { recursive: true });
  const half = await mkdtemp(`${folder}-`);
  try {
    await make(half);
    await rename(half, folder).catch(async (error: unknown) => {
      // Another file of the run was quicker.
      if (!(await isThere(folder))) throw error;
    });
  } finally {
    await rm(half, { recursive: true, force: true });
  }
  return folder;
}

/** What a process of the same number has left behind long ago is not there. */
async function isThere(folder: string): Promise<boolean> {
  const { birthtimeMs } = await stat(folder).catch(() => ({ birthtimeMs: 0 }));
  if (birthtimeMs > Date.now() - OLD_MS) return true;
  await rm(folder, { recursive: true, force: true });
  return false;
}
