/** Files and pictures by button, paste and drop. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';
import type { Person } from './harness/person.ts';
import { PNG } from './harness/picture.ts';

const MIB = 1024 * 1024;
/** A slow phone's line, in bytes a second: a megabyte takes longer than a person needs to think better of it. */
const SLOW = 100 * 1024;

/** A folder with these files in it, gone afterwards. */
async function withFiles(files: Record<string, Buffer>, act: (path: (name: string) => string) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), 'ycyw-files-'));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    await act((name) => join(folder, name));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const pdf = (size: number): Buffer => Buffer.concat([Buffer.from('%PDF-1.7\n')], size);

/** Names and sizes of the files in the log that can be opened. */
const files = (person: Person): Promise<string[]> => person.read('a .caption');

/** Widths of the pictures that are really drawn. */
const drawn = (person: Person): Promise<number[]> =>
  person.page.$$eval('body >>> ycyw-attachment', (shown) =>
    shown.map((file) => file.shadowRoot?.querySelector('img')?.naturalWidth ?? 0),
  );

journey('files and pictures go by button, paste and drop; pictures show as thumbnails on both sides', async (stage) => {
  const [agent, customer] = await Promise.all([stage.agent('Amélie'), stage.customer()]);
  const { page } = customer;
  await customer.open();
  await customer.send('Here is my licence');
  await agent.take();

  await withFiles({ 'licence.png': PNG, 'contract.pdf': pdf(2 * 1024) }, async (path) => {
    await customer.attach(path('licence.png'));
    await eventuallyEqual('chosen', () => files(agent), ['licence.png 1 kB']);

    // From the clipboard, as after taking a screenshot.
    await customer.context.overridePermissions(stage.service.url, [
      'clipboard-read',
      'clipboard-write',
      'clipboard-sanitized-write',
    ]);
    await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
    }, PNG.toString('base64'));
    await (await customer.composer()).focus();
    await page.keyboard.down('Control');
    await page.keyboard.press('v');
    await page.keyboard.up('Control');
    await eventually('pasted', async () => (await files(agent))[1]?.startsWith('image.png '));

    // Dragged over the panel from the desktop.
    const log = await eventually('the log is there', () => page.$('body >>> [part~="messages"]'));
    const at = await log.boundingBox();
    assert.ok(at);
    const mouse = await page.createCDPSession();
    const drag = (type: 'dragEnter' | 'dragOver' | 'drop') =>
      mouse.send('Input.dispatchDragEvent', {
        type,
        x: at.x + at.width / 2,
        y: at.y + at.height / 2,
        data: { items: [], files: [path('contract.pdf')], dragOperationsMask: 1 },
      });
    await drag('dragEnter');
    await drag('dragOver');
    await customer.sees('Drop files to send them');
    await customer.sees('up to 10 MB each');
    await drag('drop');
    await eventually('dropped', async () => (await files(agent))[2] === 'contract.pdf 2 kB');
    assert.doesNotMatch(await customer.panelText(), /Drop files/);
  });

  for (const person of [customer, agent]) {
    await eventuallyEqual('two pictures are drawn, the document is a name', () => drawn(person), [24, 24, 0]);
  }
  assert.deepEqual(await files(customer), await files(agent));
  await agent.click('button', 'Close');
  await agent.click('button', 'Close it');
  await customer.sees('Amélie closed the conversation');
});

journey(
  'an upload shows its progress and can be cancelled; one that was cut off begins again by itself',
  async (stage) => {
    const [agent, customer] = await Promise.all([stage.agent('Amélie'), stage.customer()]);
    const { page } = customer;
    await customer.open();
    await customer.send('I send you the contract');
    await agent.take();
    const line = await page.createCDPSession();
    const speed = (uploadThroughput: number) =>
      line.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput,
      });
    await line.send('Network.enable');
    await speed(SLOW);
    const progress = async (): Promise<number> => {
      const bar = await page.$('body >>> progress');
      return (await bar?.evaluate((element) => element.position)) ?? -1;
    };

    await withFiles({ 'wrong.pdf': pdf(3 * MIB), 'right.pdf': pdf(MIB) }, async (path) => {
      await customer.attach(path('wrong.pdf'));
      const early = await eventually('it is under way', async () => {
        const now = await progress();
        return now > 0 && now < 1 ? now : 0;
      });
      await eventually('it goes on', async () => (await progress()) > early);
      await customer.sees(/\d [kM]B of 3 MB/);
      await customer.click('button', 'Cancel sending wrong.pdf');
      await eventuallyEqual('it is gone', progress, -1);

      await customer.attach(path('right.pdf'));
      await eventually('the next is under way', async () => (await progress()) > 0);
      await customer.reload();
      await speed(-1);
      await eventuallyEqual('a reload begins it again, without a click', () => files(agent), ['right.pdf 1 MB']);
    });
    await customer.open();
    await customer.send('That was it');
    await eventuallyEqual('nothing else came', () => agent.texts(), ['I send you the contract', '', 'That was it']);
  },
);

journey(
  'a file of a forbidden type or size is refused with the limit named, before anything is sent',
  async (stage) => {
    const customer = await stage.customer();
    const asked: string[] = [];
    customer.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await customer.open();
    await customer.find('button', /^Attach a file\. Pictures, PDF, text, sound and video, up to 10 MB each$/);
    await withFiles(
      { 'keys.zip': Buffer.from('PK'), 'huge.pdf': pdf(10 * MIB + 1), 'empty.pdf': pdf(0) },
      async (path) => {
        await customer.attach(path('keys.zip'));
        await customer.sees('keys.zip: This kind of file can’t be sent. Pictures, PDF, text, sound and video can.');
        await customer.attach(path('huge.pdf'));
        await customer.sees('huge.pdf: Files can have up to 10 MB, and not be empty.');
        await customer.attach(path('empty.pdf'));
        await customer.sees('empty.pdf: Files can have up to 10 MB, and not be empty.');
      },
    );
    await customer.click('button', 'Dismiss');
    assert.doesNotMatch(await customer.panelText(), /empty\.pdf/);
    await customer.send('How else?');
    await eventually('words go on', async () => /Sent$/.test(await customer.deliveryOfLast()));
    assert.deepEqual(
      asked.filter((path) => path.startsWith('/api/attachments')),
      [],
      'nothing was uploaded',
    );
  },
);
