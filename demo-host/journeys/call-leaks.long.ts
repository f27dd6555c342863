/** Twenty calls in one page: nothing is left of them, and they weigh nothing. */
import assert from 'node:assert/strict';
import { journey } from './harness/journey.ts';
import { assertNothingLeft, callOnce, type Held, held, isOver } from './harness/leaks.ts';
import { together } from './harness/together.ts';

const CALLS = 20;
/** After so many everything has been used that is made once. */
const SETTLED = 5;
/** What the heap may have grown by then: compiled code, the browser's own timings, three lines of the conversation for each call. */
const NOISE_BYTES = 750_000;
/** A busy machine takes up to ten seconds for a call, in milliseconds. */
const LIMIT_MS = 300_000;

journey(
  `after ${CALLS} calls nothing is left of them, and the memory is that of after ${SETTLED}`,
  async (stage) => {
    const pair = await together(stage);
    const people = [pair.customer, pair.agent] as const;
    const measure = () => Promise.all(people.map(({ page }) => held(page)));
    let first: Held[] = [];
    let settled: Held[] = [];
    for (let made = 1; made <= CALLS; made += 1) {
      await callOnce(pair, made % 2 === 0 ? pair.customer : pair.agent);
      await Promise.all(people.map(({ page }) => isOver(page)));
      if (made === 1) first = await measure();
      if (made === SETTLED) settled = await measure();
    }
    const last = await measure();
    for (const [index, name] of ['customer', 'agent'].entries()) {
      const [then, after5, now] = [first[index], settled[index], last[index]];
      assert.ok(then && after5 && now);
      console.log(`${name}: heap ${after5.heapBytes} bytes after ${SETTLED} calls, ${now.heapBytes} after ${CALLS}`);
      assertNothingLeft(name, now, then);
      assert.ok(now.heapBytes - after5.heapBytes < NOISE_BYTES, `${name}’s heap grew`);
    }
  },
  { limit: LIMIT_MS },
);

journey('in Firefox, too, everything that was opened for calls is closed', async (stage) => {
  const pair = await together(stage, { customer: { browser: 'firefox' } });
  for (const ender of [pair.customer, pair.agent]) {
    await callOnce(pair, ender);
    await isOver(pair.customer.page);
  }
});
