/** The five most telling of the host pages; all of them are in the long tests. */
import { visitAll } from './hosts/journey.ts';
import { hostPages } from './hosts/pages.ts';

const TELLING = ['reset', 'filter', 'dialog', 'trusted-types', 'turbo'];

visitAll(
  hostPages.filter(({ name }) => TELLING.includes(name)),
  ['chromium'],
);
