/** The same stories, for seeds that the short run doesn't reach. */
import { describe, it } from 'node:test';
import { checkNodes } from './nodes.ts';

const FIRST = 4;
const LAST = 103;

describe('four nodes on one PostgreSQL, at length', () => {
  for (let seed = FIRST; seed <= LAST; seed += 1) {
    it(`lose nothing, double nothing and agree about order and owners, seed ${seed}`, () => checkNodes(seed));
  }
});
