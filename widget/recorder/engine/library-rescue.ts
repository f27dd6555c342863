/**
 * Looks after recordings whose tab has died, and after files and entries that belong to nothing. Whether a tab still
 * lives is told by the lock that it holds: whoever gets it afterwards is the heir.
 */
import type { Locks } from '../../session/locks.ts';
import type { LibraryDeps, Repaired } from './library-deps.ts';
import type { RecordingEntry, RecordingsIndex } from './recordings-index.ts';

/** Held by the tab that records it, and by the one that repairs it. */
export const lockOf = (id: string): string => `recording/${id}`;

/** What a repair writes before it takes the recording's place. */
const PART = '.part';
export const partOf = (id: string): string => `${id}${PART}`;

/** A file at which so many tabs died or gave up would only take the next one along. */
const REPAIRS_MAX = 3;

type RescueDeps = Pick<LibraryDeps, 'files' | 'repair' | 'thumbnail'> & {
  locks: Locks;
  index: Pick<RecordingsIndex, 'get'>;
  /** Writes to the index, and tells the list. */
  change: RecordingsIndex['change'];
};

/** Waits until nobody records or repairs it; then, if that is still needed, makes it whole. */
export function rescue(id: string, deps: RescueDeps): Promise<void> {
  return deps.locks.exclusive(lockOf(id), async () => {
    const entry = await deps.index.get(id);
    if (entry?.state !== 'recording' && entry?.state !== 'repairing') return;
    if (entry.repairs >= REPAIRS_MAX) {
      await deps.change(id, (one) => one && { ...one, state: 'broken' });
      return;
    }
    await deps.change(id, (one) => one && { ...one, state: 'repairing', repairs: one.repairs + 1 });
    const repaired = await deps.repair(id);
    if (repaired.kind === 'nothing' && repaired.size === 0) {
      // It died before anything was recorded.
      await deps.change(id, () => null);
      await deps.files.remove(id);
      return;
    }
    const thumbnail = repaired.kind === 'whole' ? await thumbnailOf(id, deps) : null;
    await deps.change(id, (one) => one && afterRepair(one, repaired, thumbnail));
  });
}

function afterRepair(
  entry: RecordingEntry,
  repaired: Repaired,
  thumbnail: RecordingEntry['thumbnail'],
): RecordingEntry {
  if (repaired.kind === 'nothing') return { ...entry, state: 'broken', size: repaired.size };
  const { length, size, format } = repaired;
  return { ...entry, state: 'recovered', length, size, format, thumbnail };
}

async function thumbnailOf(id: string, { files, thumbnail }: RescueDeps): Promise<RecordingEntry['thumbnail']> {
  const blob = await files.read(id);
  return blob && thumbnail(blob);
}

/** Removes files without an entry, what repairs left half done, and entries without a file. */
export async function tidy(entries: readonly RecordingEntry[], deps: RescueDeps): Promise<void> {
  const files = await deps.files.list();
  const known = new Set(entries.map(({ id }) => id));
  for (const name of files.filter((one) => !known.has(one))) {
    const isPart = name.endsWith(PART);
    const id = isPart ? name.slice(0, -PART.length) : name;
    await deps.locks.exclusive(lockOf(id), async () => {
      if (isPart || !(await deps.index.get(id))) await deps.files.remove(name);
    });
  }
  const there = new Set(files);
  for (const { id, state } of entries) {
    // The others are looked after by `rescue`.
    if (there.has(id) || state === 'recording' || state === 'repairing') continue;
    await deps.change(id, () => null);
  }
}
