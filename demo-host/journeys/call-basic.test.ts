/** Two people in a call: from the ring to the end, with everything that is switched and shown in between. */
import assert from 'node:assert/strict';
import type { Surroundings } from './harness/browsers.ts';
import {
  call,
  cameraOf,
  card,
  choose,
  frames,
  hangUp,
  hears,
  inCall,
  isOn,
  isPeerMuted,
  openSharedTab,
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
