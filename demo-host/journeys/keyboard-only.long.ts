/** The same in the other browser, and with the recording on the other side. */
import { journey } from './harness/journey.ts';
import { byKeysAlone } from './harness/keyboard-journey.ts';

journey('by keys alone, and the customer records the call', (stage) => byKeysAlone(stage, 'chromium', 'customer'));

journey('by keys alone, in Firefox', (stage) => byKeysAlone(stage, 'firefox', 'customer'));
