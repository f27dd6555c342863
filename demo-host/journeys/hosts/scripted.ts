/** Pages whose own scripts are in the way: patched built-ins, keys, swapped bodies, other ways to load the tag. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { eventually } from '../harness/eventually.ts';
import { CONTENT, type HostPage, page, script, style } from './host-page.ts';

const TURBO = new URL('../../../node_modules/@hotwired/turbo/dist/turbo.es2017-umd.js', import.meta.url);

const load = (
  src: string,
  more = '',
) => `const tag = document.createElement('script'); tag.type = 'module'; tag.src = '${src}'; ${more}
  document.head.append(tag);`;

export const scripted: readonly HostPage[] = [
  {
    name: 'polluted',
    promise: 'with enumerable additions to Object, Array, String and Function nothing goes astray',
    html: (tag) => page(tag, {}),
    before: `
      Object.prototype.extend = function () { return this; };
      Object.prototype.isOurs = true;
      Array.prototype.remove = function () {};
      Array.prototype.toJSON = function () { return this.slice(); };
      String.prototype.trimAll = function () { return this; };
      Function.prototype.delay = function () {};`,
  },
  {
    name: 'patched',
    promise: 'with a page’s own Promise, fetch, JSON, timers and event methods everything works',
    html: (tag) => page(tag, {}),
    before: `{
      const { fetch, setTimeout, Promise: Native } = window;
      class Promise extends Native { then(...more) { return super.then(...more); } }
      window.Promise = Promise;
      window.fetch = (...asked) => new Promise((resolve, reject) => fetch(...asked).then(resolve, reject));
      window.setTimeout = (act, ...more) => setTimeout((...given) => act.apply(window, given), ...more);
      const { parse, stringify } = JSON;
      window.JSON = { parse: (text, revive) => parse(text, revive), stringify: (value, ...more) => stringify(value, ...more) };
      const { addEventListener } = EventTarget.prototype;
      EventTarget.prototype.addEventListener = function (name, listener, options) {
        return addEventListener.call(this, name, listener, options);
      };
    }`,
  },
  {
    name: 'document-write',
    promise: 'a page that writes itself, and the tag, with document.write has it',
    html: (tag) =>
      `<!doctype html><html lang="en"><head><title>Written</title></head><body><script>document.write(${JSON.stringify(CONTENT)});
      document.write(${JSON.stringify(tag).replaceAll('</', '<\\/')});</script></body></html>`,
  },
  {
    name: 'xhtml',
    promise: 'a page written as XHTML and served as HTML has it',
    html: (tag) =>
      `<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
      <html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en"><head><title>XHTML</title>${tag}</head><body>${CONTENT}</body></html>`,
  },
  {
    name: 'unknown-language',
    promise: 'a page in a language that isn’t spoken is answered in the browser’s or English',
    html: (tag) => page(tag, { root: 'lang="tlh"' }),
    async whileOpen({ person }) {
      await person.sees('Nobody is online right now');
    },
  },
  {
    name: 'shortcuts',
    promise: 'a page’s own keys stay silent while somebody types in the panel',
    html: (tag) =>
      page(tag, {
        body: script(`for (const name of ['keydown', 'keypress', 'keyup']) document.addEventListener(name, (event) => {
          if (event.target.matches('input, textarea')) return;
          if (/^[a-z/?]$/i.test(event.key)) { event.preventDefault(); document.title = 'Search'; }
        });`),
      }),
  },
  {
    name: 'focus-trap',
    promise: 'a page’s dialog that pulls the focus back, as Bootstrap’s does, lets one write in the panel',
    html: (tag) =>
      page(tag, {
        head: style('.modal { position: fixed; inset: 20% 30%; background: #eef; border: 1px solid; z-index: 1050; }'),
        body: `<div class="modal" role="dialog" tabindex="-1">Choose a date <button>Close</button></div>${script(`
          const modal = document.querySelector('.modal');
          document.addEventListener('focusin', (event) => { if (!modal.contains(event.target)) modal.focus(); });
          modal.focus();`)}`,
      }),
    globals: ['modal'],
  },
  {
    name: 'mover',
    promise: 'a page that sweeps unknown elements from its body into a place of its own doesn’t break it',
    html: (tag) =>
      page(tag, {
        body: `<div class="extras"></div>${script(`new MutationObserver(() => {
          for (const element of document.querySelectorAll('body > ycyw-support')) document.querySelector('.extras').append(element);
        }).observe(document.body, { childList: true });
        setInterval(() => document.querySelector('.extras').append(...document.querySelectorAll('ycyw-support')), 150);`)}`,
      }),
    async whileOpen(visit) {
      await visit.write('Written while it is moved about');
    },
  },
  {
    name: 'base',
    promise: 'a base address that leads elsewhere misleads nothing',
    html: (tag) => page(tag, { head: '<base href="https://elsewhere.example/deep/" target="_blank" />' }),
  },
  {
    name: 'import-map',
    promise: 'a page’s own import map and modules stay apart from it',
    html: (tag) =>
      page(tag, {
        head: `<script type="importmap">{ "imports": { "lit": "/import-map/own.js", "./": "/import-map/", "socket.io-client": "/import-map/own.js" } }</script>
          <script type="module">import 'lit'; document.documentElement.dataset.own = 'loaded';</script>`,
      }),
    files: { 'own.js': 'export default 1;' },
  },
  {
    name: 'tag-manager',
    promise: 'a tag that a tag manager adds long after the page has loaded works, and calls made before are kept',
    html: (tag, { service }) =>
      page('', {
        body:
          tag &&
          script(`window.ycyw = [(support) => { support.topic = 'booking'; }];
          addEventListener('load', () => setTimeout(() => { ${load(`${service}/ycyw-support.js`, `tag.dataset.userName = 'Marta'; tag.async = true;`)} }, 300));`),
      }),
    async whileOpen(visit) {
      assert.deepEqual(
        await visit.inPage(() => {
          const support = document.querySelector('ycyw-support');
          return [support?.topic, support?.userName];
        }),
        ['booking', 'Marta'],
      );
    },
  },
  {
    name: 'twice',
    promise:
      'a tag that is there three times, twice at the same address and once as another version, makes one element',
    html: (tag, { service }) =>
      page(tag, {
        head: tag && tag + tag.replace(`${service}/ycyw-support.js`, `${service}/ycyw-support.js?another=version`),
      }),
    async whileOpen(visit) {
      assert.equal(await visit.inPage(() => document.querySelectorAll('ycyw-support').length), 1);
    },
  },
  {
    name: 'turbo',
    promise:
      'where Turbo swaps the body for the next page the element and what is being written come along, back and forth',
    html: (tag) =>
      page(tag, {
        head: '<script src="/turbo/turbo.js"></script>',
        body: '<a id="next" href="/turbo/next.html">Next page</a>',
      }),
    files: {
      'turbo.js': readFileSync(TURBO, 'utf8'),
      'next.html': ({ service }) =>
        page(`<script type="module" src="${service}/ycyw-support.js"></script>`, {
          head: '<script src="/turbo/turbo.js"></script>',
          body: '<a id="back" href="/turbo">Back</a>',
        }),
    },
    globals: ['Turbo'],
    moves: true,
    async whileOpen(visit) {
      await visit.type('Half a sent');
      await visit.inPage(() => document.querySelector<HTMLElement>('#next')?.click());
      await eventually('the next page is there', () => visit.inPage(() => document.querySelector('#back') !== null));
      await eventually('the draft came along', async () => (await visit.draft()) === 'Half a sent');
      await visit.write('ence');
      await visit.person.page.goBack();
      await eventually('the first page is back', () => visit.inPage(() => document.querySelector('#next') !== null));
      await eventually('one can write', () => visit.panelIsReachable());
      assert.equal(await visit.inPage(() => document.querySelectorAll('ycyw-support').length), 1);
      await visit.write('Written after the way back');
    },
  },
  {
    name: 'turbo-permanent',
    promise: 'where the page marks it as permanent, Turbo carries it along as it is',
    html: (tag) =>
      page(tag, {
        head: '<script src="/turbo-permanent/turbo.js"></script>',
        body: `<div id="support" data-turbo-permanent><ycyw-support></ycyw-support></div><a id="next" href="/turbo-permanent/next.html">Next page</a>`,
      }),
    files: {
      'turbo.js': readFileSync(TURBO, 'utf8'),
      'next.html': ({ service }) =>
        page(`<script type="module" src="${service}/ycyw-support.js"></script>`, {
          head: '<script src="/turbo-permanent/turbo.js"></script>',
          body: '<div id="support" data-turbo-permanent><ycyw-support></ycyw-support></div><a id="back" href="/turbo-permanent">Back</a>',
        }),
    },
    globals: ['Turbo'],
    moves: true,
    async whileOpen(visit) {
      const panel = await visit.find('ycyw-support >>> ycyw-panel');
      await visit.inPage(() => document.querySelector<HTMLElement>('#next')?.click());
      await eventually('the next page is there', () => visit.inPage(() => document.querySelector('#back') !== null));
      assert.ok(await panel.evaluate((element) => element.isConnected), 'the same panel, not another one');
      await visit.write('Written on the next page');
    },
  },
  {
    name: 're-render',
    promise: 'inside of a view that a framework draws anew again and again, keyed or from scratch, it goes on',
    html: (tag) =>
      page(tag.replace('<script', '<script data-auto="false"'), {
        body: `<div id="app"></div>${script(`let count = 0; const app = document.querySelector('#app');
          const support = document.createElement('ycyw-support');
          window.draw = () => { const section = document.createElement('section'); section.append('Drawn ' + ++count + ' times', support); app.replaceChildren(section); };
          window.drawAnew = () => { app.innerHTML = '<section>From scratch <ycyw-support open></ycyw-support></section>'; };
          draw();`)}`,
      }),
    globals: ['draw', 'drawAnew', 'count', 'app', 'support'],
    moves: true,
    async whileOpen(visit) {
      await visit.type('Half a sent');
      for (let times = 0; times < 5; times += 1) {
        await visit.inPage(() => (window as unknown as { draw(): void }).draw());
      }
      assert.equal(await visit.draft(), 'Half a sent');
      await visit.inPage(() => (window as unknown as { drawAnew(): void }).drawAnew());
      await eventually('the draft is found again', async () => (await visit.draft()) === 'Half a sent');
      await visit.write('ence');
    },
  },
  {
    name: 'cached',
    promise: 'after the way back out of the back/forward cache it is online again',
    html: (tag) => page(tag, {}),
    files: { 'next.html': page('', {}) },
    moves: true,
    async whileOpen(visit) {
      await visit.person.page.evaluate(() =>
        addEventListener('pageshow', ({ persisted }) => {
          document.documentElement.dataset.persisted = String(persisted);
        }),
      );
      await visit.person.goto('/cached/next.html');
      await visit.person.page.goBack();
      await eventually('the page is back', () => visit.panelIsReachable());
      await visit.write('Written after the way back');
    },
  },
];
