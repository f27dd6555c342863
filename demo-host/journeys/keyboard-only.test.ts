import { journey } from './harness/journey.ts';
import { byKeysAlone } from './harness/keyboard-journey.ts';

journey('customer and agent, from the page’s load to the rating, with a call, by keys alone', (stage) =>
  byKeysAlone(stage, 'chromium', 'nobody'),
);
