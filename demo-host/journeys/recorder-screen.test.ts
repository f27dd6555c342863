/** One's own screen, recorded alone: chosen, paused, chosen anew, looked at, kept and thrown away. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { openSharedTab, timeline } from './harness/call.ts';
import { type ColourName, coloured, filmOf, nameOf, paintScreen } from './harness/colours.ts';
import type { Customer } from './harness/customer.ts';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';
import { setPermission } from './harness/permission.ts';
import { playsAndSeeks } from './harness/playing.ts';
import {
  barSays,
  isWhole,
  itemMenu,
  keptFiles,
  listed,
  loudness,
  momentOf,
  openRecordings,
  playedColour,
  press,
  previewColour,
  probe,
  record,
  recorded,
  recordsUntil,
  saved,
  withFile,
} from './harness/recorder.ts';

/** Everything that this page tells the service from now on, but for signs of life. */
async function words(page: Page): Promise<string[]> {
  const said: string[] = [];
  const session = await page.createCDPSession();
  await session.send('Network.enable');
  session.on('Network.webSocketFrameSent', ({ response }) => {
    // Engine.IO's answer to a ping.
    if (response.payloadData !== '3') said.push(response.payloadData);
  });
  session.on('Network.requestWillBeSent', ({ request }) => {
    if (request.method !== 'GET') said.push(`${request.method} ${request.url}`);
  });
  return said;
}

const paint = (tab: Page, colour: 'green' | 'orange' | 'red' | 'yellow' | 'blue') =>
  tab.evaluate((name) => {
    for (const { style } of [document.documentElement, document.body]) style.background = name;
  }, colour);

const seesInPreview = (customer: Customer, colour: ColourName) =>
  eventuallyEqual(
    `the small picture is ${colour}`,
    async () => nameOf((await previewColour(customer)) ?? [0, 0, 0]),
    colour,
  );

/** How long nothing is recorded, in milliseconds: what is seen meanwhile would be noticed in the file. */
const PAUSE_MS = 1200;

async function goesBy(ms: number): Promise<void> {
  const from = performance.now();
  await eventually('time goes by', () => performance.now() - from >= ms);
}

journey(
  'a screen is recorded without a call: nobody is asked or told; pause leaves out; when sharing ends in the browser, another screen goes on in the same file',
  async (stage) => {
    const customer = await stage.customer('/', { around: { permission: 'asks', screen: 'real' } });
    await setPermission(customer.page, 'microphone', 'granted');
    await customer.open();
    await openRecordings(customer);
    const first = await openSharedTab(customer);
    await paint(first, 'green');
    const said = await words(customer.page);
    await record(customer, 'My screen');
    await barSays(customer, /REC 00:0\d · [\d.]+ [kM]B Your screen/);
    await seesInPreview(customer, 'green');
    const before = await recorded(customer);
    const green = await momentOf(customer);
    const after = await recorded(customer);
    assert.ok(after.length > before.length && after.size > before.size, 'time and size grow');
    const [running] = await listed(customer);
    assert.equal(running?.state, 'recording');

    await paint(first, 'orange');
    await seesInPreview(customer, 'orange');
    const orange = await momentOf(customer);
    await press(customer, 'Pause the recording');
    await barSays(customer, 'Paused');
    await barSays(customer, 'Nothing is recorded until you go on.');
    await paint(first, 'red');
    const standing = await recorded(customer);
    await goesBy(PAUSE_MS);
    assert.equal((await recorded(customer)).length, standing.length, 'the time stands');
    await paint(first, 'yellow');
    await goesBy(PAUSE_MS);
    await press(customer, 'Go on recording');
    const yellow = await momentOf(customer);

    await first.close();
    await barSays(customer, 'The screen isn’t shared any more.');
    await paint(await openSharedTab(customer), 'blue');
    await press(customer, 'Choose a screen');
    await seesInPreview(customer, 'blue');
    const blue = await momentOf(customer);
    await press(customer, 'Stop the recording');
    await barSays(customer, 'Recording saved. It is on this device only.');
    const item = await saved(customer);
    assert.deepEqual(
      (await listed(customer)).map(({ id }) => id),
      [running.id],
      'one file, no restart',
    );
    assert.deepEqual(said, [], 'the service hears nothing of it');
    assert.deepEqual(await timeline(customer), []);

    await withFile(customer, item.id, async (path) => {
      isWhole(await probe(path), item);
      const film = filmOf(path);
      const seen = [green, orange, yellow, blue].map((at) => film.colour(at, 'middle'));
      assert.deepEqual(seen, ['green', 'orange', 'yellow', 'blue']);
      assert.equal(film.sequence('middle').includes('red'), false, 'nothing of the pause is in the file');
      for (const at of [green, yellow, blue]) assert.ok(loudness(path, at - 1000, at) > -60, 'one’s voice is in it');
    });
  },
);

