/** Pages that forbid: content policies, isolation, storage, frames. */
import assert from 'node:assert/strict';
import { hostPolicy, writePolicy } from '../../host-policy.ts';
import { eventually } from '../harness/eventually.ts';
import { type Addresses, CONTENT, type HostPage, page } from './host-page.ts';

/** Of the strict page itself: it has one style sheet and reports what is violated. */
const OWN = {
  'default-src': ["'none'"],
  'style-src': ["'self'"],
  'img-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'report-uri': ['/reports'],
  'report-to': ['reports'],
};

const strict = (own: Record<string, readonly string[]>) => (at: Addresses) => ({
  'Content-Security-Policy': writePolicy(OWN, hostPolicy(at.service), own),
  'Reporting-Endpoints': `reports="${at.host}/reports"`,
});

const blocked = (name: string) => `Object.defineProperty(window, '${name}', { configurable: true, get() {
  throw new DOMException('Access is denied for this document.', 'SecurityError'); } });`;

const framed = (sandbox: string, name: string) =>
  page('', {
    body: `<iframe sandbox="${sandbox}" src="/${name}/inside.html" style="width: 700px; height: 560px"></iframe>`,
  });
const inside = (at: Addresses) =>
  `<!doctype html><html lang="en"><title>Inside</title><script type="module" src="${at.service}/ycyw-support.js"></script><body>${CONTENT}</body></html>`;

export const policies: readonly HostPage[] = [
  {
    name: 'strict-csp',
    promise: 'under the documented policy, with neither inline nor eval, nothing is violated',
    html: (tag) => page(tag, { head: '<link rel="stylesheet" href="/strict-csp/page.css" />' }),
    files: { 'page.css': 'body { font-family: serif; background: #f7f3ea; }' },
    headers: strict({}),
  },
  {
    name: 'trusted-types',
    promise: 'under `require-trusted-types-for` with the documented policies nothing is violated',
    html: (tag) => page(tag, {}),
    headers: strict({ 'require-trusted-types-for': ["'script'"] }),
  },
  {
    name: 'isolated',
    promise: 'a page that is isolated by COOP and COEP loads all of it',
    html: (tag) => page(tag, {}),
    headers: () => ({
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
      'Cross-Origin-Resource-Policy': 'same-origin',
    }),
    async beforeOpening(visit) {
      assert.equal(await visit.inPage(() => crossOriginIsolated), true);
    },
  },
  {
    name: 'permissions',
    promise: 'a page whose Permissions-Policy denies camera, microphone and screen has the chat all the same',
    html: (tag) => page(tag, {}),
    headers: () => ({ 'Permissions-Policy': 'camera=(), microphone=(), display-capture=()' }),
  },
  {
    name: 'no-storage',
    promise: 'with storage and cookies blocked the chat works and says what is lost with the page',
    html: (tag) => page(tag, {}),
    before: ['localStorage', 'sessionStorage', 'indexedDB', 'caches'].map(blocked).join(''),
    complaints: /storage is blocked/,
    async whileOpen({ person }) {
      await person.sees('Once you leave this page, the conversation can’t be found again.');
    },
  },
  {
    name: 'no-indexeddb',
    promise: 'without IndexedDB the chat works',
    html: (tag) => page(tag, {}),
    before: `Object.defineProperty(window, 'indexedDB', { value: undefined });`,
  },
  {
    name: 'sandbox',
    promise: 'a frame sandboxed with allow-scripts and allow-same-origin is a page like others',
    complaints: /can escape its sandboxing/,
    html: () => framed('allow-scripts allow-same-origin', 'sandbox'),
    files: { 'inside.html': inside },
    moves: true,
  },
  {
    name: 'sandbox-no-origin',
    promise:
      'a frame sandboxed without allow-same-origin is told what is missing: in the console, as an event and in words',
    html: () => framed('allow-scripts', 'sandbox-no-origin'),
    files: { 'inside.html': inside },
    async instead(visit) {
      const { person } = visit;
      await person.goto('/sandbox-no-origin');
      await visit.open();
      await eventually('the customer reads it', async () =>
        (await visit.words()).includes('The chat isn’t set up for this site.'),
      );
      const { errors } = await visit.seen();
      assert.ok(
        errors.some((error) => /^sandbox: .*allow-same-origin/.test(error)),
        `told to the page: ${errors}`,
      );
      assert.ok(
        person.console.some((said) => said.includes('allow-same-origin')),
        'written to the console',
      );
      // Firefox takes what it refuses itself for an error of the page.
      const own = person.troubles.filter((trouble) => !/Cross-Origin Request Blocked/.test(trouble));
      assert.deepEqual(own, []);
    },
  },
];
