/** Pages that do something with styles, places and layers. */
import assert from 'node:assert/strict';
import { eventually } from '../harness/eventually.ts';
import { CONTENT, type HostPage, page, script, style } from './host-page.ts';

export const styled: readonly HostPage[] = [
  {
    name: 'reset',
    promise: 'a stylesheet that unsets everything with !important changes nothing of the widget',
    html: (tag) =>
      page(tag, {
        head: style(`* { all: unset !important; } *::before, *::after { content: '★' !important; }
          head, head * { display: none !important; } body, main, section, header, ul, li, p, h1, h2, form { display: block !important; }`),
      }),
  },
  {
    name: 'loud',
    promise: 'rules for every button, field and section, and for the names that the widget uses, stay outside of it',
    html: (tag) =>
      page(tag, {
        head: style(`* { font: italic 30px/2 cursive !important; letter-spacing: 8px !important; text-transform: uppercase !important;
          color: #e0f !important; box-sizing: content-box !important; margin: 6px !important; }
          button, input, textarea, section, div, svg, span { background: #ff0 !important; border: 7px dashed red !important;
          width: 300px !important; transform: rotate(3deg) !important; }
          [hidden] { display: block !important; } .root, .frame, .launcher, .panel { display: none !important; }
          ycyw-support, ycyw-support * { display: none !important; opacity: 0 !important; pointer-events: none !important; top: 0 !important }
          :not(:defined) { display: none !important; }`),
      }),
  },
  {
    name: 'huge-root',
    promise: 'a root font of 40 px makes the widget no larger',
    html: (tag) => page(tag, { head: style('html { font-size: 40px; } body { font-size: 2rem; line-height: 3; }') }),
  },
  {
    name: 'transform',
    promise: 'a transformed body carries the widget neither away nor along',
    html: (tag) =>
      page(tag, {
        head: style('body { transform: translate(-200px, 120px) scale(0.8); perspective: 500px; min-height: 200vh; }'),
      }),
  },
  {
    name: 'filter',
    promise: 'filters, containment and clipping of html and body leave the widget as it is',
    html: (tag) =>
      page(tag, {
        head: style(`html { filter: blur(1px); will-change: transform; }
          body { contain: strict; height: 50vh; overflow: hidden; clip-path: inset(0 0 50px 0); opacity: 0.6; container-type: size; }`),
      }),
  },
  {
    name: 'z-index',
    promise: 'a layer over the whole page at the highest z-index lies under the launcher',
    html: (tag) =>
      page(tag, {
        head: style(`.veil { position: fixed; inset: 0; z-index: 2147483647; background: #2258; isolation: isolate; }
          .bar { position: fixed; inset: auto 0 0; height: 120px; z-index: 2147483647; background: #fc0; }`),
        body: '<div class="veil"></div><div class="bar">We use cookies. <button>All right</button></div>',
      }),
  },
  {
    name: 'dialog',
    promise: 'a modal dialog of the page opens over it; when it is closed again, everything goes on',
    html: (tag) =>
      page(tag, {
        head: style('dialog::backdrop { background: #0009; }'),
        body: '<dialog><p>Your session ends soon.</p><button>Go on</button></dialog>',
      }),
    async beforeOpening(visit) {
      await visit.inPage(() => document.querySelector('dialog')?.showModal());
      assert.equal(await visit.launcherIsReachable(), false, 'the dialog is above, and the rest can’t be reached');
      await visit.inPage(() => document.querySelector('dialog')?.close());
      await eventually('the launcher can be reached again', () => visit.launcherIsReachable());
    },
    async whileOpen(visit) {
      await visit.inPage(() => document.querySelector('dialog')?.showModal());
      assert.equal(await visit.panelIsReachable(), false, 'it lies over the panel');
      await visit.person.press('Escape');
      await eventually('Escape was the dialog’s, the panel is still there', () => visit.panelIsReachable());
      await visit.write('Written after the dialog');
    },
  },
  {
    name: 'right-to-left',
    promise: 'on a page from right to left the corner is the other one and the English words go from left to right',
    html: (tag) => page(tag, { root: 'lang="en" dir="rtl"' }),
    corner: 'left',
    async whileOpen(visit) {
      assert.equal(await visit.directionOfComposer(), 'ltr');
    },
  },
  {
    name: 'quirks',
    promise: 'a page without a doctype has the same widget',
    html: (tag) =>
      `<html><head><title>An old site</title>${tag}</head><body bgcolor=white text=navy><font size=5><center>${CONTENT}</center></font></body></html>`,
    async beforeOpening(visit) {
      assert.equal(await visit.inPage(() => document.compatMode), 'BackCompat');
    },
  },
  {
    name: 'app-layout',
    promise: 'an application that fills the window and never scrolls keeps its layout',
    html: (tag) =>
      page(tag, {
        head: style(`html, body { height: 100%; margin: 0; overflow: hidden; } body { display: grid; grid-template-rows: auto 1fr; }
          main { overflow: auto; height: 100vh; } body > * { border: 1px solid #999; }`),
      }),
  },
  {
    name: 'small',
    promise: 'at 400 % zoom, which leaves 320 × 256 px, everything can be reached',
    html: (tag) => page(tag, {}),
    viewport: { width: 320, height: 256 },
  },
  {
    name: 'forced-colours',
    promise: 'in forced colours everything keeps its edges',
    html: (tag) => page(tag, {}),
    media: [{ name: 'forced-colors', value: 'active' }],
    browsers: ['chromium'],
  },
  {
    name: 'still',
    promise: 'where less motion is wished, nothing moves',
    html: (tag) => page(tag, {}),
    media: [{ name: 'prefers-reduced-motion', value: 'reduce' }],
    browsers: ['chromium'],
    async whileOpen(visit) {
      assert.equal(await visit.animations(), 0);
    },
  },
  {
    name: 'print',
    promise: 'a printed page doesn’t show it',
    html: (tag) => page(tag, {}),
    browsers: ['chromium'],
    async afterClosing(visit) {
      await visit.person.page.emulateMediaType('print');
      assert.equal(await visit.launcherIsReachable(), false);
      await visit.person.page.emulateMediaType('screen');
    },
  },
  {
    name: 'scroll-lock',
    promise: 'a page that forbids to scroll lets the panel scroll',
    html: (tag) =>
      page(tag, {
        head: style('body { position: fixed; overflow: hidden; width: 100%; }'),
        body: script(`for (const name of ['wheel', 'touchmove'])
          document.addEventListener(name, (event) => event.preventDefault(), { passive: false });`),
      }),
    async whileOpen(visit) {
      await visit.fillTheLog();
      assert.ok((await visit.scrollLog(-400)) < -100, 'the log has moved');
    },
  },
];
