/** The widget on every host page of the torture set, in Chromium and Firefox. */

import { visitAll } from './hosts/journey.ts';
import { hostPages } from './hosts/pages.ts';

visitAll(hostPages, ['chromium', 'firefox']);
