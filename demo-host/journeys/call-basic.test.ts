/** Two people in a call: from the ring to the end, with everything that is switched in between; in both browsers, both ways. */
import assert from 'node:assert/strict';
import type { Surroundings } from './harness/browsers.ts';
import {
  call,
  cameraOf,
  card,
  choose,
  frames,
  go,
  hangUp,
  hears,
  inCall,
  isOn,
  isPeerMuted,
  openSharedTab,
  phase,
  pointAt,
  pointedAt,
  pointedOnPage,
  seesMoving,
  seesPicture,
  spied,
  timelineTells,
  turn,
} from './harness/call.ts';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';
import { setPermission } from './harness/permission.ts';
import type { Person } from './harness/person.ts';

import { ENDED, nothingIsLeft, pair, renegotiations, seeAndHearEachOther, switchesOffAndOn } from './harness/steps.ts';

/** More than one camera, and a real tab to share, for which nobody may be pretended: permission is given beforehand. */
const REAL_SCREEN: Surroundings = { permission: 'asks', devices: 'three cameras', screen: 'real' };
/** The place in the list of the other camera. */
const OTHER = 2;

async function allow(person: Person): Promise<void> {
  await setPermission(person.page, 'camera', 'granted');
  await setPermission(person.page, 'microphone', 'granted');
}

journey(
  'the customer asks for a video call, the agent answers: both see and hear each other; microphone, camera and devices change without a negotiation; the agent hangs up',
  async (stage) => {
    const { agent, customer } = await pair(stage, { around: REAL_SCREEN }, { around: REAL_SCREEN });
    await Promise.all([allow(customer), allow(agent)]);
    await call(customer);
    await agent.sees('Calls you · Video call');
    await customer.sees('Ringing…');
    assert.equal(await frames(agent, 'peer'), 0, 'nothing is seen before it is answered');
    await agent.click('button', 'Answer');
    await seeAndHearEachOther(agent, customer);

    await switchesOffAndOn(customer, agent, 'Marta');
    await switchesOffAndOn(agent, customer, 'Amélie');

    const first = await cameraOf(customer, 'own');
    const second = await choose(customer, 'Camera', OTHER);
    assert.notEqual(second, first);
    await eventuallyEqual('the other camera is in use', () => cameraOf(customer, 'own'), second);
    await seesMoving(agent, 'peer');
    assert.equal((await spied(customer.page)).cameras, 1, 'the first camera is let go of');
    await turn(customer, 'Microphone', false);
    await choose(customer, 'Microphone', 1);
    assert.equal(await isOn(customer, 'Microphone'), false, 'mute stays mute');
    assert.equal(await isPeerMuted(agent), true);
    await turn(customer, 'Microphone', true);
    await eventually('the other microphone is heard', () => hears(agent));

    assert.deepEqual(await renegotiations(agent, customer), []);
    await hangUp(agent);
    await eventually('the customer is told', async () => /^Call ended It lasted \d+ s\.$/.test(await card(customer)));
    await customer.click('button', 'Close', '.card');
    await timelineTells(agent, 'Marta asked for a video call', 'Call started', ENDED);
    await timelineTells(customer, 'You asked for a video call', 'Call started', ENDED);
    await nothingIsLeft(agent, customer);
  },
);

journey(
  'a screen is shown beside the camera, pointed at, stopped by the sharer, shown again and stopped in the browser, without a negotiation',
  async (stage) => {
    const { agent, customer } = await pair(stage, { around: REAL_SCREEN }, { around: REAL_SCREEN });
    await Promise.all([allow(customer), allow(agent)]);
    await call(customer);
    await agent.click('button', 'Answer');
    await inCall(agent, customer);

    const tab = await openSharedTab(customer);
    await turn(customer, 'Screen', true);
    await customer.sees('You are showing a tab.');
    await seesMoving(agent, 'screen');
    await seesMoving(agent, 'peer');
    await seesMoving(customer, 'ownScreen');
    await pointAt(agent, 25, 60);
    await eventuallyEqual('the customer sees where', () => roundly(pointedAt(customer)), { x: 25, y: 60 });
    await agent.page.mouse.move(5, 5);
    await eventuallyEqual('the pointer goes', () => pointedAt(customer), null);

    await agent.click('button', 'Enlarge the screen');
    await eventually('the screen alone is there', async () => (await agent.read('.pictures.enlarged')).length === 1);
    await agent.click('button', 'Show both');

    await customer.click('button', 'Stop');
    await seesPicture(agent, 'screen', false);
    assert.equal((await spied(customer.page)).screens, 0);
    await seesMoving(agent, 'peer');

    await turn(customer, 'Screen', true);
    await seesMoving(agent, 'screen');
    await tab.close();
    await seesPicture(agent, 'screen', false);
    assert.equal(await isOn(customer, 'Screen'), false, 'the browser’s own stop is heard of');

    await customer.page.evaluate(() => {
      document.title = 'To be shared';
    });
    await turn(customer, 'Screen', true);
    await customer.sees('You are showing this tab.');
    await seesMoving(agent, 'screen');
    await pointAt(agent, 30, 40);
    await eventuallyEqual('the pointer is on the page itself', () => roundly(pointedOnPage(customer)), {
      x: 30,
      y: 40,
    });
    await turn(customer, 'Screen', false);
    await eventuallyEqual('and goes', () => pointedOnPage(customer), null);

    assert.deepEqual(await renegotiations(agent, customer), []);
    await hangUp(customer);
    await eventually('the agent is told', async () => /^Call ended It lasted/.test(await card(agent)));
    await nothingIsLeft(agent, customer);
  },
);

