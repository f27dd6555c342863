/** Pages that load the tag in another way, or swap what it stands in: tag managers, Turbo, frameworks, the back/forward cache. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { eventually } from '../harness/eventually.ts';
import { type HostPage, page, script } from './host-page.ts';
import type { Visit } from './visit.ts';

/** Far above what the way back takes, in milliseconds. */
const BACK_MS = 3_000;
const TURBO = new URL('../../../node_modules/@hotwired/turbo/dist/turbo.es2017-umd.js', import.meta.url);

const load = (
  src: string,
  more = '',
) => `const tag = document.createElement('script'); tag.type = 'module'; tag.src = '${src}'; ${more}
  document.head.append(tag);`;

export const swapped: readonly HostPage[] = [
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
    promise: 'after the way back to the page it is online again',
    html: (tag) => page(tag, {}),
    files: { 'next.html': page('', {}) },
    moves: true,
    async whileOpen(visit) {
      const isFirefox = await visit.inPage(() => navigator.userAgent.includes('Firefox'));
      // Firefox loads a page anew that had a line open.
      assert.equal(await thereAndBack(visit), !isFirefox);
      await visit.write('Written after the way back');
    },
  },
  {
    name: 'cached-before',
    promise: 'before somebody opens it, it keeps no page out of the back/forward cache',
    html: (tag) => page(tag, {}),
    files: { 'next.html': page('', {}) },
    async instead(visit) {
      await visit.person.goto('/cached-before');
      assert.equal(await thereAndBack(visit), true);
    },
  },
];

/** To the next page and back. @returns whether the page came out of the cache */
async function thereAndBack(visit: Visit): Promise<boolean> {
  const { person } = visit;
  await visit.inPage(() => {
    document.documentElement.dataset.shown = 'before';
    addEventListener('pageshow', () => (document.documentElement.dataset.shown = 'again'));
  });
  await person.goto(`${new URL(person.page.url()).pathname}/next.html`);
  // The driver waits for a load that a cached page in Firefox never tells of.
  await person.page.goBack({ timeout: BACK_MS }).catch(() => {});
  await eventually(
    'the launcher or the panel is there',
    async () => (await visit.launcherIsReachable()) || (await visit.panelIsReachable()),
  );
  return visit.inPage(() => document.documentElement.dataset.shown === 'again');
}
