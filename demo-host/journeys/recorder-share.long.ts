/** The other direction: what an agent has recorded is played by the customer, in Firefox. */
import assert from 'node:assert/strict';
import { journey } from './harness/journey.ts';
import { playsAndSeeks } from './harness/playing.ts';
import { isServedAs, makeRecording, openShared, share, theOnlyOne } from './harness/sharing.ts';
import { pair } from './harness/steps.ts';

journey(
  'an agent shares a recording; the customer, in Firefox, finds it in the conversation and plays it',
  async (stage) => {
    const { agent, customer } = await pair(stage, { browser: 'firefox' });
    const made = await makeRecording(agent, 3);
    await share(agent);
    await customer.open();
    assert.match(await theOnlyOne(customer), /Screen recording.*00:0[34].*Recording · \d+ kB/);
    const address = await openShared(customer);
    const played = await playsAndSeeks(customer, 'conversation');
    assert.ok(Math.abs(played.length - made.length) < 200, `${played.length} ms, recorded ${made.length}`);
    await isServedAs(address, made);
  },
);
