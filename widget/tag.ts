/** What the script tag does once it runs: define, insert if the page has none, make the calls that were kept. */
import { ATTRIBUTE_NAMES, originOf } from './support-attributes.ts';
import { firstSupport, YcywSupport } from './ycyw-support.ts';

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
  if (tag !== undefined && YcywSupport.defaultServer === '') YcywSupport.defaultServer = originOf(address) ?? '';
  if (customElements.get(TAG) === undefined) customElements.define(TAG, YcywSupport);
  if (tag === undefined || tag.dataset.auto === 'false') {
    replay(page);
    return;
  }
  let own: HTMLElement | null = null;
  /** In the body when the own one was put there. */
  let neighbour: Element | null = null;
  const insert = () => {
    if (!supportOn(page)) {
      neighbour = page.body.firstElementChild;
      own ??= elementFrom(page, tag);
      page.body.append(own);
    }
    replay(page);
  };
  // A page that was swapped for the next one, without being loaded, gets it back. One that was taken out stays out.
  YcywSupport.left = (support) => {
    if (support.parentElement?.localName === 'body' || (support === own && neighbour?.isConnected === false)) insert();
  };
  if (page.readyState === 'loading') page.addEventListener('DOMContentLoaded', insert, { once: true });
  else insert();
}

const supportOn = (page: Document): Element | null => page.querySelector(TAG) ?? firstSupport() ?? null;

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
    const support = supportOn(page);
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
