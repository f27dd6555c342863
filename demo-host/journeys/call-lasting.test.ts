/** Calls that go on whatever happens around them: reloads, page changes, a dead service, a relay. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { hangUp, inCall, isOn, isPeerMuted, phase, seesMoving, spied, timeline, turn } from './harness/call.ts';
import { countFrames, RELAY_ONLY } from './harness/call-spy.ts';
import { eventually } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';
import { inVideoCall, seeEachOther } from './harness/together.ts';
import { Turn } from './harness/turn.ts';

/** Longer without a frame is a gap, in milliseconds. A busy machine takes half of it by itself; a new connection takes more. */
const NO_GAP_MS = 1000;

journey(
  'a reload of the customer, then of the agent, comes back into the same call by itself; mute stays mute',
  async (stage) => {
    const { customer, agent } = await inVideoCall(stage);
    await turn(customer, 'Microphone', false);
    await customer.reload();
    await eventually('the agent sees that the customer is away, or back', async () =>
      /away|live/.test(await phase(agent)),
    );
    await seeEachOther({ customer, agent });
    assert.equal(await isOn(customer, 'Microphone'), false);
    assert.equal(await isPeerMuted(agent), true);

    await agent.reload();
    await seeEachOther({ customer, agent });
    for (const person of [customer, agent]) {
      const events = (await timeline(person)).join('\n');
      assert.equal(events.match(/Call started/g)?.length, 1, `one call: ${events}`);
      assert.doesNotMatch(events, /ended|missed/i);
    }
  },
);

journey('a walk to the next rental page comes back into the call by itself, with what was on', async (stage) => {
  const { customer, agent } = await inVideoCall(stage);
  await turn(customer, 'Microphone', false);
  await customer.click('button', 'Chat', '.controls');
  await customer.walk('link', 'Offers');
  assert.equal(new URL(customer.page.url()).pathname, '/offers');
  await seesMoving(agent, 'peer');
  await inCall(agent);
  assert.equal(await isPeerMuted(agent), true);
  await customer.open();
  await seeEachOther({ customer, agent });
});

journey(
  'the service is killed and started again in mid-call: no gap in the media, no new connection, the chat works again',
  async (stage) => {
    const { customer, agent } = await inVideoCall(stage);
    const watched = await Promise.all([countFrames(customer.page), countFrames(agent.page)]);
    await stage.service.kill();
    await turn(customer, 'Microphone', false);
    await eventually('what is on is told without the service', () => isPeerMuted(agent));
    await agent.send('Are you still there?');
    await stage.service.start();
    await customer.click('button', 'Chat', '.controls');
    await eventually('the chat works again', async () => (await customer.texts()).includes('Are you still there?'));
    await customer.send('Yes, I am.');
    await eventually('and the other way', async () => (await agent.texts()).includes('Yes, I am.'));
    await customer.click('button', 'Open the call');
    await seeEachOther({ customer, agent });
    const gaps = await Promise.all(watched.map((one) => one.longestGapMs()));
    console.log(`Longest gap between two frames, customer and agent: ${gaps.join(' and ')} ms`);
    for (const person of [customer, agent]) assert.equal((await spied(person.page)).made, 1);
    assert.ok(Math.max(...gaps) < NO_GAP_MS, `${gaps} ms`);
    await hangUp(agent);
    await customer.sees('Call ended');
  },
);

let relay: Turn;
before(async () => {
  relay = await Turn.start();
});
after(() => relay.stop());
const withTurn = { settings: () => relay.settings };

journey(
  'forced through a relay, with credentials of the service, the two see each other, and the metrics show it as relayed',
  async (stage) => {
    const given = relay.relayed();
    const relayed = { beforePages: RELAY_ONLY };
    await inVideoCall(stage, { customer: relayed, agent: relayed });
    assert.ok(relay.relayed() >= given + 2, 'both have an address at the relay');
    const setUps = (text: string, path: string) =>
      text.match(new RegExp(`^ycyw_call_setup_seconds_count\\{side="\\w+",path="${path}"\\} 1$`, 'gm'))?.length ?? 0;
    const text = await eventually('both sides told how the call was set up', async () => {
      const scraped = await stage.service.scraped();
      return setUps(scraped, 'relayed') === 2 ? scraped : null;
    });
    assert.equal(setUps(text, 'direct'), 0);
  },
  withTurn,
);
