/** Pages whose own scripts are in the way: patched built-ins, keys, focus, addresses. */
import assert from 'node:assert/strict';
import { eventually } from '../harness/eventually.ts';
import { CONTENT, type HostPage, page, script, style } from './host-page.ts';

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
    name: 'strict-focus-trap',
    promise: 'a page’s dialog that lets no focus out at all has its will, without a fight; afterwards one can write',
    html: (tag) =>
      page(tag, {
        head: style('.modal { position: fixed; inset: 20% 30%; background: #eef; border: 1px solid; z-index: 1050; }'),
        body: `<div class="modal" role="dialog" tabindex="-1">Choose a date <button>Close</button></div>${script(`
          const modal = document.querySelector('.modal');
          modal.dataset.pulls = 0;
          const pull = (event) => { if (!modal.contains(event.target)) { modal.dataset.pulls++; modal.focus(); } };
          const open = () => { document.addEventListener('focusin', pull, true); modal.hidden = false; modal.focus(); };
          const shut = () => { document.removeEventListener('focusin', pull, true); modal.hidden = true; };
          modal.addEventListener('keydown', ({ key }) => key === 'Escape' && shut());
          open();`)}`,
      }),
    globals: ['modal', 'pull', 'shut'],
    moves: true,
    async beforeOpening(visit) {
      const pulls = () => visit.inPage(() => Number(document.querySelector<HTMLElement>('.modal')?.dataset.pulls));
      await visit.open();
      await eventually('the dialog has the focus', () =>
        visit.inPage(() => document.activeElement?.matches('.modal') ?? false),
      );
      const before = await pulls();
      await visit.frames(10);
      assert.equal(await pulls(), before, 'nobody pulls on and on');
      await visit.person.press('Escape');
      await visit.close();
    },
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
];
