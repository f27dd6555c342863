/** Killed while it records, ten times in each browser: what is missing at the end, each time. And pages that go in other ways. */
import assert from 'node:assert/strict';
import { timelineTells } from './harness/call.ts';
import { diesAndIsFound, LOSS_MAX_MS } from './harness/death.ts';
import { eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';
import { bar, barSays, listed, openRecordings, press, record, recordInCall, recordsUntil } from './harness/recorder.ts';
import { inVideoCall } from './harness/together.ts';

const DEATHS = 10;
/** Seconds of recording; not the same each time, so that the death falls anywhere between two writes. */
const SECONDS = [1, 2, 4] as const;
/** A busy machine takes half a minute for each, in milliseconds. */
const LIMIT_MS = 600_000;

for (const browser of ['chromium', 'firefox'] as const) {
  journey(
    `${browser} is killed ${DEATHS} times in a row while it records: never is more than the last second missing`,
    async (stage) => {
      const losses: number[] = [];
      for (let death = 0; death < DEATHS; death += 1) {
        losses.push(await diesAndIsFound(stage, browser, SECONDS[death % SECONDS.length] ?? 1));
      }
      console.log(`${browser}: missing at the end, in ms: ${losses.map(Math.round).join(' ')}`);
      console.log(`${browser}: at most ${Math.round(Math.max(...losses))} ms`);
      assert.ok(Math.max(...losses) <= LOSS_MAX_MS);
    },
    { limit: LIMIT_MS },
  );
}

journey(
  'a page that is reloaded, left or closed while it records: the recording is found and offered, each time',
  async (stage) => {
    const customer = await stage.customer();
    const ways = [
      () => customer.reload(),
      () => customer.walk('link', 'Offers'),
      async () => {
        const first = await customer.openTab('/booking');
        await first.close();
      },
    ];
    for (const [index, go] of ways.entries()) {
      await customer.open();
      await openRecordings(customer);
      await record(customer, 'My screen');
      await recordsUntil(customer, 2);
      await go();
      await customer.open();
      await barSays(customer, /Recovered recording.*00:0[1-9] are safe/);
      const states = async () => (await listed(customer)).map(({ state }) => state);
      await eventuallyEqual('it is in the list', states, Array<string>(index + 1).fill('recovered'));
      await press(customer, 'Dismiss');
      await customer.reload();
    }
  },
);

journey(
  'an agent’s page goes while it records a call: the customer reads that the recording has ended, the agent finds it',
  async (stage) => {
    const { agent, customer } = await inVideoCall(stage);
    await recordInCall(agent, 'Record this call');
    await barSays(customer, 'Amélie would like to record this call.');
    await press(customer, 'Allow');
    await recordsUntil(agent, 2);
    await agent.reload();
    await timelineTells(customer, /^Amélie started recording$/, /^The recording ended after \d+ s$/);
    await eventuallyEqual('nothing more is said of it', () => bar(customer), '');
    await barSays(agent, /Recovered recording.*are safe/);
  },
);
