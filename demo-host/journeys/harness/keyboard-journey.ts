/**
 * From the page's load to the rating, with a call and a recording in between, by keys alone: what the customer does, what
 * the agent does. After each key the focus is somewhere, with something around it, and nothing over it.
 */
import type { Agent } from './agent.ts';
import type { BrowserName } from './browsers.ts';
import { inCall, isOn } from './call.ts';
import type { Customer } from './customer.ts';
import { eventually, eventuallyEqual } from './eventually.ts';
import type { Stage } from './journey.ts';
import { focused, focusIsOn, strike, tabBackTo, tabTo, types } from './keyboard.ts';
import { barSays, recordsUntil } from './recorder.ts';

async function opensAndWrites(customer: Customer): Promise<void> {
  await tabTo(customer, /^Help/);
  await strike(customer, 'Enter');
  await focusIsOn(customer, /^Write a message$/);
  await types(customer, 'There is a scratch on the door.');
  await strike(customer, 'Enter');
  await customer.sees('There is a scratch on the door.');
}

async function signsInAndTakes(agent: Agent, stage: Stage): Promise<void> {
  const { email, password } = await stage.service.firstAgent();
  await agent.goto('/agent');
  await focusIsOn(agent, /^E-?mail/);
  await types(agent, email);
  await tabTo(agent, /^Password/);
  await types(agent, password);
  await agent.press('Enter');
  await agent.find('button', /^Take /);
  await agent.press('j');
  await focusIsOn(agent, /scratch/);
  await strike(agent, 't');
  await focusIsOn(agent, /^Write to /);
  await types(agent, 'Let us have a look together.');
  await strike(agent, 'Enter');
}

/** The customer asks, the agent answers. */
async function call(customer: Customer, agent: Agent): Promise<void> {
  await tabBackTo(customer, /^Ask for a call$/);
  await strike(customer, 'Enter');
  // The heading of the mirror.
  await focusIsOn(customer, /^Amélie$/);
  await tabTo(customer, /^Ask for a video call$/);
  await strike(customer, 'Enter');
  await customer.sees('Ringing…');
  await agent.sees('Calls you');
  await strike(agent, 'Escape');
  await agent.press('c');
  await inCall(customer, agent);
  for (const person of [customer, agent]) {
    await tabTo(person, /^Microphone$/);
    await strike(person, ' ');
    await eventuallyEqual('the microphone is off', () => isOn(person, 'Microphone'), false);
    await strike(person, 'm');
    await eventuallyEqual('the microphone is on', () => isOn(person, 'Microphone'), true);
  }
}

/** @param by begins it; the other side agrees */
async function record(by: Customer | Agent, other: Customer | Agent): Promise<void> {
  await tabTo(by, /^More$/);
  await strike(by, 'Enter');
  await tabTo(by, /^Record this call$/);
  await strike(by, 'Enter');
  await barSays(other, 'would like to record this call');
  await tabBackTo(other, /^Allow$/);
  await strike(other, 'Enter');
  await recordsUntil(by, 1);
  await tabBackTo(by, /^Stop the recording$/);
  await strike(by, 'Enter');
  await barSays(by, /saved|kept/i);
}

async function hangsUp(customer: Customer, agent: Agent): Promise<void> {
  await tabTo(customer, /^End the call$/);
  await strike(customer, 'Enter');
  await focusIsOn(customer, /^Write to /);
  await focusIsOn(agent, /^Call ended$/);
  await tabTo(agent, /^Close$/);
  await strike(agent, 'Enter');
}

async function closesAndRates(customer: Customer, agent: Agent): Promise<void> {
  await focusIsOn(agent, /^Write to /);
  await strike(agent, 'Escape', 'e');
  await focusIsOn(agent, /^Close it$/);
  await strike(agent, 'Enter');
  await customer.sees('How was it?');
  // It stands before the composer. Browsers enter the row of scores at either end.
  await tabBackTo(customer, /of 5/);
  for (let steps = 0; steps < 5 && !/^4 of 5/.test(await focused(customer)); steps += 1)
    await strike(customer, 'ArrowLeft');
  await focusIsOn(customer, /^4 of 5/);
  await strike(customer, 'Tab');
  await types(customer, 'Quick and kind.');
  await tabTo(customer, /^Send rating$/);
  await strike(customer, 'Enter');
  await agent.sees('Quick and kind.');
  await strike(customer, 'Escape');
  await focusIsOn(customer, /^Help/);
  await eventually('the panel is closed', async () => !(await customer.isOpen()));
}

/**
 * @param firefox who sits at one: of two windows of one Firefox only one shows where its focus is
 * @param records who records
 */
export async function byKeysAlone(
  stage: Stage,
  firefox: 'nobody' | 'customer' | 'agent',
  records: 'customer' | 'agent',
): Promise<void> {
  const browserOf = (who: typeof firefox): BrowserName => (who === firefox ? 'firefox' : 'chromium');
  const [customer, agent] = await Promise.all([
    stage.customer('/', { browser: browserOf('customer') }),
    stage.seat({ browser: browserOf('agent') }),
  ]);
  await opensAndWrites(customer);
  await signsInAndTakes(agent, stage);
  await customer.sees('Let us have a look together.');
  await call(customer, agent);
  await (records === 'customer' ? record(customer, agent) : record(agent, customer));
  await hangsUp(customer, agent);
  await closesAndRates(customer, agent);
}
