/** What all journeys of a run share: made once, by whichever file needs it first, in a folder below `.tmp/`. */
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The files of a run are processes of one runner. */
const HOME = fileURLToPath(new URL(`../../../.tmp/prepared/${process.ppid}/`, import.meta.url));

const asked = new Map<string, Promise<string>>();

/**
 * @param make fills a folder, which gets its name only when that is done
 * @returns the folder called `name`
 */
export function prepared(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const known = asked.get(name) ?? provide(join(HOME, name), make);
  asked.set(name, known);
  return known;
}

async function provide(folder: string, make: (folder: string) => Promise<void>): Promise<string> {
  if (await exists(folder)) return folder;
  await mkdir(HOME, { recursive: true });
  const half = await mkdtemp(`${folder}-`);
  await make(half);
  await rename(half, folder).catch(async (error: unknown) => {
    // Another file of the run was quicker.
    if (!(await exists(folder))) throw error;
    await rm(half, { recursive: true });
  });
  return folder;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
