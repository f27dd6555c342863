/**
 * A store in a thread of its own. SQLite's driver waits for the disk where it stands; here that is not the thread that
 * serves connections, so that a slow sync delays acknowledgements and nothing else.
 */
import { type MessagePort, Worker } from 'node:worker_threads';
import type { Store } from './store.ts';

type Call = { id: number; method: keyof Store; args: unknown[] };
type Answer = { id: number; value: unknown } | { id: number; error: string };

/** The far side of `threadedStore`: carries out what the port asks for. */
export function serveStore(port: MessagePort, store: Store): void {
  port.on('message', ({ id, method, args }: Call) => {
    const work = store[method] as (...args: unknown[]) => Promise<unknown>;
    work(...args).then(
      (value) => port.postMessage({ id, value } satisfies Answer),
      (error) => port.postMessage({ id, error: String(error) } satisfies Answer),
    );
  });
}

/**
 * @param script a module that opens a store and hands it to `serveStore`
 * @param lost the thread has ended though nobody closed the store; nothing will be answered any more
 */
export function threadedStore(script: URL, workerData: unknown, lost: (error: Error) => void = () => {}): Store {
  const worker = new Worker(script, { workerData });
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let count = 0;
  let phase: { kind: 'serving' } | { kind: 'closing' } | { kind: 'ended'; error: Error } = { kind: 'serving' };
  const end = (error: Error) => {
    // The first cause is the one that counts; the thread's exit follows it.
    if (phase.kind === 'ended') return;
    if (phase.kind === 'serving') lost(error);
    phase = { kind: 'ended', error };
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('message', (answer: Answer) => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('error' in answer) asked?.reject(new Error(answer.error));
    else asked?.resolve(answer.value as never);
  });
  worker.on('error', end);
  worker.on('exit', () => end(new Error('the store is closed')));

  const ask = (method: keyof Store, args: unknown[]): Promise<never> =>
    new Promise((resolve, reject) => {
      if (phase.kind === 'ended') return reject(phase.error);
      count += 1;
      waiting.set(count, { resolve, reject });
      worker.postMessage({ id: count, method, args } satisfies Call);
    });
  return new Proxy({} as Store, {
    get: (_, method) => {
      // A promise would have it; a store hasn't.
      if (typeof method !== 'string' || method === 'then') return undefined;
      return async (...args: unknown[]) => {
        if (method === 'close') phase = { kind: 'closing' };
        const value = await ask(method as keyof Store, args);
        if (method === 'close') await worker.terminate();
        return value;
      };
    },
  });
}
