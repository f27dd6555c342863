/** Who waits, who takes, who has whom: the inbox of one agent and of several. */
import assert from 'node:assert/strict';
import type { Agent } from './harness/agent.ts';
import type { Customer } from './harness/customer.ts';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';

/** Everything that the service sends to this customer from now on, as it stands on the wire. Chromium only. */
async function listenIn(customer: Customer): Promise<() => string> {
  const frames: string[] = [];
  const devtools = await customer.page.createCDPSession();
  devtools.on('Network.webSocketFrameReceived', ({ response }) => frames.push(response.payloadData));
  await devtools.send('Network.enable');
  return () => frames.join('\n');
}

/** How long the first in the queue has waited, as the agent reads it. */
const firstWait = async (agent: Agent): Promise<string> => (await agent.read('.waiting .age'))[0] ?? '';

journey('the queue stands there oldest first, with waiting times that count up', async (stage) => {
  const [agent, paolo, lea] = await Promise.all([stage.agent(), stage.customer(), stage.customer()]);
  await paolo.asks('Paolo', 'A warning light is on, A1 near Bologna');
  await lea.asks('Léa', 'Is the Fiat 500 automatic?');
  await eventuallyEqual('the oldest stands first', () => agent.queue(), ['Paolo', 'Léa']);
  await agent.sees('2 waiting');
  const waited = await firstWait(agent);
  assert.match(waited, /^waiting \d+ s$/);
  await eventually('the time counts up', async () => (await firstWait(agent)) !== waited);
  await paolo.send('It is orange now.');
  await agent.sees('It is orange now.');
  assert.deepEqual(await agent.queue(), ['Paolo', 'Léa'], 'writing more moves nobody');
  await agent.click('button', 'Take the first');
  await eventuallyEqual('the first is taken', () => agent.queue(), ['Léa']);
  await lea.sees('You are next');
});

journey('two agents take at once: one has the conversation, the other reads one polite sentence', async (stage) => {
  const agents = await Promise.all([stage.agent('Amélie'), stage.agent('Jules')]);
  const paolo = await stage.customer();
  await paolo.asks('Paolo', 'A warning light is on');
  for (const agent of agents) await agent.find('button', 'Take Paolo');
  await stage.service.asleep(() => Promise.all(agents.map((agent) => agent.click('button', 'Take Paolo'))));

  const sorry = 'A colleague was quicker: Paolo is being looked after.';
  const told = async (): Promise<string[]> => (await Promise.all(agents.map((agent) => agent.read('.notice')))).flat();
  await eventually('one of them is told', async () => (await told()).length === 1);
  assert.ok((await told())[0]?.startsWith(sorry));
  const desks = await Promise.all(agents.map((agent) => agent.mine()));
  assert.deepEqual(desks.flat(), ['Paolo'], 'exactly one has the conversation');
  const winner = desks.findIndex((names) => names.length === 1) === 0 ? 'Amélie' : 'Jules';
  await paolo.sees(`${winner} joined`);
  assert.equal((await paolo.panelText()).match(/ joined/g)?.length, 1, 'the customer meets one person');
});

journey('several conversations at once, each with its unread mark until it is looked at', async (stage) => {
  const [agent, paolo, lea] = await Promise.all([stage.agent(), stage.customer(), stage.customer()]);
  await paolo.asks('Paolo', 'A warning light is on');
  await lea.asks('Léa', 'Is it automatic?');
  await agent.take('Paolo');
  // Whoever goes on at once has read nothing.
  await eventually('the first word is read', async () => (await paolo.deliveryOfLast()).includes('Read'));
  await agent.take('Léa');
  await paolo.send('Hello?');
  await paolo.send('It is orange.');
  await lea.send('The Fiat 500, I mean.');

  const unread = (): Promise<string[]> => agent.read('agent-inbox .own .badge, .own .badge');
  await eventuallyEqual('two unread, of the one that is not open', unread, ['2']);
  await eventuallyEqual('the latest stands first', () => agent.mine(), ['Léa', 'Paolo']);
  await eventually('the open one is read', async () => (await lea.deliveryOfLast()).includes('Read'));
  assert.ok(!(await paolo.deliveryOfLast()).includes('Read'), 'nobody has looked at the other');

  await agent.openLine('Paolo');
  await eventuallyEqual('nothing is unread', unread, []);
  await eventually('the customer sees that it is read', async () => (await paolo.deliveryOfLast()).includes('Read'));
  await agent.send('Stop at the next exit, please.');
  await paolo.sees('Stop at the next exit, please.');
  assert.ok(!(await lea.texts()).includes('Stop at the next exit, please.'), 'each hears only their own');
});

journey('giving to a colleague and back to the queue, with a word that the customer never sees', async (stage) => {
  const [amelie, jules, marta] = await Promise.all([stage.agent('Amélie'), stage.agent('Jules'), stage.customer()]);
  await marta.asks('Marta', 'Can I have the deposit back?');
  const wire = await listenIn(marta);
  await amelie.take('Marta');

  await amelie.click('button', 'Give to a colleague');
  await amelie.click('radio', /^Jules/);
  await amelie.fill(/^A word for your colleague/, 'Card refused twice, be gentle.');
  await amelie.click('button', 'Give it');
  await marta.sees('Amélie handed over to Jules');
  await eventuallyEqual('it stands on the colleague’s desk', () => jules.mine(), ['Marta']);
  await eventuallyEqual('and no more on the giver’s', () => amelie.mine(), []);
  await jules.openLine('Marta');
  await jules.sees('Card refused twice, be gentle.');

  await jules.click('button', 'Back to the queue');
  await jules.fill(/^A word for whoever takes it/, 'Needs somebody who speaks Polish.');
  await jules.click('button', 'Give it back');
  await marta.sees('You are next');
  await eventuallyEqual('it waits again', () => amelie.queue(), ['Marta']);
  await amelie.take('Marta');
  await amelie.sees('Needs somebody who speaks Polish.');
  await amelie.send('I am back with you.');
  await marta.sees('I am back with you.');

  assert.match(wire(), /"transferred".*"returned"/s, 'the customer’s line was listened to');
  assert.doesNotMatch(wire(), /gentle|Polish/, 'the words never reached the customer’s browser');
});
