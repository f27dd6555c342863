/** Brings the reference page to life. The page is complete without it; each part finds its own elements. */
import { followReading } from './contents.ts';
import { addCopying } from './copy.ts';
import { showIntegrity } from './integrity.ts';
import { showEvents } from './log.ts';
import { addMethods } from './methods.ts';
import { addPlayground } from './playground.ts';
import { addSchemes } from './schemes.ts';
import { nameService } from './service.ts';
import { makeTabs } from './tabs.ts';
import { addParts, addThemer } from './theme.ts';

const support = document.querySelector('ycyw-support');

nameService();
addSchemes();
makeTabs();
addCopying();
followReading();
if (support) {
  addPlayground(support);
  addThemer(support);
  addParts(support);
  showEvents(support);
  addMethods(support);
  for (const button of document.querySelectorAll('[data-open]')) button.addEventListener('click', () => support.show());
}
void showIntegrity();
