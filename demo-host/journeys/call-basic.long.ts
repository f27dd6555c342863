/** Two people in a call that the agent offers, or in which only a screen is shown. */
import assert from 'node:assert/strict';
import type { Surroundings } from './harness/browsers.ts';
import {
  call,
  card,
  frames,
  go,
  hangUp,
  hears,
  inCall,
  isPeerMuted,
  openSharedTab,
  phase,
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
import { ENDED, nothingIsLeft, pair, seeAndHearEachOther } from './harness/steps.ts';

/** More than one camera, and a real tab to share, for which nobody may be pretended: permission is given beforehand. */
const REAL_SCREEN: Surroundings = { permission: 'asks', devices: 'three cameras', screen: 'real' };

async function allow(person: Person): Promise<void> {
  await setPermission(person.page, 'camera', 'granted');
  await setPermission(person.page, 'microphone', 'granted');
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
