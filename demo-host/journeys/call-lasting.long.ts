/** Calls that go on whatever happens around them, in the ways that take longer or happen more rarely. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Page } from 'puppeteer-core';
import { call, inCall, isOn, isPeerMuted, phase, seesMoving, spied, turn } from './harness/call.ts';
import { countFrames, watchCandidates } from './harness/call-spy.ts';
import { DelayProxy } from './harness/delay-proxy.ts';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';
import { answerFirefox, setPermission } from './harness/permission.ts';
import { inVideoCall, seeEachOther, together } from './harness/together.ts';
import { Turn } from './harness/turn.ts';

/** Longer without a frame is a gap, in milliseconds. A busy machine takes half of it by itself; a new connection takes more. */
const NO_GAP_MS = 1000;

journey(
  'in Firefox, which asks on each page again, the next page says so, and one click there leads back into the call',
  async (stage) => {
    const { customer, agent } = await together(stage, {
      customer: { browser: 'firefox', around: { permission: 'asks' } },
    });
    await customer.click('button', 'Ask for a call', '.header');
    await customer.sees('Your browser asks for the camera: choose Allow');
    await answerFirefox(customer.page, 'allow');
    await seesMoving(customer, 'mirror');
    await customer.click('button', 'Ask for a video call', 'ycyw-call-lobby');
    await agent.click('button', 'Answer');
    await seeEachOther({ customer, agent });

    await customer.goto('/offers');
    await customer.open();
    await customer.sees('Your browser asks for the camera: choose Allow');
    await inCall(agent);
    await answerFirefox(customer.page, 'allow');
    await seeEachOther({ customer, agent });
  },
);

journey('where the browser will ask again, the next page waits for one click on Continue', async (stage) => {
  const { customer, agent } = await together(stage, { customer: { around: { permission: 'asks' } } });
  const allow = async (answer: 'granted' | 'prompt') => {
    for (const asked of ['camera', 'microphone'] as const) await setPermission(customer.page, asked, answer);
  };
  await allow('granted');
  await call(customer);
  await agent.click('button', 'Answer');
  await seeEachOther({ customer, agent });

  await customer.page.goto('about:blank');
  await agent.sees('Away for a moment');
  await customer.goto('/offers');
  await allow('prompt');
  await customer.reload();
  await customer.open();
  await customer.sees('The call is still on');
  await allow('granted');
  await customer.click('button', 'Continue');
  await seeEachOther({ customer, agent });
});

journey(
  'a third tab says where the call is and takes it over with one click; the first lets go of everything',
  async (stage) => {
    const { customer, agent } = await inVideoCall(stage);
    const first = await customer.openTab('/offers');
    await customer.open();
    await customer.sees('In another window');
    await inCall(agent);
    await customer.click('button', 'Continue here');
    await inCall(customer, agent);
    await eventually('the agent sees the camera of the new tab', async () => {
      if (!(await isOn(customer, 'Camera'))) await turn(customer, 'Camera', true);
      return seesMoving(agent, 'peer');
    });
    await eventually('nothing is on in the first tab', async () => {
      const { open, cameras, microphones } = await spied(first);
      return open + cameras + microphones === 0;
    });
    await customer.switchTo(first);
    await customer.sees('In another window');
  },
);

journey('the signalling socket is cut: the media don’t notice, and goes on when the line is back', async (stage) => {
  const proxy = await DelayProxy.start(stage.service.url, 0);
  try {
    const { customer, agent } = await inVideoCall(stage, { customer: { origin: proxy.url } });
    const watched = await Promise.all([countFrames(customer.page), countFrames(agent.page)]);
    proxy.cut();
    await turn(customer, 'Microphone', false);
    await eventually('what is on is told without the service', () => isPeerMuted(agent));
    assert.equal(await phase(customer), 'live');
    proxy.heal();
    await customer.click('button', 'Chat', '.controls');
    await customer.send('I am back.');
    await eventually('the chat works again', async () => (await agent.texts()).includes('I am back.'));
    await eventuallyEqual('the call is live on both sides', () => phase(agent), 'live');
    await seesMoving(agent, 'peer');
    for (const person of [customer, agent]) assert.equal((await spied(person.page)).made, 1);
    const gap = await watched[0].longestGapMs();
    assert.ok(gap < NO_GAP_MS, `${gap} ms`);
  } finally {
    await proxy.stop();
  }
});

let relay: Turn;
before(async () => {
  relay = await Turn.start();
});
after(() => relay.stop());
const withTurn = { settings: () => relay.settings };

