/** A recording leaves nothing behind, also when sharing starts and stops during it. Fifty of them are in the long tests. */
import { journey } from './harness/journey.ts';
import { recordsAndForgets } from './harness/recorder-leaks.ts';
import { inVideoCall } from './harness/together.ts';

/** Enough that one object a recording is told from one that stays. */
const TIMES = 3;

journey(
  `in a call ${TIMES} times: record, share, stop sharing, stop; no track, worker, canvas, audio node or listener is left of it`,
  async (stage) => {
    await recordsAndForgets(await inVideoCall(stage), TIMES, TIMES);
  },
);
