import { expect } from 'chai';
import { barriers } from '../../conversation/testing/audit.ts';
import { clearPage, drawn, findAll, finishAnimations, get } from '../../conversation/testing/page.ts';
import { showBadge, showPlayer, showRecorderBar, showRecordings, showShared } from '../testing/show-recorder.ts';
import { BARS, LISTS } from '../testing/states.ts';
import type { LibraryView, RecorderView } from '../types.ts';

interface Options {
  scheme?: string;
  locale?: string;
  width?: number;
}

type Draw = (options: Options) => Promise<Element>;

const some = LISTS['with some']?.library ?? {};
const records: Partial<RecorderView> = { phase: { kind: 'recording', what: 'call' } };

const bar =
  (view: Partial<RecorderView>): Draw =>
  async (options) =>
    (await showRecorderBar(view, options)).element;

/** @param clicks what is clicked one after the other, before it is looked at */
const list =
  (library: Partial<LibraryView>, view: Partial<RecorderView> = {}, ...clicks: string[]): Draw =>
  async (options) => {
    const { element } = await showRecordings(library, view, options);
    for (const click of clicks) {
      get(element, click).click();
      await drawn();
    }
    return element;
  };

const shared =
  (...clicks: string[]): Draw =>
  async (options) => {
    const element = await showShared(async () => null, options);
    for (const click of clicks) get(element, click).click();
    await drawn();
    return element;
  };

const STATES: Record<string, Draw> = {
  ...Object.fromEntries(Object.entries(BARS).map(([name, view]) => [`a bar: ${name}`, bar(view)])),
  ...Object.fromEntries(
    Object.entries(LISTS).map(([name, { library, view }]) => [`a list ${name}`, list(library, view)]),
  ),
  'a menu': list(some, {}, '.more'),
  'a name being changed': list(some, {}, '.more', '[role=menuitem]:nth-child(2)'),
  'a deleted recording': list(some, {}, '.more', '[role=menuitem]:last-child'),
  'a player': async (options) => (await showPlayer(some, new Blob(['no film']), options)).element,
  'a player without its file': async (options) => (await showPlayer(some, null, options)).element,
  'a shared recording': shared(),
  'a shared recording that can’t be had': shared('.stage'),
  'a badge': async (options) => (await showBadge(records, options)).element,
};

/** Boxes that scroll sideways, or that text is cut off from without a sign. */
function overflows(element: Element): string[] {
  return findAll(element, 'div, p, button, h2, span')
    .filter((each) => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1)
    .filter((each) => getComputedStyle(each).display !== 'inline' && getComputedStyle(each).textOverflow !== 'ellipsis')
    .map((each) => `${each.localName}.${each.className}: ${each.scrollWidth} in ${each.clientWidth}`);
}

afterEach(clearPage);

// What axe looks at is markup and colours, which are the same in every browser: once is enough, and takes a minute less.
if (!navigator.userAgent.includes('Firefox')) {
  describe('nothing is in anybody’s way', () => {
    for (const scheme of ['light', 'dark']) {
      for (const locale of ['en', 'fr']) {
        for (const [name, draw] of Object.entries(STATES)) {
          it(`in ${name}, ${scheme}, ${locale}`, async () => {
            const element = await draw({ scheme, locale });
            finishAnimations(element);
            expect(await barriers(element)).to.deep.equal([]);
          });
        }
      }
    }
  });
}

describe('320 pixels are enough', () => {
  for (const locale of ['en', 'fr']) {
    for (const [name, draw] of Object.entries(STATES)) {
      it(`for ${name}, ${locale}`, async () => {
        const element = await draw({ locale, width: 320 });
        finishAnimations(element);
        expect(overflows(element)).to.deep.equal([]);
      });
    }
  }
});
