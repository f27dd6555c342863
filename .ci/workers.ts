/**
 * Scripts that run beside the page (workers, a worklet), as a rollup plugin: where the code says
 * `new URL('…-worker.ts', import.meta.url)`, that file is bundled by itself, whole, under a name with its hash. It shares no
 * chunk with the page: the page's first script, for one, must never run in a worker. The address that the code gets ends with
 * `#` and the hash for `integrity`, since a page's import map says nothing of such scripts.
 */
import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { type InputPluginOption, type Plugin, type RollupLog, rollup } from 'rollup';

const REFERENCE = /new URL\('([^']+-(?:worker|worklet)\.ts)', import\.meta\.url\)/g;

/** What packages that came as they are do in their own modules is theirs, and works. */
const OTHERS = new Set(['CIRCULAR_DEPENDENCY', 'THIS_IS_UNDEFINED']);

export const isOthers = ({ code, id, ids = [] }: RollupLog): boolean =>
  code !== undefined && OTHERS.has(code) && [...ids, id ?? ids[0] ?? ''].every((path) => path.includes('node_modules'));

/** Each is built once, however many bundles need it. */
const built = new Map<string, Promise<string>>();

async function bundle(input: string, plugins: InputPluginOption): Promise<string> {
  const build = await rollup({
    input,
    plugins,
    onLog(level, log) {
      if (level === 'warn' && !isOthers(log)) throw new Error(log.message);
    },
  });
  const { output } = await build.generate({ format: 'es', inlineDynamicImports: true });
  await build.close();
  return output[0].code;
}

/** @param plugins what the scripts are compiled with */
export function workers(plugins: InputPluginOption): Plugin {
  return {
    name: 'workers',
    async transform(code, id) {
      let changed = code;
      for (const [reference, path = ''] of code.matchAll(REFERENCE)) {
        const input = join(dirname(id), path);
        const building = built.get(input) ?? bundle(input, plugins);
        built.set(input, building);
        const source = await building;
        const hash = createHash('sha384').update(source).digest('base64');
        const file = this.emitFile({
          type: 'asset',
          name: `${basename(path, '.ts')}.js`,
          source,
        });
        changed = changed.replace(reference, `new URL(import.meta.ROLLUP_FILE_URL_${file} + '#sha384-${hash}')`);
      }
      return changed === code ? null : { code: changed, map: null };
    },
  };
}
