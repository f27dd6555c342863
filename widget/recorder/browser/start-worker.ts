/**
 * Makes workers of scripts that are usually of another origin than the page, which browsers refuse to take directly: a
 * small script of the page's own imports the real one. Knows nothing of what they do.
 */

import { scriptAddress } from './script-address.ts';

/** What a worker says when its script has been loaded. */
const READY = 'ycyw-worker-ready';
/** Milliseconds for loading it, on a slow line. */
const LOAD_MS = 15_000;

/** @returns null where the page's policy allows no such worker, or its script can't be had */
export async function startWorker(script: URL): Promise<Worker | null> {
  const code = `import ${JSON.stringify(script.href)}; postMessage(${JSON.stringify(READY)});`;
  const address = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  const { promise: isReady, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), LOAD_MS);
  let worker: Worker | null = null;
  try {
    worker = new Worker(scriptAddress(address), { type: 'module' });
    worker.onmessage = ({ data }) => {
      if (data === READY) resolve(true);
    };
    // Also when the page's policy forbids it, in browsers that don't throw.
    worker.onerror = () => resolve(false);
    if (await isReady) return worker;
    worker.terminate();
    return null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
    URL.revokeObjectURL(address);
    if (worker) {
      worker.onmessage = null;
      worker.onerror = null;
    }
  }
}
