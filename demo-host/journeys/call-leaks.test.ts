/** After a call nothing of it is left in the page. Twenty calls and their weight are in the long tests. */
import assert from 'node:assert/strict';
import { journey } from './harness/journey.ts';
import { assertNothingLeft, callOnce, held, isOver } from './harness/leaks.ts';
import { together } from './harness/together.ts';

/** Enough that one object a call is told from one that stays. */
const CALLS = 5;

journey(
  `after ${CALLS} calls no connection, live track, audio context or listener is left in either page`,
  async (stage) => {
    const pair = await together(stage);
    const pages = [pair.customer.page, pair.agent.page] as const;
    await callOnce(pair, pair.customer, async () => {
      const { connections, liveTracks, views } = await held(pair.customer.page);
      assert.deepEqual([connections, views], [1, 1], 'the counting counts');
      assert.ok(liveTracks >= 2, 'own camera and microphone at least');
    });
    const first = await Promise.all(pages.map(held));
    for (let made = 1; made < CALLS; made += 1) {
      await callOnce(pair, made % 2 === 0 ? pair.customer : pair.agent);
      await Promise.all(pages.map(isOver));
    }
    for (const [index, name] of ['customer', 'agent'].entries()) {
      const [page, before] = [pages[index], first[index]];
      if (page && before) assertNothingLeft(name, await held(page), before);
    }
  },
);
