/** The agent records; and in the other browser. */
import { journey } from './harness/journey.ts';
import { byKeysAlone } from './harness/keyboard-journey.ts';

journey('by keys alone, and the agent records the call', (stage) => byKeysAlone(stage, 'chromium', 'agent'));

journey('by keys alone, in Firefox', (stage) => byKeysAlone(stage, 'firefox', 'customer'));
