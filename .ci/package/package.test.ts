/** The npm package as people get it: packed, unpacked, and used from outside. Wants a build. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { buildPackage } from './build.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ycyw-package-'));
after(() => rmSync(folder, { recursive: true }));
const inRoot = (path: string) => join(root, 'node_modules', path);
/** Somebody's project, with the package among its modules. */
const modules = join(folder, 'node_modules');
const installed = join(modules, 'ycyw-support');
let tarball = '';

before(() => {
  const built = buildPackage(join(folder, 'built'));
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder, built], { encoding: 'utf8' });
  const [{ filename } = { filename: '' }] = JSON.parse(packed) as { filename: string }[];
  tarball = join(folder, filename);
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
});

test('publint finds nothing', async () => {
  const { messages, pkg } = await publint({ pkgDir: installed, strict: true, pack: false });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, pkg)),
    [],
  );
});

test('"are the types wrong?" finds nothing', () => {
  const attw = fileURLToPath(new URL('dist/index.js', import.meta.resolve('@arethetypeswrong/cli/package.json')));
  const outcome = spawnSync(process.execPath, [attw, tarball, '--profile', 'esm-only', '--no-emoji', '--no-color'], {
    encoding: 'utf8',
  });
  assert.equal(outcome.status, 0, outcome.stdout + outcome.stderr);
});

test('it holds what browsers load as it is, not as it is packed for the way', () => {
  const names = readdirSync(installed, { recursive: true }).map(String);
  assert.ok(names.some((name) => /^chunks.panel-/.test(name)));
  assert.deepEqual(
    names.filter((name) => /\.(br|gz)$/.test(name)),
    [],
  );
});

test('it needs no other package', () => {
  const own = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Record<string, unknown>;
  const needs = Object.keys(own).filter((key) => /dependencies$/i.test(key));
  assert.deepEqual([needs, own.private], [[], undefined]);
});

/** The pinned one, and the machine's own where that is another. */
const versions = [...new Set([process.execPath, '/usr/bin/env'])];
for (const program of versions) {
  test(`importing it where there is no DOM does nothing: ${program === '/usr/bin/env' ? 'the machine’s Node' : 'the pinned Node'}`, () => {
    const args = ['--input-type=module', '-e', "await import('ycyw-support'); console.log(typeof customElements)"];
    const path = (process.env.PATH ?? '').split(':').filter((one) => !one.includes('node_modules'));
    const outcome = spawnSync(program, program === '/usr/bin/env' ? ['node', ...args] : args, {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: path.join(':') },
    });
    assert.deepEqual([outcome.status, outcome.stdout, outcome.stderr], [0, 'undefined\n', '']);
  });
}

/** Compiles these files of the project, which must succeed. */
function compile(files: string[], ...options: string[]): void {
  const tsc = spawnSync(
    process.execPath,
    [
      ...[inRoot('typescript/bin/tsc'), '--ignoreConfig', '--noEmit', '--strict', '--target', 'es2024'],
      ...['--module', 'esnext', '--moduleResolution', 'bundler', '--types', '', ...options, ...files],
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  assert.equal(tsc.status, 0, tsc.stdout + tsc.stderr);
}

test('its types hold in a page’s own script, in React, Preact, Solid and Vue, and refuse what is wrong', () => {
  cpSync(new URL('uses', import.meta.url), folder, { recursive: true });
  for (const name of ['vue', '@vue', 'csstype', '@babel']) symlinkSync(inRoot(name), join(modules, name));
  compile(['dom.ts', 'react.tsx', 'preact.tsx', 'solid.tsx', 'vue.ts', 'frameworks.d.ts'], '--jsx', 'react-jsx');
});

test('the element that runs is what the types say', () => {
  const types = readFileSync(join(installed, 'index.d.ts'), 'utf8');
  // Both name the tag in the global map, which allows only one of them.
  writeFileSync(join(folder, 'published.d.ts'), types.slice(0, types.indexOf('declare global')));
  const real = JSON.stringify(join(root, 'widget/ycyw-support.ts'));
  const text = `import type { YcywSupport as Real } from ${real};
import type { SupportEventMap as RealEvents } from ${JSON.stringify(join(root, 'widget/support-host.ts'))};
import type { SupportEventMap, YcywSupport } from './published.js';
type Same<A, B> = [A, B] extends [B, A] ? true : false;
type Own = Exclude<keyof YcywSupport, keyof HTMLElement>;
export const element: Same<Pick<YcywSupport, Own>, Pick<Real, Own>> = true;
export const events: Same<SupportEventMap, RealEvents> = true;
`;
  writeFileSync(join(folder, 'same.ts'), text);
  compile(
    ['same.ts', join(root, 'widget/ui/lucide.d.ts')],
    '--allowImportingTsExtensions',
    '--skipLibCheck',
    '--useDefineForClassFields',
  );
});
