/** What the rooms of two could not do: others come and go beside a conversation, and either side can end it. */
import assert from 'node:assert/strict';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';

journey('a third person’s comings and goings change nothing for the two in a conversation', async (stage) => {
  const [agent, marta, stranger, colleague] = await Promise.all([
    stage.agent('Amélie'),
    stage.customer(),
    stage.customer(),
    stage.agent('Jules'),
  ]);
  await marta.asks('Marta', 'Can I have the deposit back?');
  await agent.take('Marta');
  await agent.send('Of course.');
  const said = ['Can I have the deposit back?', 'Of course.'];
  const bothGoOn = async (text: string): Promise<void> => {
    said.push(text);
    await marta.send(text);
    for (const person of [marta, agent]) await eventuallyEqual('both see all of it', () => person.texts(), said);
    assert.deepEqual(await agent.mine(), ['Marta']);
  };

  await stranger.asks('Paolo', 'A warning light is on');
  await colleague.take('Paolo');
  await bothGoOn('A third person came.');
  await colleague.click('button', 'Close');
  await colleague.click('button', 'Close it');
  await stranger.sees('Jules closed the conversation');
  await bothGoOn('Theirs is closed.');
  await stranger.send('Once more, please.');
  await agent.find('button', 'Take Paolo');
  await stranger.leave();
  await colleague.leave();
  await bothGoOn('They are gone.');
  assert.ok(!(await marta.text()).includes('Jules'), 'the customer never heard of them');
});

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
