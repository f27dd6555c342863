/**
 * Never lost, never twice, never out of order: many seeded stories.
 * One alone: `SEED=17 npm run test:service -- signaling/faults/faults.test.ts`.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { failures } from './check.ts';
import { tell } from './story.ts';

const SEEDS = 200;
/** Stories for one test, so that a report stays readable. */
const AT_ONCE = 25;

const only = process.env.SEED ? Number(process.env.SEED) : null;
const groups =
  only === null
    ? Array.from({ length: SEEDS / AT_ONCE }, (_, n) => [n * AT_ONCE + 1, (n + 1) * AT_ONCE] as const)
    : [[only, only] as const];

describe('a conversation through a failing network', () => {
  for (const [first, last] of groups) {
    it(`is whole in the end for the seeds ${first} to ${last}`, async () => {
      assert.deepEqual(await failures(first, last), [], 'one alone: SEED=… npm run test:service -- FILE');
    });
  }

  it('did meet every kind of fault', async () => {
    // Several, since reloads are rare in one.
    const stories = [await tell(1), await tell(2), await tell(3)];
    for (const { faults } of stories) {
      for (const [kind, count] of Object.entries(faults)) assert.ok(count > 0, `no ${kind}`);
    }
    assert.ok(
      stories.some(({ reloads }) => reloads > 0),
      'no reload',
    );
  });
});
