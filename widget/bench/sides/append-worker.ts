/** Writes what it is given to the private file system, piece after piece: how plain `MediaRecorder` gets to the disk. */

/** The name of the file first. */
export type ToAppender = { name: string } | { chunk: Blob } | 'end';

/** What only workers have, and TypeScript's library for pages doesn't know. */
interface SyncHandle {
  write(data: Uint8Array): number;
  flush(): void;
  close(): void;
}
declare const self: {
  onmessage: ((event: MessageEvent<ToAppender>) => void) | null;
  postMessage(message: 'open' | 'closed'): void;
};

let handle: SyncHandle | null = null;
/** One after another, in the order in which they came. */
let work: Promise<void> = Promise.resolve();

async function take(message: ToAppender): Promise<void> {
  if (message === 'end') {
    handle?.flush();
    handle?.close();
    self.postMessage('closed');
  } else if ('name' in message) {
    const folder = await navigator.storage.getDirectory();
    const file = await folder.getFileHandle(message.name, { create: true });
    handle = await (
      file as FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncHandle> }
    ).createSyncAccessHandle();
    self.postMessage('open');
  } else handle?.write(new Uint8Array(await message.chunk.arrayBuffer()));
}

self.onmessage = ({ data }) => {
  work = work.then(() => take(data));
};
