/** Files whose driver runs in a worker, as a page's test sees them. */
import { type Sink, SinkError, type SinkFiles } from '../sink.ts';

export type FilesDriver = 'private' | 'idb' | 'best';

export type FilesCall = { driver: FilesDriver; folder: string } & (
  | { name: 'canWritePrivate' }
  | { name: 'create'; id: string }
  | { name: 'write'; sink: number; data: Uint8Array; position: number }
  | { name: 'close'; sink: number }
  | { name: 'read'; id: string }
  | { name: 'replace'; to: string; from: string }
  | { name: 'remove'; id: string }
  | { name: 'list' }
);

export type FilesAnswer = { ok: true; value: unknown } | { ok: false; reason: string };

type Unaddressed<C> = C extends unknown ? Omit<C, 'driver' | 'folder'> : never;

export interface RemoteFiles extends SinkFiles {
  canWritePrivate(): Promise<boolean>;
  /** The worker dies in the middle of what it does. */
  kill(): void;
}

export function remoteFiles(driver: FilesDriver, folder: string): RemoteFiles {
  const worker = new Worker(new URL('./files-worker.ts', import.meta.url), { type: 'module' });
  const open = new Map<number, (answer: FilesAnswer) => void>();
  let count = 0;
  worker.onmessage = ({ data }: MessageEvent<FilesAnswer & { number: number }>) => {
    open.get(data.number)?.(data);
    open.delete(data.number);
  };
  const ask = <T>(call: Unaddressed<FilesCall>): Promise<T> =>
    new Promise((resolve, reject) => {
      count += 1;
      open.set(count, (answer) => {
        if (answer.ok) return resolve(answer.value as T);
        const { reason } = answer;
        const known = reason === 'no_room' || reason === 'no_storage' || reason === 'failed';
        reject(known ? new SinkError(reason) : new Error(reason));
      });
      worker.postMessage({ number: count, driver, folder, ...call });
    });
  return {
    canWritePrivate: () => ask({ name: 'canWritePrivate' }),
    async create(id): Promise<Sink> {
      const sink = await ask<number>({ name: 'create', id });
      return {
        write: (data, position) => ask({ name: 'write', sink, data, position }),
        close: () => ask({ name: 'close', sink }),
      };
    },
    read: (id) => ask({ name: 'read', id }),
    replace: (to, from) => ask({ name: 'replace', to, from }),
    remove: (id) => ask({ name: 'remove', id }),
    list: () => ask({ name: 'list' }),
    kill: () => worker.terminate(),
  };
}
