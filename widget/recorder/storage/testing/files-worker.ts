/** Drivers in a worker, for tests: does what it is told, one message one call. */
import { idbFiles } from '../idb-files.ts';
import { openSinkFiles } from '../open-sink-files.ts';
import { canWritePrivateFiles, privateFiles } from '../private-files.ts';
import { type Sink, SinkError, type SinkFiles } from '../sink.ts';
import type { FilesAnswer, FilesCall } from './remote-files.ts';

const sinks: Sink[] = [];

async function answerTo(call: FilesCall): Promise<unknown> {
  const files = await filesOf(call);
  switch (call.name) {
    case 'canWritePrivate':
      return canWritePrivateFiles(call.folder);
    case 'create':
      return sinks.push(await files.create(call.id)) - 1;
    case 'write':
      await sinks[call.sink]?.write(call.data, call.position);
      return;
    case 'close':
      return sinks[call.sink]?.close();
    case 'read':
      return files.read(call.id);
    case 'replace':
      await files.replace(call.to, call.from);
      return;
    case 'remove':
      await files.remove(call.id);
      return;
    case 'list':
      return files.list();
  }
}

async function filesOf({ driver, folder }: FilesCall): Promise<SinkFiles> {
  if (driver === 'idb') return idbFiles(folder);
  return driver === 'private' ? privateFiles(folder) : openSinkFiles(folder);
}

self.onmessage = ({ data }: MessageEvent<FilesCall & { number: number }>) => {
  const reply = (answer: FilesAnswer) => self.postMessage({ number: data.number, ...answer });
  void answerTo(data).then(
    (value) => reply({ ok: true, value }),
    (error: unknown) => reply({ ok: false, reason: error instanceof SinkError ? error.reason : String(error) }),
  );
};
