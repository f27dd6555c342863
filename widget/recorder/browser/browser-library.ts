/** The library of recordings over what browsers have: their disks, their room, and where they save files. */
import { RecordingLibrary, wipeRecordings } from '../engine/library.ts';
import type { LibraryDeps } from '../engine/library-deps.ts';
import { idbIndex } from '../storage/idb-index.ts';
import { storedFiles } from '../storage/open-sink-files.ts';
import { repair } from './repair.ts';
import { thumbnailOf } from './thumbnail.ts';

type Adapted = 'index' | 'files' | 'repair' | 'thumbnail' | 'room' | 'save';

/** @param prefix of one side and one service; it is the pipeline's folder too */
export function browserLibrary(prefix: string, deps: Omit<LibraryDeps, Adapted>): RecordingLibrary {
  return new RecordingLibrary({
    ...deps,
    index: idbIndex(prefix),
    files: storedFiles(prefix),
    repair: (id) => repair(prefix, id),
    thumbnail: thumbnailOf,
    room,
    save,
  });
}

/** For logging out: also where no recorder was ever opened in this page. */
export async function wipeBrowserRecordings(prefix: string): Promise<void> {
  const index = idbIndex(prefix);
  await wipeRecordings({ index, files: storedFiles(prefix) });
  index.dispose();
}

async function room(): Promise<number | null> {
  try {
    const { quota, usage } = await navigator.storage.estimate();
    return quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
  } catch {
    return null;
  }
}

/** Long enough for the browser to have begun reading, in milliseconds. */
const SAVED_MS = 60_000;

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), SAVED_MS);
}
