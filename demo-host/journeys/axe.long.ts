/** axe looks at the console and at a call as people meet them. Each state by itself is looked at in the widget tests. */
import type { Agent } from './harness/agent.ts';
import { attachPicture, Looker, settle } from './harness/axe.ts';
import { go, hangUp, inCall, seesPicture, turn } from './harness/call.ts';
import { eventually } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';

async function looksAtConsole(agent: Agent, axe: Looker): Promise<void> {
  const dialog = async (open: () => Promise<void>, state: string): Promise<void> => {
    await open();
    await agent.page.waitForSelector('>>> dialog[open]');
    await axe.looksAt(state);
    await agent.press('Escape');
    await eventually(`${state} is over`, async () => (await agent.page.$('>>> dialog[open]')) === null);
  };
  await dialog(() => agent.click('button', 'Give to a colleague'), 'giving to a colleague');
  await dialog(() => agent.click('button', 'Close'), 'asked before closing');
  await dialog(() => agent.click('button', 'All keys', 'agent-rail'), 'all keys');
  await dialog(() => agent.click('button', 'Settings', 'agent-rail'), 'the settings');
}

journey('axe finds nothing in the console: signing in, empty, a queue, a conversation, its dialogs', async (stage) => {
  const agent = await stage.seat();
  await settle(agent);
  const axe = new Looker(agent);
  const [account, customer, other] = await Promise.all([
    stage.service.firstAgent(),
    stage.customer(),
    stage.customer(),
    stage.agent('Jules'),
  ]);
  await agent.goto('/agent');
  await agent.find('button', 'Sign in');
  await axe.looksAt('signing in');
  await agent.signIn(account);
  await agent.sees('All quiet');
  await axe.looksAt('an empty desk');
  await customer.asks('Marta', 'Can I have the deposit back?');
  await other.asks('Paolo', 'A warning light is on');
  await agent.find('button', 'Take Paolo');
  await axe.looksAt('a queue');
  await agent.take('Marta');
  await agent.send('Of course.');
  await attachPicture(agent, stage);
  await axe.looksAt('a conversation');
  await looksAtConsole(agent, axe);
  axe.done();
});

journey(
  'axe finds nothing in a call: mirror, ring, pictures, a shown screen, chat, bar and end, on both sides',
  async (stage) => {
    const [agent, customer] = await Promise.all([stage.agent(), stage.customer()]);
    const [console_, widget] = [new Looker(agent), new Looker(customer)];
    for (const person of [agent, customer]) await settle(person);
    await customer.asks('Marta', 'May I show you something?');
    await agent.take('Marta');
    await customer.click('button', 'Ask for a call', '.header');
    await seesPicture(customer, 'mirror');
    await widget.looksAt('the mirror');
    await go(customer, 'Ask for a video call');
    await agent.find('button', 'Answer');
    await widget.looksAt('ringing');
    await console_.looksAt('a ring');
    await agent.click('button', 'Answer');
    await inCall(customer, agent);
    await widget.looksAt('in the call');
    await turn(customer, 'Screen', true);
    await seesPicture(agent, 'screen');
    await widget.looksAt('showing a screen');
    await console_.looksAt('seeing a screen');
    await customer.click('button', 'Chat', '.controls');
    await widget.looksAt('the chat during the call');
    await customer.hide();
    await widget.looksAt('the bar beside the launcher');
    await hangUp(agent);
    await customer.open();
    await customer.sees('Call ended');
    await widget.looksAt('the end');
    widget.done();
    console_.done();
  },
);
