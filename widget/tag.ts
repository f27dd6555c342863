/** What the script tag does once it runs: define, insert if the page has none, make the calls that were kept. */
import { ATTRIBUTE_NAMES } from './support-attributes.ts';
import { YcywSupport } from './ycyw-support.ts';

const TAG = 'ycyw-support';

type Call = (support: YcywSupport) => void;

declare global {
  interface Window {
    /** Calls made before the script was there; afterwards `push` calls at once. */
    ycyw?: Call[] | { push(...calls: Call[]): void };
  }
}

/** @param address the script's own: `import.meta.url` */
export function start(page: Document, address: string): void {
  const tag = [...page.querySelectorAll('script')].find(({ src }) => src === address);
  // Imported by a page's own bundle there is no tag, and no service known by its address.
  if (tag !== undefined && YcywSupport.defaultServer === '') YcywSupport.defaultServer = new URL(address).origin;
  if (customElements.get(TAG) === undefined) customElements.define(TAG, YcywSupport);
  if (tag === undefined || tag.dataset.auto === 'false') {
    replay(page);
    return;
  }
  const insert = () => {
    if (page.querySelector(TAG) === null) page.body.append(elementFrom(page, tag));
    replay(page);
  };
  if (page.readyState === 'loading') page.addEventListener('DOMContentLoaded', insert, { once: true });
  else insert();
}

/** Every attribute of the element may stand on the tag as `data-…`. */
function elementFrom(page: Document, tag: HTMLScriptElement): HTMLElement {
  const element = page.createElement(TAG);
  for (const name of [...ATTRIBUTE_NAMES, 'open']) {
    const value = tag.getAttribute(`data-${name}`);
    if (value !== null) element.setAttribute(name, value);
  }
  return element;
}

/** Makes the kept calls as soon as there is an element, in order, and later ones at once. */
function replay(page: Document): void {
  const kept = window.ycyw;
  if (kept !== undefined && !Array.isArray(kept)) return;
  const waiting: Call[] = [...(kept ?? [])];
  const run = () => {
    const support = page.querySelector(TAG);
    if (!(support instanceof YcywSupport)) return;
    for (const call of waiting.splice(0)) {
      try {
        call(support);
      } catch (error) {
        reportError(error);
      }
    }
  };
  window.ycyw = {
    push(...calls) {
      waiting.push(...calls);
      run();
    },
  };
  page.addEventListener('ycyw-ready', run);
  run();
}
