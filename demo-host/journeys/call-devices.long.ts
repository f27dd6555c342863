/** Calls with whatever camera and microphone there are: denied, pulled out and put back. */
import assert from 'node:assert/strict';
import type { Page } from 'puppeteer-core';
import {
  call,
  cameraOf,
  go,
  hears,
  inCall,
  isOn,
  isPeerMuted,
  seesMoving,
  seesPicture,
  spied,
  turn,
} from './harness/call.ts';
import type { Customer } from './harness/customer.ts';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';
import { setPermission } from './harness/permission.ts';
import type { PersonOptions } from './harness/person.ts';
import { inVideoCall, together } from './harness/together.ts';
import { plugIn, UNPLUGGABLE, unplug } from './harness/unplug.ts';

const openMirror = (customer: Customer) => customer.click('button', 'Ask for a call', '.header');

/** What lights are on: live tracks of this page. */
async function lights(page: Page): Promise<{ cameras: number; microphones: number }> {
  const { cameras, microphones } = await spied(page);
  return { cameras, microphones };
}

journey(
  'denied camera: a sentence says what to do in this browser, the call goes on with sound; allowed later, the picture comes',
  async (stage) => {
    const { customer, agent } = await together(stage, { customer: { around: { permission: 'asks' } } });
    await setPermission(customer.page, 'microphone', 'granted');
    await setPermission(customer.page, 'camera', 'denied');
    await openMirror(customer);
    await customer.sees(
      'You can’t be seen. This page may not use the camera. Click the icon left of the address, allow the camera, then try again.',
    );
    await go(customer, 'Ask for a call');
    await agent.click('button', 'With video');
    await inCall(customer, agent);
    await seesMoving(customer, 'peer');
    await agent.sees('Camera off');
    await eventually('the agent hears the customer', () => hears(agent));
    assert.deepEqual(await lights(customer.page), { cameras: 0, microphones: 1 });

    await setPermission(customer.page, 'camera', 'granted');
    await seesMoving(agent, 'peer');
  },
);

journey(
  'denied camera and microphone, in Firefox: its own sentences, and one sees the agent all the same',
  async (stage) => {
    const { customer, agent } = await together(stage, {
      customer: { browser: 'firefox', around: { permission: 'denied' } },
    });
    await openMirror(customer);
    const then = 'Click the crossed-out icon in the address bar, remove the block, then try again.';
    await customer.sees(`You can’t be seen. This page may not use the camera. ${then}`);
    await customer.sees(`You can’t be heard. This page may not use the microphone. ${then}`);
    await go(customer, 'Ask for a call');
    await agent.click('button', 'With video');
    await inCall(customer, agent);
    await seesMoving(customer, 'peer');
    await agent.sees('Camera off');
    await eventually('the agent is told that nothing can be heard', () => isPeerMuted(agent));
    assert.deepEqual(await lights(customer.page), { cameras: 0, microphones: 0 });
  },
);

journey('no devices at all: one is told, and can be called all the same', async (stage) => {
  const { customer, agent } = await together(stage, { customer: { around: { devices: 'none' } } });
  await call(agent);
  await customer.click('button', 'Answer');
  await inCall(customer, agent);
  await customer.sees('You can’t be heard. We don’t find any. Plug one in, or go on without.');
  await customer.sees('You can’t be seen. We don’t find any. Plug one in, or go on without.');
  await seesMoving(customer, 'peer');
  await agent.sees('Camera off');
  await eventually('the agent is told that nothing can be heard', () => isPeerMuted(agent));
});

journey('no camera: the mirror says so, and it becomes a call with sound only', async (stage) => {
  const { customer, agent } = await together(stage, { customer: { around: { devices: 'no camera' } } });
  await openMirror(customer);
  await customer.sees('You can’t be seen. We don’t find any. Plug one in, or go on without.');
  await go(customer, 'Ask for a call');
  await agent.click('button', 'Answer');
  await inCall(customer, agent);
  await eventually('the agent hears the customer', () => hears(agent));
  assert.equal(await isPeerMuted(agent), false);
  assert.deepEqual(await lights(customer.page), { cameras: 0, microphones: 1 });
});

/** The second pretended camera shows its picture and sends it to nobody, so it stays out. */
const TWO_CAMERAS: PersonOptions = {
  around: { devices: 'three cameras' },
  beforePages: `${UNPLUGGABLE}window.__plug('fake_device_1', false);`,
};

journey(
  'the light goes out with the camera; a camera is pulled out and put back, and mute stays mute',
  async (stage) => {
    const { customer, agent } = await inVideoCall(stage, { customer: TWO_CAMERAS });
    await turn(customer, 'Camera', false);
    await seesPicture(agent, 'peer', false);
    await eventuallyEqual('the light is out', () => lights(customer.page), { cameras: 0, microphones: 1 });
    await turn(customer, 'Camera', true);
    await seesMoving(agent, 'peer');

    await turn(customer, 'Microphone', false);
    await eventually('the agent sees that the customer is mute', () => isPeerMuted(agent));
    const [first = '', second = ''] = await labels(customer.page, 'videoinput');
    assert.equal(await cameraOf(customer, 'own'), first);
    await unplug(customer.page, first);
    await customer.sees('A device was unplugged. Another one took its place.');
    assert.equal(await cameraOf(customer, 'own'), second);
    await seesMoving(agent, 'peer');
    await plugIn(customer.page, first);
    await customer.sees('Your device is back and in use again.');
    await eventuallyEqual('the first one is in use', () => cameraOf(customer, 'own'), first);
    await seesMoving(agent, 'peer');

    assert.equal(await isOn(customer, 'Microphone'), false, 'mute stays mute');
    assert.equal(await isPeerMuted(agent), true);
    assert.equal(await hears(agent), false);
    assert.deepEqual(
      await lights(customer.page),
      { cameras: 1, microphones: 1 },
      'nothing of the other camera is left',
    );
  },
);

journey(
  'a microphone is pulled out: another takes its place; pulled out while mute, mute stays mute',
  async (stage) => {
    const { customer, agent } = await inVideoCall(stage, { customer: TWO_CAMERAS });
    const [first = '', second = ''] = await labels(customer.page, 'audioinput');
    await unplug(customer.page, first);
    await customer.sees('A device was unplugged. Another one took its place.');
    await eventually('the agent hears the customer', () => hears(agent));

    await turn(customer, 'Microphone', false);
    await unplug(customer.page, second);
    await eventuallyEqual('the light is out', () => lights(customer.page), { cameras: 1, microphones: 0 });
    assert.equal(await isOn(customer, 'Microphone'), false, 'mute stays mute');
    assert.equal(await isPeerMuted(agent), true);
    await turn(customer, 'Microphone', true);
    await eventually('the agent hears the customer by the third', () => hears(agent));
    await plugIn(customer.page, first);
    await customer.sees('Your device is back and in use again.');
    await eventuallyEqual('one of each', () => lights(customer.page), { cameras: 1, microphones: 1 });
  },
);

/** Of the devices that are there. */
function labels(page: Page, wanted: MediaDeviceKind): Promise<string[]> {
  return page.evaluate(async (kind) => {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.flatMap((one) => (one.kind === kind ? [one.label] : []));
  }, wanted);
}
