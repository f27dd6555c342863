/**
 * No room left, and two who write at once. The browser is told in the middle of a recording how little this page may store;
 * Firefox can't be told that from outside, so the disk fills up in Chromium only.
 */
import assert from 'node:assert/strict';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';
import { NOISY_SCREEN } from './harness/noise.ts';
import { playsAndSeeks } from './harness/playing.ts';
import { barSays, listed, openRecordings, press, probe, record, recordsUntil, withFile } from './harness/recorder.ts';

/** Bytes that may still be stored. Browsers give files room in advance, by the megabyte. */
const LEFT_BYTES = 1_500_000;

journey(
  'the disk is full while it records: it stops in good order and says so, and what was recorded plays, also on the next page',
  async (stage) => {
    const customer = await stage.customer('/', { beforePages: NOISY_SCREEN });
    await customer.open();
    await openRecordings(customer);
    await record(customer, 'My screen');
    await recordsUntil(customer, 1);
    const session = await customer.page.createCDPSession();
    const usage = await customer.page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
    await session.send('Storage.overrideQuotaForOrigin', {
      origin: stage.service.url,
      quotaSize: usage + LEFT_BYTES,
    });
    await barSays(customer, /Recording saved\..*There was no room left on this device\./);
    await press(customer, 'Show');
    const isPlayable = async () => {
      const item = await eventually('it is in the list', async () => {
        const items = await listed(customer);
        const isThere = items.length === 1 && (items[0]?.state === 'ready' || items[0]?.state === 'recovered');
        return isThere ? items[0] : null;
      });
      await withFile(customer, item.id, async (path) => {
        const { length, tracks } = await probe(path);
        assert.ok(length > 1000, `${length} ms`);
        assert.ok(Math.abs(length - item.length) < 1000, `${length} ms, shown ${item.length}`);
        assert.ok(tracks.video && tracks.audio, 'picture and sound');
        assert.ok(tracks.video.largestGap < 1000 && tracks.audio.largestGap < 1000, 'throughout');
      });
      await customer.click('button', /^Play/, 'ycyw-recording-item');
      await playsAndSeeks(customer, 'list');
    };
    await isPlayable();
    await session.send('Storage.overrideQuotaForOrigin', { origin: stage.service.url });
    await session.detach();
    await customer.reload();
    await customer.open();
    await openRecordings(customer);
    await isPlayable();
  },
);

journey(
  'two tabs of one browser record at the same time: both recordings are whole, and listed in both tabs',
  async (stage) => {
    const customer = await stage.customer();
    await customer.open();
    await openRecordings(customer);
    await record(customer, 'My screen');
    await recordsUntil(customer, 1);
    const first = await customer.openTab('/booking');
    const second = customer.page;
    await customer.open();
    await openRecordings(customer);
    await record(customer, 'My screen');
    await recordsUntil(customer, 2);
    for (const page of [second, first]) {
      await customer.switchTo(page);
      await press(customer, 'Stop the recording');
      await barSays(customer, 'Recording saved.');
      await press(customer, 'Show');
    }
    for (const page of [first, second]) {
      await customer.switchTo(page);
      const states = async () => (await listed(customer)).map(({ state }) => state);
      await eventuallyEqual('both are listed', states, ['ready', 'ready']);
    }
    for (const { id, length } of await listed(customer)) {
      await withFile(customer, id, async (path) => {
        const found = await probe(path);
        assert.ok(Math.abs(found.length - length) < 200, `${found.length} ms, shown ${length}`);
        for (const track of Object.values(found.tracks)) {
          assert.ok(track && track.largestGap < 1500 && track.to > length - 1500, 'from beginning to end');
        }
      });
    }
  },
);
