/** Killed while it records, ten times in each browser: what is missing at the end, each time. */
import assert from 'node:assert/strict';
import { diesAndIsFound, LOSS_MAX_MS } from './harness/death.ts';
import { journey } from './harness/journey.ts';

const DEATHS = 10;
/** Seconds of recording; not the same each time, so that the death falls anywhere between two writes. */
const SECONDS = [1, 2, 4] as const;
/** A busy machine takes half a minute for each, in milliseconds. */
const LIMIT_MS = 600_000;

for (const browser of ['chromium', 'firefox'] as const) {
  journey(
    `${browser} is killed ${DEATHS} times in a row while it records: never is more than the last second missing`,
    async (stage) => {
      const losses: number[] = [];
      for (let death = 0; death < DEATHS; death += 1) {
        losses.push(await diesAndIsFound(stage, browser, SECONDS[death % SECONDS.length] ?? 1));
      }
      console.log(`${browser}: missing at the end, in ms: ${losses.map(Math.round).join(' ')}`);
      console.log(`${browser}: at most ${Math.round(Math.max(...losses))} ms`);
      assert.ok(Math.max(...losses) <= LOSS_MAX_MS);
    },
    { limit: LIMIT_MS },
  );
}
