/** Fifty recordings in one call: nothing is left of them, and they weigh nothing. */
import assert from 'node:assert/strict';
import { journey } from './harness/journey.ts';
import { recordsAndForgets } from './harness/recorder-leaks.ts';
import { inVideoCall } from './harness/together.ts';

const TIMES = 50;
/** After so many everything has been used that is made once. */
const SETTLED = 5;
/** What the heap may have grown by then: lines of the conversation and of the list for each recording, compiled code. */
const GROWTH_MAX_BYTES = 3_000_000;
/** A busy machine takes up to fifteen seconds for one, in milliseconds. */
const LIMIT_MS = 900_000;

journey(
  `in a call ${TIMES} times: record, share, stop sharing, stop; nothing is left of it, and the memory is that of after ${SETTLED}`,
  async (stage) => {
    const heaps = await recordsAndForgets(await inVideoCall(stage), TIMES, SETTLED);
    for (const [side, { settled, now }] of Object.entries(heaps)) {
      console.log(`${side}: heap ${settled} bytes after ${SETTLED} recordings, ${now} after ${TIMES}`);
      assert.ok(now - settled < GROWTH_MAX_BYTES, `${side}’s heap grew by ${now - settled} bytes`);
    }
  },
  { limit: LIMIT_MS },
);
