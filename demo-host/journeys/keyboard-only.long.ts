/** The agent records; and in the other browser. */
import { journey } from './harness/journey.ts';
import { byKeysAlone } from './harness/keyboard-journey.ts';

journey('by keys alone, and the agent records the call', (stage) => byKeysAlone(stage, 'nobody', 'agent'));

journey('by keys alone, the customer in Firefox', (stage) => byKeysAlone(stage, 'customer', 'customer'));

journey('by keys alone, the agent in Firefox', (stage) => byKeysAlone(stage, 'agent', 'agent'));
