/** Other versions than one's own: files that an integrator pinned, tabs that were opened before an upgrade, other protocols. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { NEWER_WIDGET } from './album/tricks.ts';
import { changeChunk } from './harness/change-chunk.ts';
import type { Customer } from './harness/customer.ts';
import { eventuallyEqual } from './harness/eventually.ts';
import { HostSite, strictPolicy } from './harness/host-site.ts';
import { Installation } from './harness/installation.ts';
import { journey } from './harness/journey.ts';

let site: HostSite;
let installed: Installation | null = null;
before(async () => {
  site = await HostSite.open();
});
after(async () => {
  await site[Symbol.asyncDispose]();
  await installed?.[Symbol.asyncDispose]();
});

const violations = (customer: Customer) => customer.page.evaluate('window.violations');

journey(
  'the pinned tag brings the chat under a strict policy; a chunk that was changed on the service does not run with it, and the page says so',
  async (stage) => {
    const { url } = stage.service;
    const { version, snippet, importMapHash } = (await (await fetch(`${url}/integrity.json`)).json()) as {
      version: string;
      snippet: string;
      importMapHash: string;
    };
    site.put('/pinned', {
      head: snippet,
      headers: strictPolicy(url, { also: { 'script-src': [`'${importMapHash}'`] } }),
    });
    site.put('/loose', { head: `<script type="module" src="${url}/v/${version}/ycyw-support.js"></script>` });
    const browsers = ['chromium', 'firefox'] as const;
    for (const browser of browsers) {
      const customer = await stage.customer('/pinned', { origin: site.url, browser });
      await customer.open();
      await customer.send(`Pinned in ${browser}`);
      await eventuallyEqual('it is sent', async () => /Sent/.test(await customer.deliveryOfLast()), true);
      assert.deepEqual(await violations(customer), []);
      await customer.leave();
    }
    await changeChunk(stage.service, 'panel', "document.title = 'Changed';");
    for (const browser of browsers) {
      const customer = await stage.customer('/pinned', { origin: site.url, browser });
      await customer.click('button', 'Help');
      await customer.sees('The chat could not be loaded.');
      await customer.find('button', 'Try again');
      assert.equal(await customer.page.title(), 'A site');
      // Firefox counts what it kept from running as an error of the page.
      for (const trouble of customer.troubles.splice(0)) assert.match(trouble, /hashes in the integrity attribute/);
      await customer.leave();
    }
    const loose = await stage.customer('/loose', { origin: site.url });
    await loose.open();
    assert.equal(await loose.page.title(), 'Changed', 'without the pin it would have run');
  },
  // The build that is changed must be this service's own.
  { settings: () => ({ ALLOWED_ORIGINS: site.url }), data: 'none' },
);

journey(
  'tabs that were opened before an upgrade open chat and call afterwards, and speak to a service of the next protocol; new tabs have the new build',
  async (stage) => {
    const names = (customer: Pick<Customer, 'page'>) =>
      customer.page.evaluate(() =>
        performance
          .getEntriesByType('resource')
          .map(({ name }) => name)
          .join(' '),
      );
    const customer = await stage.customer('/');
    const amelie = await stage.agent();
    const upgraded = /UPGRADED/;
    await stage.service.stop();
    await installed?.upgrade();
    await stage.service.start();

    await customer.asks('Marta', 'Was that you?');
    await eventuallyEqual('it is sent', async () => /Sent/.test(await customer.deliveryOfLast()), true);
    await amelie.take('Marta');
    await amelie.send('Yes, and we are back.');
    await customer.sees('Yes, and we are back.');
    await amelie.click('button', 'Call');
    await amelie.find('button', /^Ask for a/, 'ycyw-call-lobby');
    for (const old of [customer, amelie]) assert.doesNotMatch(await names(old), upgraded);

    const next = await stage.customer('/');
    await next.open();
    assert.match(await names(next), /panel-UPGRADED/);
  },
  {
    // A second try begins before the upgrade as well.
    async root() {
      await installed?.[Symbol.asyncDispose]();
      installed = await Installation.make();
      return installed.root;
    },
  },
);

journey(
  'a widget that speaks another protocol than the service offers a reload, and keeps what was written',
  async (stage) => {
    const customer = await stage.customer('/');
    const { identifier } = await customer.page.evaluateOnNewDocument(NEWER_WIDGET);
    await customer.goto('/');
    await customer.open();
    await customer.send('Sent before the reload');
    await customer.sees('There is a newer version of this chat. Reload the page to go on.');
    await customer.write('Half a senten');
    await customer.page.removeScriptToEvaluateOnNewDocument(identifier);
    await Promise.all([customer.page.waitForNavigation(), customer.click('button', 'Reload')]);
    await customer.open();
    await eventuallyEqual('it is sent', async () => /Sent/.test(await customer.deliveryOfLast()), true);
    assert.deepEqual(await customer.texts(), ['Sent before the reload']);
    assert.equal(await customer.draft(), 'Half a senten');
  },
);
