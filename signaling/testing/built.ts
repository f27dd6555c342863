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
