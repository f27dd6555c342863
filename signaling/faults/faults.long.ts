/** The same stories, for seeds that the short run doesn't reach. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { failures } from './check.ts';

const FIRST = 201;
const LAST = 2200;
const AT_ONCE = 100;

describe('a conversation through a failing network, at length', () => {
  for (let first = FIRST; first <= LAST; first += AT_ONCE) {
    const last = first + AT_ONCE - 1;
    it(`is whole in the end for the seeds ${first} to ${last}`, async () => {
      assert.deepEqual(await failures(first, last), [], 'one alone: SEED=… npm run test:service -- FILE');
    });
  }
});
