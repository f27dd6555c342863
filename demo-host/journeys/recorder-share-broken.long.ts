/** A recording on its way to the other side: nothing that happens meanwhile loses it or sends it twice. */
import assert from 'node:assert/strict';
import { DelayProxy } from './harness/delay-proxy.ts';
import { eventually } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';
import { playsAndSeeks } from './harness/playing.ts';
import {
  isServedAs,
  makeRecording,
  openShared,
  sent,
  share,
  slowDown,
  theOnlyOne,
  watchPieces,
} from './harness/sharing.ts';
import { pair } from './harness/steps.ts';

/** How long the whole of it would be on its way, in seconds: long enough for all that happens to it. */
const WAY_S = 12;

journey(
  'a recording is shared: the line is cut, the service dies, the page is reloaded; it goes on where it was, arrives once, and plays',
  async (stage) => {
    const proxy = await DelayProxy.start(stage.service.url, 0);
    try {
      const { agent, customer } = await pair(stage, { origin: proxy.url });
      const made = await makeRecording(customer, 3);
      const pieces = watchPieces(customer);
      await slowDown(customer, made.size / WAY_S);
      await share(customer);
      const isBeyond = (part: number) =>
        eventually(`${part} of it is sent`, async () => (await sent(customer)) > part * made.size);
      const goesOn = async (what: string) => {
        const [last = 0, count] = [pieces.offsets.at(-1), pieces.offsets.length];
        await eventually(`it goes on after ${what}, from where it was`, () =>
          pieces.offsets.slice(count).some((offset) => offset > last),
        );
      };

      await isBeyond(0.15);
      proxy.cut();
      await customer.sees('goes on by itself');
      const afterCut = goesOn('the cut');
      proxy.heal();
      await afterCut;

      await isBeyond(0.4);
      await stage.service.kill();
      await customer.sees('goes on by itself');
      const afterDeath = goesOn('the death of the service');
      await stage.service.start();
      await afterDeath;

      await isBeyond(0.65);
      const afterReload = goesOn('the reload');
      await customer.reload();
      await afterReload;

      const words = await theOnlyOne(agent);
      assert.match(words, /Screen recording.*00:0[34].*Recording · \d+ kB/);
      const ranges: string[] = [];
      agent.page.on('response', (response) => {
        if (response.status() === 206) ranges.push(response.headers()['content-range'] ?? '');
      });
      const address = await openShared(agent);
      const played = await playsAndSeeks(agent, 'conversation');
      assert.ok(Math.abs(played.length - made.length) < 200, `${played.length} ms, recorded ${made.length}`);
      assert.ok(played.soughtTo > 0.6 * made.length, `at ${played.soughtTo} of ${made.length} ms`);
      assert.ok(ranges.length > 0, 'parts of it are asked for');
      await isServedAs(address, made);
      await customer.open();
      assert.match(await theOnlyOne(customer), /Your recording/);
    } finally {
      await proxy.stop();
    }
  },
);
