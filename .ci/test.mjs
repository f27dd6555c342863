/**
 * `npm test`, and each of its steps: `node .ci/test.mjs [STEP [FILE …]]`.
 * Must be readable by old versions of Node, so that it can say what is wrong with them.
 */
import { existsSync } from 'node:fs';
import { requirePinnedNode } from './node-version.mjs';

requirePinnedNode('npm test');
if (!existsSync(new URL('../node_modules/rollup/package.json', import.meta.url))) {
  console.error('The packages are missing or incomplete: run "npm ci", then "npm test".');
  process.exit(1);
}
const { main } = await import('./runner.ts');
await main(process.argv.slice(2));
