/** A million inputs: `npm run test:long -- signaling/fuzz/fuzz.long.ts`, with `SEED=…` other ones. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fuzz } from './fuzz.ts';

const COUNT = 1_000_000;
/** Between a quarter of the way and its end; forty bytes for each input would be more. */
const GROWTH_MAX_MB = 30;

describe('the service', () => {
  it(`answers ${COUNT} inputs of any shape, each refusal with a reason, and doesn’t grow`, async (test) => {
    const { sent, kinds, heap } = await fuzz({ count: COUNT, seed: Number(process.env.SEED ?? 2) });
    test.diagnostic(`${JSON.stringify(kinds)}, heap in MB ${heap.map(Math.round).join(' ')}`);
    assert.equal(sent, COUNT);
    const [first = 0, , , last = 0] = heap;
    assert.ok(last - first < GROWTH_MAX_MB, `from ${first} to ${last} MB`);
  });
});
