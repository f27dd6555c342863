/** For tests: what a build leaves, in small, so that no test of the service needs one. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** A folder that goes with the test. */
export async function newFolder(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'ycyw-built-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** With its packed forms. */
export async function put(folder: string, name: string, text: string): Promise<void> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  await writeFile(`${path}.br`, brotliCompressSync(text));
  await writeFile(`${path}.gz`, gzipSync(text));
}

/** A build; of another `word`, with other content and so other names. */
export async function build(folder: string, word: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await put(folder, 'ycyw-support.js', `import('./chunks/panel-${word}.js'); // ${'entry '.repeat(50)}`);
  await put(folder, `chunks/panel-${word}.js`, `export const panel = '${word}'; // ${'panel '.repeat(50)}`);
  await put(folder, 'agent/index.html', `<!doctype html><title>${word}</title>${'<p>Console</p>'.repeat(30)}`);
  await put(folder, 'agent/console.js', `import('./chunks/call-${word}.js')`);
  await put(folder, 'agent/console.css', 'body { margin: 0 }');
  await put(folder, `agent/chunks/call-${word}.js`, `export const call = '${word}'`);
  await put(folder, 'call/index.html', '<!doctype html>');
  await put(folder, 'rental/index.html', '<!doctype html>');
  await put(folder, 'rental/rental.css', 'main { margin: 0 }');
}

/** A build with something behind every route of pages and files. */
export async function buildAll(folder: string): Promise<void> {
  await build(folder, 'x');
  await put(folder, 'call/call-window.js', 'export {};');
  await put(folder, 'reference/index.html', '<!doctype html>');
  await put(folder, 'reference/reference.js', 'export {};');
  for (const name of ['offers', 'offer', 'booking', 'reservation']) await put(folder, `rental/${name}.html`, '<p>');
}

/** What such a build has, by the paths of the routes. */
export const BUILT_FILES: Readonly<Record<string, string>> = {
  '/chunks/:name': '/chunks/panel-x.js',
  '/agent-assets/*': '/agent-assets/console.js',
  '/call-assets/*': '/call-assets/call-window.js',
  '/reference-assets/*': '/reference-assets/reference.js',
  '/rental/*': '/rental/rental.css',
};
