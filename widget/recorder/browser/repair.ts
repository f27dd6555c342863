/** Has a recording repaired whose tab died: in a worker, or in this page where no worker can be made. */
import type { Repaired } from '../engine/library-deps.ts';
import type { RepairAnswer, RepairRequest } from '../storage/repair-worker.ts';
import { startWorker } from './start-worker.ts';

/** @throws when it can't be told now what is left of it */
export async function repair(folder: string, id: string): Promise<Repaired> {
  const worker = await startWorker(new URL('../storage/repair-worker.ts', import.meta.url));
  if (!worker) return (await import('../storage/repair.ts')).repairRecording(folder, id);
  try {
    return await asked(worker, { folder, id });
  } finally {
    worker.terminate();
  }
}

function asked(worker: Worker, request: RepairRequest): Promise<Repaired> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<RepairAnswer>) => {
      if (data.ok) resolve(data.repaired);
      else reject(new Error(data.message));
    };
    worker.onerror = () => reject(new Error('the worker that repairs has failed'));
    worker.postMessage(request);
  });
}
