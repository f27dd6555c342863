/**
 * What browsers load, into `dist/`: the widget as ES modules with lazy chunks, the agents' console, the
 * call's own window, the rental pages.
 * Chunks import each other by relative paths, so that a page of another origin finds them beside the first script.
 */
import { cp, readdir, rm } from 'node:fs/promises';
import commonjs from '@rollup/plugin-commonjs';
import nodeResolve from '@rollup/plugin-node-resolve';
import esbuild from 'rollup-plugin-esbuild';
import { failOverBudget, weigh } from './.ci/budget.ts';
import { compress } from './.ci/compress.ts';
import { languages } from './.ci/languages.ts';
import { shrink } from './.ci/shrink.ts';
import { slimLit } from './.ci/slim-lit.ts';
import { slimSocket } from './.ci/slim-socket.ts';
import { tightCss } from './.ci/tight-css.ts';
import { isOthers, workers } from './.ci/workers.ts';
import { writeReference } from './demo-host/reference/build.ts';

const isSilent = process.argv.includes('--silent');
const print = (text) => {
  if (!isSilent) console.log(`\n${text}`);
};

/** Every file that a browser loads as it was written. Scripts in TypeScript are bundled instead. */
const isStatic = (path) => !/\.ts$/.test(path);

/** Removes what the last build left, so that no stale chunk is served. */
const clean = (folder) => ({
  name: 'clean',
  async buildStart() {
    const names = await readdir(folder).catch(() => []);
    // The npm package is made by a script of its own.
    const stale = names.filter((name) => name !== 'npm');
    await Promise.all(stale.map((name) => rm(`${folder}/${name}`, { recursive: true, force: true })));
  },
});
const copy = (from, to) => ({
  name: 'copy',
  writeBundle: () => cp(from, to, { recursive: true, filter: isStatic }),
});
/** Only these, where a folder also holds what the page is made of. */
const copyOne = (from, to, names) => ({
  name: 'copy-some',
  writeBundle: () => Promise.all(names.map((name) => cp(`${from}/${name}`, `${to}/${name}`))),
});

/** Indentation inside of templates means nothing to HTML and CSS, and isn't sent. */
const tighten = { name: 'tighten', renderChunk: (code) => ({ code: code.replace(/\n\s+/g, '\n'), map: null }) };

const compileAlone = [
  slimSocket,
  slimLit,
  tightCss,
  // Without the condition "development" Lit and the like come as they ship.
  nodeResolve({ browser: true, exportConditions: ['production'], extensions: ['.mjs', '.js', '.ts'] }),
  // What tus-js-client depends on.
  commonjs({ include: /node_modules/ }),
  // Without ".js" among its loaders it leaves the choice between files for Node and for browsers to the line above.
  esbuild({ target: 'es2022', minify: true, legalComments: 'none', tsconfig: false, loaders: { '.js': false } }),
  tighten,
];
const compile = [workers(compileAlone), ...compileAlone];

/** A warning that nobody reads is worth nothing. */
const onLog = (level, log, handle) => {
  if (!isOthers(log)) handle(level === 'warn' ? 'error' : level, log);
};

const output = (dir) => ({
  dir,
  format: 'es',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
  assetFileNames: 'chunks/[name]-[hash][extname]',
  // A chunk that only re-exports costs a request.
  hoistTransitiveImports: false,
  generatedCode: { preset: 'es2015' },
});

const bundles = [
  {
    input: { 'ycyw-support': 'widget/embed.ts' },
    plugins: [
      clean('dist'),
      languages(['chat', 'call', 'recorder'], 'customers'),
      ...compile,
      shrink,
      copy('demo-host/rental', 'dist/rental'),
      weigh('widget', print),
    ],
    output: output('dist'),
  },
  {
    input: { console: 'demo-host/agent/console.ts' },
    plugins: [
      languages(['chat', 'call', 'recorder', 'console'], 'agents'),
      ...compile,
      copy('demo-host/agent', 'dist/agent'),
      weigh('console', print),
    ],
    output: output('dist/agent'),
  },
  {
    input: { 'call-window': 'demo-host/call/call-window.ts' },
    plugins: [
      languages(['chat', 'call'], 'customers'),
      ...compile,
      copy('demo-host/call', 'dist/call'),
      weigh('call window', print),
    ],
    output: output('dist/call'),
  },
  {
    input: { reference: 'demo-host/reference/client/reference.ts' },
    plugins: [
      ...compile,
      copyOne('demo-host/reference', 'dist/reference', ['reference.css', 'mark.svg']),
      writeReference('dist/reference'),
      weigh('reference', print),
    ],
    output: output('dist/reference'),
  },
  {
    input: 'demo-host/rental/rental.ts',
    plugins: [...compile, copy('demo-host/rental', 'dist/rental'), compress('dist'), failOverBudget()],
    output: output('dist/rental'),
  },
];

/** What chunks share with the entry stays in the entry: else there would be one request more before it can draw. */
const preserveEntrySignatures = 'allow-extension';

export default bundles.map((bundle) => ({ ...bundle, onLog, preserveEntrySignatures }));
