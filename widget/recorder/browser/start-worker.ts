/**
 * Makes workers of scripts that are usually of another origin than the page, which browsers refuse to take directly: a blob of
 * the page's own holds the script. Knows nothing of what they do.
 */
import { scriptAddress } from './script-address.ts';

/** What a worker says when its script has been loaded. */
const READY = 'ycyw-worker-ready';
/** Milliseconds for loading it, on a slow line. */
const LOAD_MS = 15_000;

/**
 * @param script its address; the build adds the hash of its content, so that a page which trusts this very code by a hash needn't
 *   trust more than that. Without one, as in development, it may import others.
 * @returns null where the page's policy allows no such worker, or its script can't be had
 */
export async function startWorker(script: URL): Promise<Worker | null> {
  const { promise: isReady, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), LOAD_MS);
  let address = '';
  let worker: Worker | null = null;
  try {
    const code = script.hash === '' ? `import ${JSON.stringify(script.href)};` : await load(script);
    const ready = `\npostMessage(${JSON.stringify(READY)});`;
    address = URL.createObjectURL(new Blob([code, ready], { type: 'text/javascript' }));
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

/** @throws when it isn't what was built, or can't be had */
async function load(script: URL): Promise<Blob> {
  const answer = await fetch(script, { integrity: script.hash.slice(1), signal: AbortSignal.timeout(LOAD_MS) });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.blob();
}
