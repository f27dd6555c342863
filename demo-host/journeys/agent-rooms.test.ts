import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';

journey('either of the two can always close the conversation', async (stage) => {
  const [agent, marta] = await Promise.all([stage.agent(), stage.customer()]);
  await marta.asks('Marta', 'Can I have the deposit back?');
  await agent.take('Marta');
  await marta.click('button', 'More', 'ycyw-panel');
  await marta.click('menuitem', 'Close this conversation');
  await marta.click('button', 'Close it');
  await eventuallyEqual('the agent’s desk is empty', () => agent.mine(), []);
  await agent.sees('The customer closed the conversation');

  await marta.send('One more thing.');
  await agent.take('Marta');
  await agent.click('button', 'Close');
  await agent.click('button', 'Close it');
  await marta.sees('Amélie closed the conversation');

  await marta.send('And another.');
  await agent.find('button', 'Take Marta');
  await marta.click('button', 'More', 'ycyw-panel');
  await marta.click('menuitem', 'Close this conversation');
  await marta.click('button', 'Close it');
  await eventually('also while nobody has taken it', async () => (await agent.queue()).length === 0);
});
