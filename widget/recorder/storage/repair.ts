/** Makes a recording whole whose writer died: the file it left is read as far as it goes and written anew. */
import type { Repaired } from '../engine/library-deps.ts';
import { partOf } from '../engine/library-rescue.ts';
import { openDrivers, storedFiles } from './open-sink-files.ts';
import { formatOf, lengthOf, remux } from './remux.ts';
import { SinkError } from './sink.ts';

/**
 * Nobody else may have the file meanwhile. Dying in the middle leaves it as it was.
 * @throws when it can't be told now what is in it
 */
export async function repairRecording(folder: string, id: string): Promise<Repaired> {
  const blob = await storedFiles(folder).read(id);
  if (!blob || blob.size === 0) return { kind: 'nothing', size: 0 };
  const format = await formatOf(blob);
  if (!format) return { kind: 'nothing', size: blob.size };
  const { writing, others } = await openDrivers(folder);
  const part = partOf(id);
  try {
    const sink = await writing.create(part);
    let length: number | null;
    let size: number;
    try {
      length = await remux(blob, format, sink);
    } finally {
      size = await sink.close();
    }
    if (length === null) {
      await writing.remove(part);
      return { kind: 'nothing', size: blob.size };
    }
    await writing.replace(id, part);
    for (const other of others) await other.remove(id);
    return { kind: 'whole', length, size, format };
  } catch (error) {
    await writing.remove(part).catch(() => {});
    if (!(error instanceof SinkError && error.reason === 'no_room')) throw error;
    // No room for a second one. Most players cope with the file as it is.
    const length = await lengthOf(blob);
    return length ? { kind: 'whole', length, size: blob.size, format } : { kind: 'nothing', size: blob.size };
  }
}
