/**
 * Somebody's own project on an origin of its own: the package is among its modules as npm would put it there, and what the pages
 * load is bundled with it.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { buildPackage } from '../../../.ci/package/build.ts';

const MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const SAMPLES = new URL('../../reference/samples/', import.meta.url);
/** What the samples of the reference say where a reader's own service stands. */
const ANY_SERVICE = 'https://support.example.com';

const TYPES: Record<string, string> = { '.js': 'text/javascript; charset=utf-8', '.html': 'text/html; charset=utf-8' };

const PAGE =
  '<!doctype html><html lang="en"><title>My booking</title><script type="module" src="/main.js"></script><h1>My booking</h1><div id="app"></div></html>';

/** Vue's own compiler, told of the element as the reference says. */
async function compileVue(source: string, filename: string): Promise<string> {
  const { compileScript, parse } = await import('vue/compiler-sfc');
  const compilerOptions = { isCustomElement: (tag: string) => tag.startsWith('ycyw-') };
  const { descriptor } = parse(source, { filename });
  return compileScript(descriptor, { id: 'sample', inlineTemplate: true, templateOptions: { compilerOptions } })
    .content;
}

export class Integrator implements AsyncDisposable {
  readonly #folder: string;
  /** Headers of the page. */
  headers: Record<string, string> = {};
  readonly #server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://site').pathname;
    const answer = async () => {
      if (path === '/') {
        for (const [name, value] of Object.entries(this.headers)) response.setHeader(name, value);
        response.setHeader('Content-Type', 'text/html; charset=utf-8').end(PAGE);
        return;
      }
      response.setHeader('Content-Type', TYPES[extname(path)] ?? 'application/octet-stream');
      response.end(await readFile(join(this.#folder, 'out', path)));
    };
    answer().catch(() => response.writeHead(404).end());
  });

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(): Promise<Integrator> {
    const integrator = new Integrator(await mkdtemp(join(tmpdir(), 'ycyw-integrator-')));
    buildPackage(join(integrator.#folder, 'node_modules/ycyw-support'));
    await new Promise<void>((resolve) => integrator.#server.listen(0, '127.0.0.1', resolve));
    return integrator;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /**
   * Bundles what the page runs. `sample:NAME` is a file of the reference, with this service in it.
   * @param source of the entry, in TypeScript with JSX
   */
  async bundle(source: string, service: string): Promise<void> {
    const entry = join(this.#folder, 'main.tsx');
    await writeFile(entry, source);
    const samples: Plugin = {
      name: 'samples',
      setup(setup) {
        setup.onResolve({ filter: /^sample:/ }, ({ path }) => ({ path: path.slice(7), namespace: 'sample' }));
        setup.onLoad({ filter: /./, namespace: 'sample' }, async ({ path }) => {
          const text = (await readFile(new URL(path, SAMPLES), 'utf8')).replaceAll(ANY_SERVICE, service);
          const contents = path.endsWith('.vue') ? await compileVue(text, path) : text;
          return {
            contents,
            loader: path.endsWith('.vue') ? 'ts' : 'tsx',
            resolveDir: entry.replace(/main\.tsx$/, ''),
          };
        });
      },
    };
    await build({
      entryPoints: [entry],
      outdir: join(this.#folder, 'out'),
      bundle: true,
      splitting: true,
      format: 'esm',
      jsx: 'automatic',
      nodePaths: [MODULES],
      plugins: [samples],
      logLevel: 'silent',
      define: {
        // React mounts twice in its strict mode only while one develops.
        'process.env.NODE_ENV': '"development"',
        __VUE_OPTIONS_API__: 'true',
        __VUE_PROD_DEVTOOLS__: 'false',
        __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
      },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
    await rm(this.#folder, { recursive: true });
  }
}
