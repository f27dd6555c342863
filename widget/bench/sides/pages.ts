/**
 * Serves a benchmark's page: an empty one with a script, and every script as it stands in the sources, bundled when it is
 * asked for, workers included. Knows nothing of what is measured.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Scripts beside the page, as the product's own build knows them. */
const BESIDE = /new URL\('([^']+-(?:worker|worklet)\.ts)', import\.meta\.url\)/g;

/** After bundling they would be sought beside the bundle. */
const whereTheyStand: Plugin = {
  name: 'where they stand',
  setup({ onLoad }) {
    onLoad({ filter: /\/widget\/.*\.ts$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8');
      const address = (_: string, to: string) =>
        `new URL('/${relative(ROOT, join(dirname(path), to))}', location.origin)`;
      return { contents: code.replace(BESIDE, address), loader: 'ts' };
    });
  },
};

async function bundle(path: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, path)],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    write: false,
    plugins: [whereTheyStand],
  });
  return outputFiles[0]?.text ?? '';
}

export class Pages {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  /** @param script of the page, from the project's folder */
  static async start(script: string): Promise<Pages> {
    const bundles = new Map<string, Promise<string>>();
    const page = `<!doctype html><title>Bench</title><script type="module" src="/${script}"></script>`;
    const server = createServer(async ({ url = '/' }, response) => {
      if (!url.endsWith('.ts')) return response.setHeader('content-type', 'text/html').end(page);
      const code = bundles.get(url) ?? bundle(url);
      bundles.set(url, code);
      try {
        return response.setHeader('content-type', 'text/javascript').end(await code);
      } catch {
        // What is wrong with it esbuild has printed.
        return response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Pages(server);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
