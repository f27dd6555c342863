/** Work that waits for its turn. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { turns } from './turns.ts';

describe('work in turns', () => {
  it('is done one at a time, and one who comes late waits for one of the crowd, not for all', async () => {
    const inTurn = turns();
    const done: string[] = [];
    let running = 0;
    const work = (whose: string) =>
      inTurn(whose, async () => {
        running += 1;
        assert.equal(running, 1);
        await Promise.resolve();
        running -= 1;
        done.push(whose);
        return whose;
      });
    const all = ['crowd', 'crowd', 'crowd', 'crowd', 'agent', 'other', 'agent'].map(work);
    assert.equal(await all[4], 'agent');
    await Promise.all(all);
    assert.deepEqual(done, ['crowd', 'crowd', 'agent', 'other', 'crowd', 'agent', 'crowd']);
  });

  it('goes on after a failure, which is told to whoever asked', async () => {
    const inTurn = turns();
    const failing = inTurn('a', () => Promise.reject(new Error('no memory')));
    const next = inTurn('a', async () => 'done');
    await assert.rejects(failing, /no memory/);
    assert.equal(await next, 'done');
  });
});
