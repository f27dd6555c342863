import type { KeyInput } from 'puppeteer-core';
import type { Agent } from './harness/agent.ts';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';
import { focusIsOn, tabTo } from './harness/keyboard.ts';

/** Escape, and what was open with these words is gone. */
async function leave(agent: Agent, words: string): Promise<void> {
  await agent.sees(words);
  await agent.press('Escape');
  await eventually(`"${words}" is gone`, async () => !(await agent.text()).includes(words));
}

const types = (agent: Agent, text: string): Promise<void> => agent.page.keyboard.type(text);
const press = (agent: Agent, key: KeyInput): Promise<void> => agent.press(key);

journey('everything by keyboard, from signing in to closing', async (stage) => {
  const [agent, account, marta] = await Promise.all([
    stage.seat(),
    stage.service.firstAgent(),
    stage.customer(),
    stage.agent('Jules'),
  ]);
  await marta.asks('Marta', 'Can I have the deposit back?');

  await agent.goto('/agent');
  await focusIsOn(agent, /^E-mail/);
  await types(agent, account.email);
  await tabTo(agent, /^Password/);
  await types(agent, account.password);
  await press(agent, 'Enter');
  await agent.find('button', 'Take Marta');

  await press(agent, '?');
  await leave(agent, 'All keys');
  await press(agent, 'j');
  await focusIsOn(agent, /^Marta/);
  await press(agent, 't');
  await focusIsOn(agent, /^Write to Marta$/);
  await types(agent, 'Of course. ');
  await types(agent, 'One moment.');
  await press(agent, 'Enter');
  await marta.sees('Of course. One moment.');

  await press(agent, 'Escape');
  await focusIsOn(agent, /^Marta/);
  await press(agent, 'n');
  await focusIsOn(agent, /^Write a note that only agents see$/);
  await types(agent, 'Deposit 900 €');
  await press(agent, 'Enter');
  await agent.sees(/Note, agents only: Deposit 900 €/);

  await press(agent, 'Escape');
  await press(agent, 'g');
  await leave(agent, 'Give Marta to a colleague');
  await focusIsOn(agent, /^Marta/);
  await tabTo(agent, /^Back to the queue$/);
  await press(agent, 'Enter');
  await leave(agent, 'Give Marta back to the queue');
  await focusIsOn(agent, /^Back to the queue$/);

  await press(agent, 'e');
  await focusIsOn(agent, /^Close it$/);
  await press(agent, 'Enter');
  await marta.sees('Amélie closed the conversation');
  await tabTo(agent, /^Your status: Online/);
  await press(agent, 'Space');
  await focusIsOn(agent, /^Your status: Away/);
});

journey('a reload of the console loses neither place nor draft', async (stage) => {
  const [agent, paolo, lea] = await Promise.all([stage.agent(), stage.customer(), stage.customer()]);
  await paolo.asks('Paolo', 'A warning light is on');
  await lea.asks('Léa', 'Is it automatic?');
  await agent.take('Paolo');
  await agent.write('Stop at the next');
  await agent.take('Léa');
  await agent.write('Yes, all of');
  await agent.reload();
  await agent.hasOpen('Léa');
  await eventuallyEqual('its draft stands there', () => agent.draft(), 'Yes, all of');
  await eventuallyEqual('both are on the desk', () => agent.mine(), ['Léa', 'Paolo']);
  await agent.openLine('Paolo');
  await eventuallyEqual('the other draft, too', () => agent.draft(), 'Stop at the next');
});
