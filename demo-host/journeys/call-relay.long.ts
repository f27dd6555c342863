/** A call through a relay that lasts longer than its credentials hold. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { hangUp } from './harness/call.ts';
import { RELAY_ONLY } from './harness/call-spy.ts';
import { eventually } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';
import { inVideoCall, seeEachOther } from './harness/together.ts';
import { Turn } from './harness/turn.ts';

/** As short as the service allows. */
const CREDENTIAL_SECONDS = 20;

let relay: Turn;
before(async () => {
  relay = await Turn.start();
});
after(() => relay.stop());

/** When the credentials run out with which the customer got an address at the relay, for each that they got, in seconds. */
const customersExpiries = () =>
  [...relay.log.matchAll(/: new, realm=\S+ username=<(\d+):[\w-]+\.customer>/g)].map(([, until]) => Number(until));

journey(
  'credentials are renewed before they run out: a restart after that finds the relay with new ones',
  async (stage) => {
    const relayed = { beforePages: RELAY_ONLY };
    const pair = await inVideoCall(stage, { customer: relayed, agent: relayed });
    const first = customersExpiries();
    assert.ok(first.length > 0);
    const last = Math.max(...first);
    await eventually(
      'the first credentials have run out',
      () => Date.now() / 1000 > last + 1,
      2 * CREDENTIAL_SECONDS * 1000,
    );
    // Only this side asks for new ones by it. The other one answers with those that it has.
    await pair.agent.page.evaluate(() => window.dispatchEvent(new Event('online')));
    const later = await eventually('the customer has a new address at the relay', () => {
      const all = customersExpiries();
      return all.length > first.length ? all.slice(first.length) : null;
    });
    for (const until of later) assert.ok(until > last, 'with credentials of later');
    await seeEachOther(pair);
    await hangUp(pair.agent);
    const told = await eventually('whoever hung up told how good it was', async () => {
      const text = await stage.service.scraped();
      return /^ycyw_call_reports_total\{path="relayed"\} [1-9]/m.test(text) ? text : null;
    });
    assert.match(told, /^ycyw_call_mos_bucket\{le="4.5"\} [1-9]/m);
    console.log(`A scrape after it:\n${told.match(/^ycyw_call\w+_(?:sum|count|total)\b.*$/gm)?.join('\n')}`);
  },
  { settings: () => ({ ...relay.settings, TURN_CREDENTIAL_SECONDS: String(CREDENTIAL_SECONDS) }) },
);
