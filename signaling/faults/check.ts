/** Whether a story ended well: nothing lost, doubled or out of order, and everybody has the same. */
import assert from 'node:assert/strict';
import { tell } from './story.ts';

/** Null when all is well, else what isn't, with the seed. */
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

/** The failures of the seeds from `first` up to and with `last`. */
export async function failures(first: number, last: number): Promise<string[]> {
  const found: string[] = [];
  for (let seed = first; seed <= last; seed += 1) {
    const failure = await check(seed);
    if (failure) found.push(failure);
  }
  return found;
}
