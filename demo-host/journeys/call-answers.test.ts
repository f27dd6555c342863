/** What becomes of a call that is asked for: declined, taken back, by keyboard alone; what goes on beside it. */
import assert from 'node:assert/strict';
import type { Agent } from './harness/agent.ts';
import {
  CALL_SPY,
  call,
  card,
  chip,
  go,
  hangUp,
  inCall,
  isOn,
  isPeerMuted,
  LISTEN_TO_WORDS,
  seesMoving,
  seesPicture,
  spied,
  timelineTells,
  told,
} from './harness/call.ts';
import type { Customer } from './harness/customer.ts';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey, type Stage } from './harness/journey.ts';
import { focused, focusIsOn, tabTo } from './harness/keyboard.ts';
import type { Person } from './harness/person.ts';

async function pair(stage: Stage, beforePages = ''): Promise<{ agent: Agent; customer: Customer }> {
  const options = { beforePages: CALL_SPY + beforePages };
  const [agent, customer] = await Promise.all([stage.agent(undefined, options), stage.customer('/', options)]);
  await customer.asks('Marta', 'There is a scratch on the door.');
  await agent.take('Marta');
  return { agent, customer };
}

async function cardSays(person: Person, words: RegExp): Promise<void> {
  await eventually(`the word about the end is ${words}`, async () => words.test(await card(person)));
}

const isRinging = async (person: Person): Promise<boolean> => (await person.look('button', 'Answer')) !== null;

journey(
  'declined, asked again and taken back: whoever asked and whoever was asked read it, and the lights are out',
  async (stage) => {
    const { agent, customer } = await pair(stage);
    await call(customer);
    await agent.click('button', 'Decline');
    await cardSays(customer, /^Not now Amélie can’t take the call at the moment\./);
    await timelineTells(customer, 'You asked for a video call', 'Amélie declined the call');
    await timelineTells(agent, 'Marta asked for a video call', 'You declined the call');
    assert.equal((await spied(customer.page)).cameras, 0);

    await customer.click('button', 'Call again', '.card');
    await go(customer, 'Ask for a video call');
    await agent.find('button', 'Answer');
    await hangUp(customer);
    await eventually('it rings no more', async () => !(await isRinging(agent)));
    await timelineTells(customer, 'You asked for a video call', 'You took the call back');
    await timelineTells(agent, 'Marta asked for a video call', 'You missed a call from Marta');
    assert.equal((await spied(customer.page)).cameras, 0);

    await call(agent);
    await customer.click('button', 'Decline', '.call-bar');
    await cardSays(agent, /^Not now Marta can’t take the call/);
    await timelineTells(customer, 'Amélie asked for a video call', 'You declined the call');
    await timelineTells(agent, 'You asked for a video call', 'Marta declined the call');
    await agent.click('button', 'Close', '.card');
    assert.equal((await agent.read('ycyw-call')).length, 0, 'the conversation has its place back');
  },
);

journey('the chat goes on during a call: beside it, over it, and with the panel closed to a bar', async (stage) => {
  const { agent, customer } = await pair(stage);
  await call(customer);
  await agent.click('button', 'Answer');
  await inCall(agent, customer);

  await agent.send('Could you show me the door?');
  await customer.click('button', 'Chat, 1 new message', '.controls');
  await customer.sees('Could you show me the door?');
  await customer.find('button', 'Open the call', '.call-bar');
  await customer.send('One moment.');
  await agent.sees('One moment.');
  await customer.hide();
  await eventually('a bar stays', async () =>
    /Amélie \d\d:\d\d/.test((await customer.read('ycyw-floating-call'))[0] ?? ''),
  );
  await agent.send('Take your time.');
  await eventuallyEqual('the launcher counts it', () => customer.badge(), '1');
  await customer.click('button', 'Open the call', 'ycyw-floating-call');
  await inCall(customer);
  await seesMoving(customer, 'peer');

  await agent.click('button', 'Chat', '.controls');
  await eventually('the call has all the room', async () => (await agent.read('.in-call.closed')).length === 1);
  await customer.click('button', /^Chat/, '.controls');
  await customer.send('Here it is.');
  await agent.click('button', 'Chat, 1 new message', '.controls');
  await agent.sees('Here it is.');
  await customer.click('button', 'Open the call', '.call-bar');
  await seesMoving(customer, 'peer');
  await seesMoving(agent, 'peer');
  await hangUp(customer);
});

journey('a call by keyboard alone, in which everything that changes is said to a screen reader', async (stage) => {
  const { agent, customer } = await pair(stage, LISTEN_TO_WORDS);
  const hearsSaid = (person: Person, words: string) =>
    eventually(`"${words}" is announced`, async () => (await told(person)).includes(words));

  await tabTo(customer, /^Ask for a call$/);
  await customer.press('Enter');
  await seesPicture(customer, 'mirror');
  await tabTo(customer, /^Ask for a video call$/);
  await customer.press('Enter');
  await hearsSaid(customer, 'Ringing…');
  await hearsSaid(agent, 'Marta Calls you · Video call');
  await tabTo(agent, /^Answer$/);
  await agent.press('Enter');
  await inCall(agent, customer);
  await focusIsOn(agent, /^Call with Marta$/);
  for (const [person, peer] of [
    [agent, 'Marta'],
    [customer, 'Amélie'],
  ] as const) {
    await hearsSaid(person, 'Connected');
    await hearsSaid(person, `${peer}: camera on`);
  }

  await tabTo(customer, /^Camera$/);
  await customer.press('m');
  await hearsSaid(agent, 'Marta: microphone off');
  await customer.press('v');
  await hearsSaid(agent, 'Marta: camera off');
  assert.equal(await isOn(customer, 'Camera'), false);
  await customer.press('Enter');
  await seesMoving(agent, 'peer');
  await customer.press('m');
  await eventually('the microphone is on', async () => !(await isPeerMuted(agent)));

  await tabTo(customer, /^Your picture/);
  const place = () =>
    customer.page.$eval('>>> ycyw-own-picture', (own) => `${own.getAttribute('x')} ${own.getAttribute('y')}`);
  assert.equal(await place(), 'end bottom');
  await customer.press('ArrowLeft');
  await customer.press('ArrowUp');
  assert.equal(await place(), 'start top');

  await tabTo(customer, /^More$/);
  await customer.press('Enter');
  await focusIsOn(customer, /./);
  await customer.press('Escape');
  await focusIsOn(customer, /^More$/);
  assert.match(await chip(customer), /^Amélie · /, 'the call is still there');
  await tabTo(customer, /^End the call$/);
  await customer.press('Enter');
  await hearsSaid(agent, 'Call ended It lasted');
  await focusIsOn(agent, /^Call ended$/);
  await tabTo(agent, /^Close$/);
  await agent.press('Enter');
  assert.notEqual(await focused(customer), '', 'the focus isn’t lost');
});
