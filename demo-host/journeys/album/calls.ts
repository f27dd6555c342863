/** The album's calls: every state of a call, on both sides. */
import type { Page } from 'puppeteer-core';
import type { Agent } from '../harness/agent.ts';
import { call, go, hangUp, inCall, pointAt, seesMoving, seesPicture, turn } from '../harness/call.ts';
import { Customer } from '../harness/customer.ts';
import { eventually } from '../harness/eventually.ts';
import { setPermission } from '../harness/permission.ts';
import type { Camera } from './camera.ts';
import type { Scene } from './widget.ts';

const openMirror = (customer: Customer) => customer.click('button', 'Ask for a call', '.header');

/** Looked at by both, at the same moment. */
async function both(camera: Camera, name: string, customer: Customer, agent: Agent): Promise<void> {
  await camera.take(customer, `call-${name}-customer`, { french: true });
  await camera.take(agent, `call-${name}-agent`);
}

/** Two who write to each other already. */
export async function calls({ service, camera }: Scene, agent: Agent): Promise<void> {
  const customer = await Customer.sit(service.url, {});
  await customer.goto('/');
  await customer.asks('Marta Nowak', 'There is a scratch on the door. Can I show it to you?');
  await agent.take('Marta Nowak');

  await openMirror(customer);
  await seesPicture(customer, 'mirror');
  await camera.take(customer, 'call-mirror', { french: true });
  await go(customer, 'Ask for a video call');
  await agent.find('button', 'Answer');
  await both(camera, 'ringing', customer, agent);
  await agent.click('button', 'Answer');
  await inCall(customer, agent);
  await Promise.all([seesMoving(customer, 'peer'), seesMoving(agent, 'peer')]);
  await both(camera, 'live', customer, agent);
  await turn(customer, 'Camera', false);
  await turn(customer, 'Microphone', false);
  await both(camera, 'camera-off', customer, agent);
  await turn(customer, 'Screen', true);
  await seesMoving(agent, 'screen');
  await pointAt(agent, 0.3, 0.4);
  await both(camera, 'screen', customer, agent);
  await customer.click('button', 'Chat', '.controls');
  await camera.take(customer, 'call-chat', { french: true });
  await customer.hide();
  await camera.take(customer, 'call-beside-launcher', { french: true });
  await customer.open();

  await customer.click('button', 'Open the call');
  await inCall(customer, agent);
  const first = await customer.openTab('/booking');
  await customer.open();
  await customer.find('button', 'Continue here');
  await camera.take(customer, 'call-elsewhere', { french: true });
  const second = customer.page;
  await customer.switchTo(first);
  await second.close();
  await hangUp(agent);
  await camera.take(customer, 'call-ended', { french: true });
  await customer.click('button', 'Close', '.card');

  await customer.hide();
  await call(agent, 'audio');
  await customer.find('button', 'Answer');
  await camera.take(customer, 'call-incoming-beside-launcher', { french: true });
  await customer.open();
  await camera.take(customer, 'call-incoming', { french: true });
  await customer.click('button', 'Look first');
  await camera.take(customer, 'call-mirror-answering', { french: true });
  await customer.click('button', 'Decline');
  await agent.sees('declined');
  await camera.take(agent, 'call-declined-agent');
  await elsewhere(camera, customer, agent);
  await customer.leave();
}

/** In a window of its own, and with the other side's page gone for a moment. */
async function elsewhere(camera: Camera, customer: Customer, agent: Agent): Promise<void> {
  // The camera stays off, as it was in the call before.
  await call(customer, 'audio');
  await agent.click('button', 'Answer');
  await inCall(customer, agent);
  const { page } = customer;
  const popup = new Promise<Page | null>((resolve) => page.once('popup', resolve));
  const openMenu = () => customer.click('button', 'More', '.controls');
  await camera.take(customer, 'call-menu', { before: openMenu, after: () => customer.press('Escape'), french: true });
  await openMenu();
  await customer.click('button', 'Move to a window of its own');
  const own = await popup;
  if (own === null) throw new Error('No window opened');
  await customer.switchTo(own);
  await own.emulateFocusedPage(true);
  await inCall(customer, agent);
  await camera.take(customer, 'call-own-window', { fixed: true });
  await own.close();
  await customer.switchTo(page);
  await inCall(customer, agent);
  const gone = await agent.openTab('/agent');
  await gone.close();
  await customer.sees('Away for a moment');
  await camera.take(customer, 'call-away', { french: true });
  await agent.openLine('Marta Nowak');
  await agent.find('button', 'Continue here');
  await camera.take(agent, 'call-elsewhere-agent');
  await hangUp(customer);
}

/** What is missing, and what to do about it. */
export async function withoutDevices({ service, camera }: Scene): Promise<void> {
  const customer = await Customer.sit(service.url, { around: { permission: 'asks' } });
  await customer.goto('/');
  await setPermission(customer.page, 'microphone', 'denied');
  await setPermission(customer.page, 'camera', 'denied');
  await customer.open();
  await openMirror(customer);
  await eventually('it says what is missing', async () => /can’t be seen/.test(await customer.panelText()));
  await camera.take(customer, 'call-denied', { french: true });
  await customer.leave();
}
