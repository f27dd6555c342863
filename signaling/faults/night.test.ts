/** One alone: `SEED=17 npm run test:service -- signaling/faults/night.test.ts`. */
import { after, before, describe, it } from 'node:test';
import { Nodes } from '../testing/nodes.ts';
import { checkNight } from './night.ts';

const SEEDS = process.env.SEED ? [Number(process.env.SEED)] : Array.from({ length: 20 }, (_, n) => n + 1);

describe('a night of faults on three nodes', () => {
  let nodes: Nodes;
  before(async () => {
    nodes = await Nodes.start(3);
  });
  after(() => nodes[Symbol.asyncDispose]());

  for (const seed of SEEDS) {
    it(`loses nothing, doubles nothing, keeps the order and gives nobody two owners, seed ${seed}`, (context) =>
      checkNight(nodes, seed, (line) => context.diagnostic(line)));
  }
});