journey(
  'before it is accepted a call tells no address of a machine: only relays and names that mean nothing',
  async (stage) => {
    const { customer, agent } = await together(stage);
    const [ours, theirs] = await Promise.all([watchCandidates(customer.page), watchCandidates(agent.page)]);
    await call(customer);
    await agent.find('button', 'Answer');
    await eventually('the connection is prepared on both sides', async () => {
      const isPrepared = (sent: string[]) => sent.some((candidate) => candidate.includes(' typ relay'));
      return isPrepared(ours.sent) && isPrepared(theirs.sent);
    });
    const tellsNothing = (candidate: string) => / typ relay/.test(candidate) || /\.local /.test(candidate);
    assert.deepEqual(
      [...ours.sent, ...theirs.sent].filter((candidate) => !tellsNothing(candidate)),
      [],
    );
    await agent.click('button', 'Answer');
    await seeEachOther({ customer, agent });
    await eventually('then the shortest way is told, too', () => ours.sent.some((one) => !tellsNothing(one)));
    await Promise.all([ours.stop(), theirs.stop()]);
  },
  withTurn,
);

/** What the console's element holds. */
interface Console {
  session: {
    getState(): { mine: { state: { id: string; call: { id: string } | null } }[] };
    conversation(id: string): { calls: { join(seat: { call: string; seat: string; got: null }): Promise<unknown> } };
  };
}

journey('a stranger and another agent see nothing of a call and can’t join it', async (stage) => {
  const { customer, agent } = await inVideoCall(stage);
  const [stranger, other] = await Promise.all([stage.customer('/'), stage.agent('Bruno')]);
  await stranger.open();
  assert.equal(await stranger.page.$('>>> ycyw-call-bar'), null);
  assert.deepEqual(await other.mine(), []);
  assert.equal(await other.page.$('>>> ycyw-call-bar'), null);
  const call = await agent.page.$eval('>>> agent-desk', (desk) => {
    const state = (desk as unknown as Console).session.getState().mine[0]?.state;
    return { id: state?.call?.id ?? '', conversation: state?.id ?? '' };
  });
  const refused = await other.page.$eval(
    '>>> agent-desk',
    (desk, { id, conversation }) =>
      (desk as unknown as Console).session
        .conversation(conversation)
        .calls.join({ call: id, seat: crypto.randomUUID(), got: null }),
    call,
  );
  assert.deepEqual(refused, { ok: false, reason: 'not_found' });
  await seeEachOther({ customer, agent });
});

journey(
  'moved into a window of its own the call and its screen share outlive a walk over rental pages; and back',
  async (stage) => {
    const { customer, agent } = await inVideoCall(stage);
    const page = customer.page;
    const popup = new Promise<Page | null>((resolve) => page.once('popup', resolve));
    await customer.click('button', 'More', '.controls');
    await customer.click('button', 'Move to a window of its own');
    const own = await popup;
    assert.ok(own, 'a window opens');
    await own.setViewport({ width: 400, height: 640 });
    await own.emulateFocusedPage(true);
    await customer.sees('In another window');
    await customer.switchTo(own);
    await seeEachOther({ customer, agent });
    await customer.click('button', 'Screen', '.controls');
    await seesMoving(agent, 'screen');

    const before = await spied(agent.page);
    await customer.switchTo(page);
    await customer.walk('link', 'Offers');
    await customer.open();
    await customer.sees('In another window');
    await customer.walk('link', 'Find a car');
    await seesMoving(agent, 'screen');
    const { made, negotiations } = await spied(agent.page);
    assert.deepEqual([made, negotiations], [before.made, before.negotiations], 'the connection is the same');

    const closed = new Promise((resolve) => own.once('close', resolve));
    await customer.switchTo(own);
    await customer.click('button', 'More', '.controls');
    await customer.click('button', 'Back into the page');
    await closed;
    await customer.switchTo(page);
    await customer.open();
    await seeEachOther({ customer, agent });
  },
);

journey(
  'the agent’s tab is closed: the customer is told for how long the call is kept, and it goes on in the next tab',
  async (stage) => {
    const { customer, agent } = await inVideoCall(stage);
    const gone = await agent.openTab('/agent');
    await gone.close();
    await customer.sees(/Away for a moment Amélie left the page or is loading it anew. The call is kept open for 0?1:/);
    const left = async () => /kept open for (\S+)/.exec(await customer.text())?.[1];
    const first = await left();
    await eventually('the time runs down', async () => (await left()) !== first);
    await agent.openLine('Marta');
    await agent.click('button', 'Continue here');
    await inCall(customer, agent);
    await seesMoving(agent, 'peer');
  },
);
