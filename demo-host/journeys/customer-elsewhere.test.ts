/** The tag on a page of another origin, with a strict policy of its own, as integrators have it. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually } from './harness/eventually.ts';
import { Stage } from './harness/journey.ts';
import { PNG } from './harness/picture.ts';
import { Service } from './harness/service.ts';

/** A host page; `service` is known only after the page's own address, which the service must be told. */
async function hostPage(): Promise<{ origin: string; server: Server; embed: (service: string) => void }> {
  let service = '';
  const server = createServer((_request, response) => {
    const sources = `${service} ${service.replace('http', 'ws')}`;
    const policy = `default-src 'none'; script-src ${service}; connect-src ${sources}; img-src ${service} blob:`;
    response.setHeader('Content-Security-Policy', policy);
    response.setHeader('Content-Type', 'text/html');
    response.end(`<!doctype html><html lang="en"><title>Elsewhere</title><link rel="icon" href="${service}/rental/icons.svg">
      <script type="module" src="${service}/ycyw-support.js"></script><h1>Elsewhere</h1></html>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    server,
    embed(address) {
      service = address;
    },
  };
}

/** The page's violations of its own policy. */
const WATCH = `window.violations = [];
  document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective + ' ' + event.blockedURI));
  window.refusals = [];
  document.addEventListener('ycyw-error', (event) => window.refusals.push(event.detail.reason));`;

test('the tag works on a page of another origin with a strict policy: words and pictures', async () => {
  const host = await hostPage();
  await using stage = new Stage(await Service.launch({ ALLOWED_ORIGINS: host.origin }));
  const folder = await mkdtemp(join(tmpdir(), 'ycyw-elsewhere-'));
  try {
    host.embed(stage.service.url);
    const customer = await stage.customer('/');
    await customer.page.evaluateOnNewDocument(WATCH);
    await customer.page.goto(host.origin);
    await customer.open();
    await customer.send('Hello from https://elsewhere.example');
    await eventually('what finds addresses came, too', () => customer.page.$('body >>> .bubble a'));
    const path = join(folder, 'plan.png');
    await writeFile(path, PNG);
    const [chooser] = await Promise.all([
      customer.page.waitForFileChooser(),
      customer.click('button', /^Attach a file/),
    ]);
    await chooser.accept([path]);
    const isDrawn = () =>
      customer.page.$$eval('body >>> ycyw-attachment', (shown) =>
        shown.some((one) => (one.shadowRoot?.querySelector('img')?.naturalWidth ?? 0) > 0),
      );
    await eventually('the picture is stored and drawn', isDrawn);
    // Anew, so that it comes from the service and not from the page's own memory.
    await customer.page.reload();
    await customer.open();
    await eventually('the picture is drawn again', isDrawn);
    assert.deepEqual(await customer.page.evaluate('window.violations'), []);
  } finally {
    await rm(folder, { recursive: true });
    host.server.close();
  }
});

test('on a page that is not allowed the widget says so, and the page’s developer hears why', async () => {
  const host = await hostPage();
  await using stage = new Stage(await Service.launch());
  try {
    host.embed(stage.service.url);
    const customer = await stage.customer('/');
    await customer.page.evaluateOnNewDocument(WATCH);
    await customer.page.goto(host.origin);
    await customer.open();
    await eventually('the reason is told', async () =>
      ((await customer.page.evaluate('window.refusals')) as string[]).includes('origin'),
    );
    await eventually('the customer reads it', async () =>
      /isn’t set up for this site/.test(await customer.panelText()),
    );
  } finally {
    host.server.close();
  }
});
