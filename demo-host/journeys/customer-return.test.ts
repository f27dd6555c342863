/** Coming back: after a reload, on the next page, in a second tab, next week; after being offline, and with words not sent yet. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';

journey('the same conversation after a reload, on the next page and in a second tab, both in step', async (stage) => {
  const [agent, customer] = await Promise.all([stage.agent('Amélie'), stage.customer('/', { browser: 'firefox' })]);
  const said = ['Which car fits five people?', 'The estate does.'];
  await customer.open();
  await customer.send('Which car fits five people?');
  await agent.take();
  await agent.send('The estate does.');
  await eventuallyEqual('the answer is there', () => customer.texts(), said);

  await customer.write('And lugg');
  await customer.reload();
  await customer.open();
  await eventuallyEqual('after a reload', () => customer.texts(), said);
  assert.equal(await customer.draft(), 'And lugg', 'what was half written is still there');
  await customer.walk('link', 'Offers');
  await customer.open();
  await eventuallyEqual('on the next page', () => customer.texts(), said);
  assert.equal(await customer.draft(), 'And lugg');

  const first = await customer.openTab('/booking');
  const second = customer.page;
  await customer.open();
  await eventuallyEqual('in a second tab', () => customer.texts(), said);
  await customer.write('And luggage?');
  await customer.switchTo(first);
  await eventuallyEqual('the draft goes along', () => customer.draft(), 'And luggage?');
  await customer.send('And luggage?');
  await agent.send('Four large cases.');
  said.push('And luggage?', 'Four large cases.');
  await eventuallyEqual('the first tab has all', () => customer.texts(), said);
  await customer.hide();
  await customer.switchTo(second);
  await eventuallyEqual('the second tab has all', () => customer.texts(), said);
  await eventuallyEqual('and nothing half written is left', () => customer.draft(), '');
});

journey('the same conversation next week: the browser was closed and is started again', async (stage) => {
  const profile = await mkdtemp(join(tmpdir(), 'ycyw-profile-'));
  try {
    const agent = await stage.agent('Amélie');
    const before = await stage.customer('/', { profile });
    await before.open();
    await before.send('Did I leave my keys in the car?');
    await agent.take();
    await before.sees('Amélie joined');
    await before.leave();
    await agent.send('Yes, they are at the desk in Lyon.');

    const after = await stage.customer('/booking', { profile });
    await eventuallyEqual('the answer is announced', () => after.badge(), '1');
    await after.open();
    await eventuallyEqual('the conversation is there', () => after.texts(), [
      'Did I leave my keys in the car?',
      'Yes, they are at the desk in Lyon.',
    ]);
    await after.leave();
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
});

journey('offline it says so, writing stays possible, and everything is sent by itself when back', async (stage) => {
  const [agent, customer] = await Promise.all([stage.agent('Amélie'), stage.customer()]);
  const isWaiting = async () => (await customer.deliveryOfLast()) === 'Sending…';
  await customer.open();
  await customer.send('one');
  await agent.take();

  await customer.page.setOfflineMode(true);
  await customer.sees('You are offline. Go on writing');
  await customer.send('two');
  await customer.send('three');
  await eventually('the words wait', isWaiting);
  await customer.page.setOfflineMode(false);
  await eventuallyEqual('they arrive in order', () => agent.texts(), ['one', 'two', 'three']);
  await eventually('it says nothing more of it', async () => !(await customer.panelText()).includes('offline'));

  await stage.service.kill();
  await customer.sees('The connection broke. Reconnecting');
  await customer.send('four');
  await eventually('the words wait', isWaiting);
  await stage.service.start();
  await eventuallyEqual('they arrive', () => agent.texts(), ['one', 'two', 'three', 'four']);
  await eventuallyEqual('once', () => customer.texts(), ['one', 'two', 'three', 'four']);
});

journey('closing the tab with unsent messages loses none, not even the very first', async (stage) => {
  const [agent, customer] = await Promise.all([stage.agent('Amélie'), stage.customer()]);
  const said = ['The car has broken down', 'On the A7, near Orange', 'It smokes'];
  await customer.open();
  await customer.page.setOfflineMode(true);
  await customer.sees('You are offline.');
  for (const text of said) await customer.send(text);
  await customer.page.close();
  assert.deepEqual(await agent.queue(), [], 'nobody has heard of it');

  await customer.openTab('/offers');
  await agent.take();
  await eventuallyEqual('without a click it is sent, in order', () => agent.texts(), said);
  await customer.open();
  await eventuallyEqual('and stands there once', () => customer.texts(), said);
});
