/**
 * Brotli and gzip beside each built file that gets smaller by it, as a rollup plugin for the last bundle: made once here, with
 * all the effort that there is, instead of for each request.
 */
import { globSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'rollup';

const TEXTS = '**/*.{js,css,html,svg,json}';
/** Bytes that go into one packet with their headers: nothing arrives sooner when they are fewer. */
const ONE_PACKET = 1000;

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

async function pressed(bytes: Buffer): Promise<{ br: Buffer; gz: Buffer }> {
  const { BROTLI_PARAM_MODE, BROTLI_MODE_TEXT, BROTLI_PARAM_SIZE_HINT } = constants;
  const params = { [BROTLI_PARAM_MODE]: BROTLI_MODE_TEXT, [BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const [br, gz] = await Promise.all([toBrotli(bytes, { params }), toGzip(bytes, { level: 9 })]);
  return { br, gz };
}

export function compress(folder: string): Plugin {
  return {
    name: 'compress',
    writeBundle: {
      // After what the plugins before it write.
      sequential: true,
      async handler() {
        // The bundles have many chunks in common, and Brotli at its best takes seconds for all.
        const done = new Map<string, ReturnType<typeof pressed>>();
        const names = globSync(TEXTS, { cwd: folder });
        await Promise.all(
          names.map(async (name) => {
            const path = join(folder, name);
            const bytes = await readFile(path);
            if (bytes.length <= ONE_PACKET) return;
            const key = bytes.toString('latin1');
            const files = done.get(key) ?? pressed(bytes);
            done.set(key, files);
            const { br, gz } = await files;
            if (br.length < bytes.length) await writeFile(`${path}.br`, br);
            if (gz.length < bytes.length) await writeFile(`${path}.gz`, gz);
          }),
        );
      },
    },
  };
}
