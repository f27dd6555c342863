/** Never lost, never twice, never out of order: many seeded stories. One alone: `SEED=17 npm run test:faults`. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tell } from './story.ts';

const SEEDS = 200;
/** Stories for one test, so that a report stays readable. */
const AT_ONCE = 25;

const only = process.env.SEED;
const seeds = only ? [Number(only)] : Array.from({ length: SEEDS }, (_, n) => n + 1);

async function check(seed: number): Promise<string | null> {
  const { written, stored, seqs, seen, unsent } = await tell(seed);
  try {
    assert.equal(unsent, 0, 'something was never sent');
    assert.deepEqual(
      seqs,
      Array.from({ length: seqs.length }, (_, n) => n + 1),
      'the sequence has a hole',
    );
    for (const [who, own] of Object.entries(written)) {
      const theirs = stored.filter((text) => text.startsWith(`${who} `));
      assert.deepEqual(theirs, own, `what ${who} wrote is lost, doubled or out of order`);
    }
    for (const [who, texts] of Object.entries(seen)) assert.deepEqual(texts, stored, `${who} sees something else`);
    return null;
  } catch (error) {
    return `seed ${seed}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

describe('a conversation through a failing network', () => {
  for (let from = 0; from < seeds.length; from += AT_ONCE) {
    const group = seeds.slice(from, from + AT_ONCE);
    it(`is whole in the end for the seeds ${group[0]} to ${group.at(-1)}`, async () => {
      const failures: string[] = [];
      for (const seed of group) {
        const failure = await check(seed);
        if (failure) failures.push(failure);
      }
      assert.deepEqual(failures, [], 'run one alone: SEED=… npm run test:faults');
    });
  }

  it('did meet every kind of fault', async () => {
    const { faults, reloads } = await tell(seeds[0] ?? 1);
    for (const [kind, count] of Object.entries(faults)) assert.ok(count > 0, `no ${kind}`);
    assert.ok(reloads > 0);
  });
});
