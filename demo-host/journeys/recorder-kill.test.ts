/** The browser is killed while it records: the next page finds the recording, makes it whole and offers it. */
import { diesAndIsFound } from './harness/death.ts';
import { journey } from './harness/journey.ts';

for (const browser of ['chromium', 'firefox'] as const) {
  journey(
    `${browser} is killed while it records its screen: the next page offers all but the last second`,
    async (stage) => {
      await diesAndIsFound(stage, browser, 3);
    },
  );
}
