/** What agents and customers notice of others who come, go or die: nothing that isn't theirs. */
import assert from 'node:assert/strict';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';

journey(
  'an agent whose browser is closed is gone for colleagues and customers, and loses nobody by it',
  async (stage) => {
    const [amelie, jules, marta] = await Promise.all([stage.agent('Amélie'), stage.agent('Jules'), stage.customer()]);
    await marta.asks('Marta', 'Can I have the deposit back?');
    await jules.take('Marta');
    await jules.click('button', 'Give to a colleague');
    await jules.find('radio', 'Amélie Online');
    await jules.press('Escape');
    await amelie.leave();
    await eventually('the colleague is no longer offered', async () => {
      await jules.click('button', 'Give to a colleague');
      const isGone = (await jules.text()).includes('No colleague is online or away.');
      await jules.press('Escape');
      return isGone;
    });
    await jules.leave();
    await marta.sees('Away at the moment, answers later');
    await marta.send('I can wait.');
    const back = await stage.agent('Sofia');
    await eventuallyEqual('it isn’t in the queue at once', () => back.queue(), []);
  },
);

journey('the service dies and comes again: the console comes back by itself, with the draft', async (stage) => {
  const [agent, paolo] = await Promise.all([stage.agent(), stage.customer()]);
  await paolo.asks('Paolo', 'A warning light is on');
  await agent.take('Paolo');
  await agent.write('Stop at the next');
  await stage.service.kill();
  await agent.sees('The connection broke. Reconnecting; what you write is kept.');
  await agent.write('Stop at the next exit.');
  await paolo.send('It is orange.');
  await stage.service.start();
  await agent.sees('It is orange.');
  await eventually(
    'the console says that all is well',
    async () => !(await agent.text()).includes('The connection broke'),
  );
  assert.equal(await agent.draft(), 'Stop at the next exit.');
  await agent.send(await agent.draft());
  await paolo.sees('Stop at the next exit.');
});

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