async function roundly(at: Promise<{ x: number; y: number } | null>): Promise<{ x: number; y: number } | null> {
  const found = await at;
  return found && { x: Math.round(found.x), y: Math.round(found.y) };
}

journey(
  'the agent offers a call: the customer answers in the bar beside the launcher with sound only, then in the open panel after a look in the mirror',
  async (stage) => {
    const { agent, customer } = await pair(stage);
    await customer.hide();
    await call(agent, 'audio');
    await customer.find('button', 'Answer', 'ycyw-floating-call');
    assert.match((await customer.read('ycyw-floating-call'))[0] ?? '', /Amélie Calls you/);
    await customer.click('button', 'Answer', 'ycyw-floating-call');
    await inCall(agent);
    await eventually('the bar tells the time', async () =>
      /Amélie \d\d:\d\d/.test((await customer.read('ycyw-floating-call'))[0] ?? ''),
    );
    assert.equal(await customer.isOpen(), false, 'it goes on beside the page');
    await eventually('sound comes to the agent', () => hears(agent));
    await eventually('sound comes to the customer', () => hears(customer));
    assert.equal((await spied(customer.page)).cameras, 0);
    await customer.click('button', 'Microphone', 'ycyw-floating-call');
    await eventually('the agent sees that it is off', () => isPeerMuted(agent));
    await customer.click('button', 'Open the call', 'ycyw-floating-call');
    await eventuallyEqual('the call stands in the panel', () => phase(customer), 'live');
    await customer.sees('Camera off');
    await turn(customer, 'Camera', true);
    await seesMoving(agent, 'peer');
    await customer.click('button', 'Chat', '.controls');
    await customer.hide();
    await customer.click('button', 'End the call', 'ycyw-floating-call');
    await eventually('the agent is told', async () => (await card(agent)).startsWith('Call ended'));
    await agent.click('button', 'Close', '.card');
    await timelineTells(agent, 'You asked for a call', 'Call started', ENDED);
    await nothingIsLeft(agent, customer);

    await customer.open();
    await call(agent, 'video');
    await customer.click('button', 'Look first', '.call-bar');
    await customer.sees('Asks you to a video call');
    await seesMoving(customer, 'mirror');
    assert.equal(await frames(agent, 'peer'), 0, 'the mirror is for oneself');
    await go(customer, 'Join');
    await seeAndHearEachOther(agent, customer);
    await hangUp(agent);
    await timelineTells(customer, 'Amélie asked for a video call', 'Call started', ENDED);
    await nothingIsLeft(agent, customer);
  },
);

journey('a customer only shows a screen, with neither camera nor microphone', async (stage) => {
  const { agent, customer } = await pair(stage, { around: REAL_SCREEN });
  await allow(customer);
  await openSharedTab(customer);
  await customer.click('button', 'Ask for a call', '.header');
  await go(customer, 'Only show my screen');
  await agent.sees('Would like to show you a screen');
  await agent.click('button', 'Answer');
  await inCall(agent, customer);
  await seesMoving(agent, 'screen');
  const { cameras, microphones, screens } = await spied(customer.page);
  assert.deepEqual({ cameras, microphones }, { cameras: 0, microphones: 0 }, 'the mirror’s lights are out again');
  assert.ok(screens > 0);
  await eventually('the customer hears the agent', () => hears(customer));
  await customer.click('button', 'Stop');
  await seesPicture(agent, 'screen', false);
  await hangUp(customer);
  await timelineTells(customer, 'You asked to show your screen', 'Call started', ENDED);
  await timelineTells(agent, 'Marta asked to show you a screen', 'Call started', ENDED);
  await nothingIsLeft(agent, customer);
});
