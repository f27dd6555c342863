/**
 * Which driver keeps new recordings here, and where recordings are found again whichever driver kept them. Works in a
 * worker and in a page.
 */
import { idbFiles } from './idb-files.ts';
import { canWritePrivateFiles, privateFiles } from './private-files.ts';
import type { SinkFiles } from './sink.ts';

/** The private file system where this context may write to it, IndexedDB otherwise. */
export async function openDrivers(folder: string): Promise<{ writing: SinkFiles; others: SinkFiles[] }> {
  const inPrivate = privateFiles(folder);
  const inDatabase = idbFiles(folder);
  return (await canWritePrivateFiles(folder))
    ? { writing: inPrivate, others: [inDatabase] }
    : { writing: inDatabase, others: [inPrivate] };
}

/** For new recordings. Whether the browser keeps anything at all is told by the first `create`. */
export async function openSinkFiles(folder: string): Promise<SinkFiles> {
  return (await openDrivers(folder)).writing;
}

/** All recordings of a folder, for whoever doesn't write. */
export type StoredFiles = Pick<SinkFiles, 'read' | 'remove' | 'list'>;

/** A page can't write to the private file system, but read there what its worker wrote. */
export function storedFiles(folder: string): StoredFiles {
  const drivers = [privateFiles(folder), idbFiles(folder)];
  return {
    async read(id) {
      for (const driver of drivers) {
        const blob = await driver.read(id);
        if (blob) return blob;
      }
      return null;
    },
    async remove(id) {
      await Promise.all(drivers.map((driver) => driver.remove(id)));
    },
    async list() {
      const lists = await Promise.all(drivers.map((driver) => driver.list()));
      return [...new Set(lists.flat())];
    },
  };
}
