/**
 * What the customers of one browser keep apart, one area for each whom the site has signed in, beside the visitor's: found
 * and removed here, also where no session of theirs runs.
 */
import { blobDisk, FILES_DATABASE, FILES_STORE } from '../platform/blob-disk.ts';
import { namesIn } from '../platform/database-names.ts';
import { forgetMemories } from '../platform/local-disk.ts';
import { wipeRecordings } from '../recorder-loader.ts';
import { areaIn, areaOf } from '../session/areas.ts';
import { RECORDINGS_INDEX } from '../session/keys.ts';
import { SECRET_KEY } from '../session/known-visitor.ts';

/** Removes every area of the chat with one service but those that are kept. @throws when recordings can't be removed now */
export async function forgetAreas(server: string, isKept: (prefix: string) => boolean): Promise<void> {
  const found = (names: readonly unknown[]) =>
    new Set(names.flatMap((name) => (typeof name === 'string' ? (areaIn(name, server) ?? []) : [])));
  forgetMemories((prefix) => found([prefix]).has(prefix) && !isKept(prefix));
  const local = found(localNames());
  const files = found(await namesIn(FILES_DATABASE, FILES_STORE));
  const recordings = found(await namesIn(RECORDINGS_INDEX, 'entries'));
  for (const prefix of new Set([...local, ...files, ...recordings])) {
    if (isKept(prefix)) continue;
    // What other tabs are told of goes first, and of that the least: they let go of it by themselves.
    for (const name of localNames()) if (found([name]).has(prefix)) localStorage.removeItem(name);
    if (files.has(prefix)) await blobDisk(prefix).clear();
    if (recordings.has(prefix)) await wipeRecordings(prefix);
  }
}

/** Whoever the site has signed in finds neither words nor files nor recordings of another of its customers. */
export const forgetOtherCustomers = (server: string, owner: string): Promise<void> =>
  forgetAreas(server, (prefix) => [areaOf('customer', server), areaOf('customer', server, owner)].includes(prefix));

/** Whether a customer other than this one has signed in, and has not logged out. */
export const isAnotherHere = (server: string, owner: string): boolean =>
  localNames().some((name) => {
    const area = areaIn(name, server);
    if (area === undefined || name !== area + SECRET_KEY) return false;
    return ![areaOf('customer', server), areaOf('customer', server, owner)].includes(area);
  });

function localNames(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    // Blocked storage holds nothing.
    return [];
  }
}
