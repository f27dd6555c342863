/** The same nights, for seeds that the short run doesn't reach; new nodes now and then, so that no night grows too large. */
import { describe, it } from 'node:test';
import { Nodes } from '../testing/nodes.ts';
import { checkNight } from './night.ts';

const FIRST = 21;
const LAST = 220;
const AT_ONCE = 20;

describe('nights of faults on three nodes, at length', () => {
  for (let first = FIRST; first <= LAST; first += AT_ONCE) {
    const last = first + AT_ONCE - 1;
    it(`lose nothing, double nothing, keep the order and give nobody two owners, seeds ${first} to ${last}`, async (context) => {
      await using nodes = await Nodes.start(3);
      for (let seed = first; seed <= last; seed += 1) {
        await checkNight(nodes, seed, (line) => context.diagnostic(`${seed}: ${line}`)).catch((error: unknown) => {
          throw new Error(`seed ${seed}`, { cause: error });
        });
      }
    });
  }
});
