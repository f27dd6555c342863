/** What a session does with files, fetched with the first one: most people send none. */
import type { FileDisk } from '../session/file-disk.ts';
import { LOST } from '../session/transport.ts';
import type { FileLike } from '../session/types.ts';
import type { Uploader } from '../session/uploads.ts';
import type { BrowserUploaderOptions } from './upload.ts';

/** @param prefix keeps the files of services and sides apart */
export function lazyBlobDisk(prefix: string): FileDisk {
  const disk = async () => (await import('./blob-disk.ts')).blobDisk(prefix);
  return {
    put: async (id, blob) => (await disk()).put(id, blob),
    get: async (id) => (await disk()).get(id),
    remove: async (id) => (await disk()).remove(id),
    clear: async () => (await disk()).clear(),
  };
}

export function lazyUploader(options: BrowserUploaderOptions): Uploader {
  return {
    async upload(...asked) {
      const code = await import('./upload.ts').catch(() => null);
      // Without its code it is a line that broke: it is tried again.
      return code === null ? LOST : code.browserUploader(options).upload(...asked);
    },
    release: (preview) => URL.revokeObjectURL(preview),
  };
}

/** A chosen file as a session takes it. @throws when the code that reads it can't be had */
export const readChosenFile = async (file: File): Promise<FileLike> => (await import('./read-file.ts')).readFile(file);
