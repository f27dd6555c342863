/** The browser is killed while it records: the next page finds the recording, makes it whole and offers it. Firefox too in the long tests. */
import { diesAndIsFound } from './harness/death.ts';
import { journey } from './harness/journey.ts';

journey(
  'chromium is killed while it records its screen: the next page offers all but the last second',
  async (stage) => {
    await diesAndIsFound(stage, 'chromium', 3);
  },
);