journey(
  'the list: thumbnail, name, date, length, size, format; it plays and seeks, is renamed, downloaded, deleted, brought back and deleted for good',
  async (stage) => {
    const sources = coloured({ cameras: ['blue'], screen: 'white', tone: 440 });
    const customer = await stage.customer('/', { beforePages: sources });
    await customer.open();
    await openRecordings(customer);
    await record(customer, 'My screen');
    await recordsUntil(customer, 2);
    await paintScreen(customer, 'yellow');
    await recordsUntil(customer, 4);
    await press(customer, 'Stop the recording');
    await barSays(customer, 'Recording saved.');
    const item = await saved(customer);
    assert.match(item.text, /^Play 00:0[45] Screen recording Today, \d\d:\d\d · [\d.]+ [kM]B · MP4/);
    await eventuallyEqual('it has a thumbnail', () => thumbnailOf(customer), [320, 180]);

    await customer.click('button', /^Play /, 'ycyw-recording-item');
    const { length, soughtTo } = await playsAndSeeks(customer, 'list');
    assert.ok(Math.abs(length - item.length) < 200, `the browser plays ${length} ms, shown ${item.length}`);
    assert.ok(Math.abs(soughtTo - 0.8 * length) < 500, `${soughtTo} of ${length} ms`);
    assert.equal(nameOf(await playedColour(customer)), 'yellow');

    const folder = await mkdtemp(join(tmpdir(), 'ycyw-download-'));
    try {
      const name = await downloaded(customer, folder, () =>
        customer.click('button', 'Download', 'ycyw-recording-player'),
      );
      assert.match(name, /^Screen recording \d{4}-\d\d-\d\d \d\d\.\d\d\.mp4$/);
      isWhole(await probe(join(folder, name)), item);
    } finally {
      await rm(folder, { recursive: true });
    }

    await customer.click('button', 'All recordings');
    await itemMenu(customer, 'Rename');
    await customer.fill('Name of the recording', 'The scratch');
    await customer.click('button', 'Save the name');
    await eventually('it is called so', async () => /The scratch Today,/.test((await listed(customer))[0]?.text ?? ''));
    await itemMenu(customer, 'Delete');
    await customer.sees('Deleted: The scratch');
    await customer.click('button', 'Undo: bring back The scratch');
    await eventuallyEqual('it is back', async () => (await listed(customer)).map(({ id }) => id), [item.id]);
    assert.equal((await keptFiles(customer)).length, 1);
    await itemMenu(customer, 'Delete');
    await customer.sees('Deleted: The scratch');
    // Whoever leaves the list has decided.
    await customer.click('button', 'Back', '.header');
    await eventuallyEqual('the disk is free of it', () => keptFiles(customer), []);
    await customer.reload();
    await customer.open();
    await openRecordings(customer);
    await customer.sees('Nothing recorded yet');
  },
);

/** Its size in pixels; nothing while there is none. */
async function thumbnailOf(customer: Customer): Promise<number[]> {
  const picture = await customer.page.$('>>> ycyw-recording-item >>> img');
  return (
    (await picture?.evaluate((image) => [
      (image as HTMLImageElement).naturalWidth,
      (image as HTMLImageElement).naturalHeight,
    ])) ?? []
  );
}

/** Saves into this folder what the browser downloads. @returns the name of the file */
async function downloaded(customer: Customer, folder: string, act: () => Promise<void>): Promise<string> {
  const session = await customer.page.browser().target().createCDPSession();
  const { id } = customer.context;
  await session.send('Browser.setDownloadBehavior', {
    behavior: 'allow',
    downloadPath: folder,
    ...(id === undefined ? {} : { browserContextId: id }),
  });
  await act();
  const name = await eventually('it is saved', async () =>
    (await readdir(folder)).find((file) => /\.(mp4|webm)$/.test(file)),
  );
  await session.detach();
  return name;
}
