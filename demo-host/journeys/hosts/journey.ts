/**
 * The same journey on every host page: the launcher is where it belongs and can be clicked, a message is written and
 * acknowledged by the real service, the panel is closed, and nothing of the page has changed.
 */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type BrowserName, closeBrowsers } from '../harness/browsers.ts';
import { Customer } from '../harness/customer.ts';
import { eventually } from '../harness/eventually.ts';
import { Service } from '../harness/service.ts';
import type { HostPage } from './host-page.ts';
import { HostServer } from './host-server.ts';
import { listen } from './in-host.ts';
import { Visit } from './visit.ts';

const PICTURES = fileURLToPath(new URL('../../../screenshots/hosts/', import.meta.url));
/** Far above what one page takes, in milliseconds. */
const LIMIT_MS = 90_000;
/** The launcher's distance from the window's edges, in pixels. */
const OFFSET = 20;
/** What the widget puts into the window: its queue, and what each part of Lit keeps there. */
const OWN_GLOBALS = ['ycyw', 'litElementVersions', 'litHtmlVersions', 'litPropertyMetadata', 'reactiveElementVersions'];
/** With keys that pages like to take for shortcuts. */
const MESSAGE = 'Is this the same / a smaller car? ';

/** One service and one host server for all pages of a file. */
export function visitAll(pages: readonly HostPage[], browsers: readonly BrowserName[]): void {
  let server: HostServer;
  let service: Service;

  before(async () => {
    server = await HostServer.start(pages);
    service = await Service.launch({ ALLOWED_ORIGINS: server.origin });
    server.service = service.url;
    await mkdir(PICTURES, { recursive: true });
  });
  after(async () => {
    await server?.stop();
    await service?.[Symbol.asyncDispose]();
    await closeBrowsers();
  });

  for (const page of pages) {
    for (const browser of page.browsers ?? browsers) {
      if (!browsers.includes(browser)) continue;
      void test(`${page.promise} (${browser})`, { timeout: LIMIT_MS }, () => visit(page, browser, server));
    }
  }
}

async function visit(page: HostPage, browser: BrowserName, server: HostServer): Promise<void> {
  const beforePages = `(${listen})();${page.before ?? ''}`;
  const { viewport } = page;
  const person = await Customer.sit(server.origin, { browser, beforePages, ...(viewport && { viewport }) });
  const visit = new Visit(person);
  const picture = `${PICTURES}${page.name}-${browser}.png` as const;
  try {
    if (page.media) await person.page.emulateMediaFeatures(page.media);
    await (page.instead?.(visit) ?? goThere(page, visit, server, picture));
    if (page.instead) await person.page.screenshot({ path: picture });
  } catch (error) {
    await person.page.screenshot({ path: picture }).catch(() => {});
    console.log([...person.console, ...person.troubles].join('\n'));
    throw error;
  } finally {
    await person.leave();
  }
}

async function goThere(page: HostPage, visit: Visit, server: HostServer, picture: `${string}.png`): Promise<void> {
  const { person } = visit;
  await person.goto(`/${page.name}?plain`);
  const plain = await visit.describe();
  const [saidBefore, troublesBefore] = [person.console.length, person.troubles.length];
  server.reports.length = 0;

  await person.goto(`/${page.name}`);
  await eventually('the launcher can be clicked', () => visit.launcherIsReachable());
  const edges = await visit.launcherEdges();
  const corner = page.corner ?? 'right';
  assert.deepEqual([edges[corner], edges.bottom], [OFFSET, OFFSET], `the launcher is at the bottom ${corner}`);

  await page.beforeOpening?.(visit);
  await visit.open();
  await visit.write(MESSAGE.trim());
  await page.whileOpen?.(visit);
  await person.page.screenshot({ path: picture });
  await visit.close();
  await page.afterClosing?.(visit);

  const seen = await visit.seen();
  assert.deepEqual(seen.violations, [], 'no violation of a policy');
  assert.deepEqual(server.reports, [], 'no report of one');
  assert.deepEqual(seen.errors, [], 'no ycyw-error');
  assert.equal(seen.shift, 0, 'nothing has been shifted');
  assert.deepEqual(person.troubles.slice(troublesBefore), [], 'no uncaught error');
  const complaints = person.console
    .slice(saidBefore)
    .filter((said) => /^(error|warn)/.test(said) && !page.complaints?.test(said));
  assert.deepEqual(complaints, [], 'no complaint in the console');

  const tagged = await visit.describe();
  const known = [...plain.globals, ...OWN_GLOBALS, ...(page.globals ?? [])];
  assert.deepEqual(
    tagged.globals.filter((name) => !known.includes(name)),
    [],
    'no new name in the window',
  );
  assert.deepEqual(tagged.rest, plain.rest, 'neither built-ins, styles, title nor scroll of the page have changed');
  if (page.moves) return;
  assert.deepEqual(tagged.elements, plain.elements, 'every element of the page is as it was, and where it was');
}
