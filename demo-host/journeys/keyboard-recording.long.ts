/** From the page's load to the rating, with a call that the customer records. */
import { journey } from './harness/journey.ts';
import { byKeysAlone } from './harness/keyboard-journey.ts';

journey('by keys alone, and the customer records the call', (stage) => byKeysAlone(stage, 'nobody', 'customer'));
