/** The package from npm, in a page that somebody's bundler made, under the policy that the reference names. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { hostPolicy, writePolicy } from '../host-policy.ts';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { Integrator } from './harness/integrator.ts';
import { journey } from './harness/journey.ts';

let integrator: Integrator;
before(async () => {
  integrator = await Integrator.open();
});
after(() => integrator[Symbol.asyncDispose]());

/** What the page would say of a refused source, from its begin on. */
const COLLECT = `window.refused = [];
document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
  window.refused.push(effectiveDirective + ' ' + blockedURI));`;

journey(
  'bundled from npm, on a page with the minimal policy, the chat opens with its lazy chunks and a message arrives',
  async (stage) => {
    const { url } = stage.service;
    const source = `import 'ycyw-support';
const support = document.createElement('ycyw-support');
support.server = ${JSON.stringify(url)};
support.userName = 'Marta';
document.body.append(support);`;
    await integrator.bundle(source, url);
    const own = { 'default-src': ["'none'"], 'script-src': ["'self'"] };
    integrator.headers = { 'Content-Security-Policy': writePolicy(own, hostPolicy(url)) };
    const customer = await stage.customer('/', { origin: integrator.url, beforePages: COLLECT });
    const loaded = () =>
      customer.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname));
    await eventually('the launcher is there', () => customer.page.$('ycyw-support >>> [part~="launcher"]'));
    const first = await loaded();
    await customer.open();
    await customer.send('Hello from a bundle');
    await eventually('it is on the service', async () => (await customer.deliveryOfLast()).includes('Sent'));
    assert.ok(
      (await loaded()).some((path) => path.endsWith('.js') && !first.includes(path)),
      'chunks came on opening',
    );
    const refused = await customer.page.evaluate(() => (window as unknown as { refused: string[] }).refused);
    // The browser asks for an icon by itself.
    assert.deepEqual(
      refused.filter((line) => !line.endsWith('/favicon.ico')),
      [],
    );
    await eventuallyEqual('the log has it', () => customer.texts(), ['Hello from a bundle']);
  },
  { settings: () => ({ ALLOWED_ORIGINS: integrator.url }) },
);
