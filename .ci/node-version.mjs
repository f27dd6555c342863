/**
 * Stops with one sentence when the wrong Node runs this. `npm` scripts find the pinned one in `node_modules/.bin` first.
 * Must be readable by old versions of Node: no syntax younger than Node 18, no import of TypeScript.
 */
import { readFileSync } from 'node:fs';

const { devDependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/** @param {string} command What to type once the right Node is there, for example `npm start`. */
export function requirePinnedNode(command) {
  const wanted = devDependencies.node;
  if (process.versions.node.split('.')[0] === wanted.split('.')[0]) return;
  console.error(
    `This needs Node ${wanted}, but Node ${process.versions.node} (${process.execPath}) runs it: run "npm ci", which brings the right one along, then "${command}".`,
  );
  process.exit(1);
}
