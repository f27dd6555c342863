/**
 * `npm start`: builds what browsers load, then becomes the service. Everything after `--` goes to the service.
 * Must be readable by old versions of Node, so that it can say what is wrong with them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { requirePinnedNode } from './node-version.mjs';

requirePinnedNode('npm start');

const root = fileURLToPath(new URL('..', import.meta.url));
const service = fileURLToPath(new URL('../signaling/main.ts', import.meta.url));
const rollup = fileURLToPath(new URL('../node_modules/rollup/dist/bin/rollup', import.meta.url));
const args = process.argv.slice(2);
const wantsHelp = args.includes('--help');

if (!existsSync(rollup)) {
  console.error('The packages are missing or incomplete: run "npm ci", then "npm start".');
  process.exit(1);
}
if (!wantsHelp) {
  const begin = Date.now();
  console.log('Building the widget, the console and the rental pages …');
  const build = spawnSync(process.execPath, [rollup, '-c', '--silent'], { cwd: root, encoding: 'utf8' });
  if (build.status !== 0) {
    process.stderr.write(`${build.stdout}${build.stderr}`);
    console.error('The build failed, so nothing was started: see above.');
    process.exit(1);
  }
  console.log(`Built in ${((Date.now() - begin) / 1000).toFixed(1)} s.`);
}

// npm tells its shell to end, and most shells don't pass that on: without this the service would stay when npm is gone.
const parent = process.ppid;
const PARENT_CHECK_MS = 500;
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
}, PARENT_CHECK_MS).unref();

// In this very process: no second one that could be left behind, and signals and exit code need no forwarding.
process.argv = [process.argv[0], service, ...args];
await import('../signaling/main.ts');
