/**
 * The npm package, from what `npm run build` has left in `dist/`: the very files that the service serves, with types, manifest
 * and editors' data beside them. `npm run package` builds both.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { htmlData } from './editor-data.ts';
import { elementOf, makeManifest } from './manifest.ts';
import { domTypes, FRAMEWORKS } from './types.ts';

const ROOT = new URL('../../', import.meta.url);
const root = fileURLToPath(ROOT);

/** What Node gets, which has no elements: nothing, unless something pretends to be a page there. */
const FOR_NODE = `// Where there is no DOM (a server that renders pages) there is nothing to define.
if (typeof HTMLElement !== 'undefined') await import('./ycyw-support.js');
`;
/** Types alone have no code; bundlers that meet such an import anyway find an empty module. */
const NO_CODE = 'export {};\n';

/** What is packed for the way is the service's business. */
const isOriginal = (path: string): boolean => !/\.(br|gz)$/.test(path);

/** The types that the element's own mention, without what is internal. */
function namedTypes(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ycyw-types-'));
  try {
    const tsc = spawnSync(
      process.execPath,
      [
        ...[join(root, 'node_modules/typescript/bin/tsc'), '--ignoreConfig', '--declaration', '--emitDeclarationOnly'],
        ...['--stripInternal', '--strict', '--target', 'es2022', '--module', 'esnext', '--types', ''],
        ...['--outDir', folder, join(root, 'widget/support-host.ts')],
      ],
      { encoding: 'utf8' },
    );
    if (tsc.status !== 0) throw new Error(`The types could not be made:\n${tsc.stdout}${tsc.stderr}`);
    // Its first comment is about the file in the repository.
    return readFileSync(join(folder, 'support-host.d.ts'), 'utf8').replace(/^\/\*\*[\s\S]*?\*\/\n/, '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface OwnPackage {
  name: string;
  version: string;
  license?: string;
}

function packageJson({ name, version, license }: OwnPackage): object {
  const typesOnly = FRAMEWORKS.map(({ name: framework }) => [
    `./${framework}`,
    { types: `./${framework}.d.ts`, default: './types-only.js' },
  ]);
  return {
    name,
    version,
    description: 'Support chat, calls and recordings of Your Car Your Way as a custom element.',
    keywords: ['web-components', 'custom-elements', 'customer-support', 'chat', 'video-call', 'screen-share'],
    ...(license === undefined ? {} : { license }),
    type: 'module',
    // Node only ever imports an empty module of it, by a way that this version has.
    engines: { node: '>=18' },
    sideEffects: ['./ycyw-support.js', './node.js'],
    exports: {
      '.': { types: './index.d.ts', node: './node.js', default: './ycyw-support.js' },
      ...Object.fromEntries(typesOnly),
      './custom-elements.json': './custom-elements.json',
      './html-custom-data.json': './html-custom-data.json',
      './package.json': './package.json',
    },
    types: './index.d.ts',
    customElements: 'custom-elements.json',
  };
}

/** @returns where the package is */
export function buildPackage(to: string): string {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  const write = (name: string, content: string | object) =>
    writeFileSync(join(to, name), typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`);
  const manifest = makeManifest(ROOT);
  const element = elementOf(manifest);
  for (const path of ['ycyw-support.js', 'chunks'])
    cpSync(join(root, 'dist', path), join(to, path), { recursive: true, filter: isOriginal });
  write('package.json', packageJson(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as OwnPackage));
  cpSync(fileURLToPath(new URL('README.md', import.meta.url)), join(to, 'README.md'));
  write('node.js', FOR_NODE);
  write('types-only.js', NO_CODE);
  write('index.d.ts', domTypes(element, namedTypes()));
  for (const { name, types } of FRAMEWORKS) write(`${name}.d.ts`, types(element.name, element.tagName));
  write('custom-elements.json', manifest);
  write('html-custom-data.json', htmlData(element));
  return to;
}

if (import.meta.main) console.log(`The package is in ${buildPackage(join(root, 'dist/npm'))}.`);
