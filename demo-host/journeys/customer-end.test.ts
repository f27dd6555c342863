/** Nobody online, closing, rating, starting anew and reading what was. */
import assert from 'node:assert/strict';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';

journey(
  'nobody online: it says so, asks once for name and e-mail, and the answer is found on return',
  async (stage) => {
    const customer = await stage.customer();
    await customer.open();
    await customer.sees('Nobody is online right now. Write all the same');
    await customer.send('I lost my key');
    await customer.fill('Name (optional)', 'Marta Silva');
    await customer.fill('E-mail (optional)', 'marta@');
    await customer.click('button', 'Save');
    await customer.sees('This doesn’t look like an e-mail address.');
    await customer.fill('E-mail (optional)', 'marta@example.com');
    await customer.click('button', 'Save');
    await customer.sees('Thank you, noted.');

    await customer.goto('/offers');
    await customer.open();
    await customer.send('It was in Nice');
    await eventually('it is sent', async () => /Sent$/.test(await customer.deliveryOfLast()));
    assert.equal(await customer.look('textbox', 'E-mail (optional)'), null, 'nobody asks again');
    await customer.hide();
    await customer.goto('/healthz');

    const agent = await stage.agent('Amélie');
    await agent.take('Marta Silva');
    await agent.sees('marta@example.com');
    await agent.send('It was found!');
    await customer.goto('/');
    await eventuallyEqual('the answer waits', () => customer.badge(), '1');
    await customer.open();
    await eventuallyEqual('and is found', () => customer.texts(), ['I lost my key', 'It was in Nice', 'It was found!']);
  },
);

journey(
  'the customer closes, rates with a word that the agent sees, starts anew, and reads the old one',
  async (stage) => {
    const [agent, customer] = await Promise.all([stage.agent('Amélie'), stage.customer()]);
    await customer.asks('Marta', 'How does the deposit work?');
    await agent.take('Marta');
    await agent.send('It is blocked on your card, not taken.');
    await customer.sees('not taken.');

    await customer.click('button', 'More');
    await customer.click('menuitem', 'Close this conversation');
    await customer.sees('Close this conversation?');
    await customer.click('button', 'Close it');
    await customer.sees('You closed the conversation');
    await agent.sees('The customer closed the conversation');

    await (await customer.find('radio', '4 of 5, Good')).click();
    await customer.fill('A word about it (optional)', 'Quick and clear');
    await customer.click('button', 'Send rating');
    await customer.sees('Thank you for your rating.');
    await agent.sees('The customer rated this 4 of 5: “Quick and clear”');

    await customer.click('button', 'Start a new conversation');
    await eventuallyEqual('there is an empty one', () => customer.texts(), []);
    await customer.send('One more thing');
    await agent.take('Marta');
    await eventuallyEqual('it is a conversation of its own', () => agent.texts(), ['One more thing']);

    await customer.click('button', 'More');
    await customer.click('menuitem', 'Your conversations');
    await customer.click('button', /not taken\./);
    await eventuallyEqual('the old one can be read', () => customer.texts(), [
      'How does the deposit work?',
      'It is blocked on your card, not taken.',
    ]);
    assert.equal(await customer.look('button', 'Send'), null, 'but nothing added');
    await customer.click('button', 'Back');
    await customer.click('button', 'Back');
    await eventuallyEqual('back in the new one', () => customer.texts(), ['One more thing']);
  },
);

journey('the agent closes; writing all the same starts a new conversation, also after a reload', async (stage) => {
  const [agent, customer] = await Promise.all([stage.agent('Amélie'), stage.customer()]);
  await customer.asks('Marta', 'Thank you!');
  await agent.take('Marta');
  await customer.sees('Amélie joined');
  await agent.click('button', 'Close');
  await agent.click('button', 'Close it');
  await customer.sees('Amélie closed the conversation');
  await customer.sees('How was it?');
  await customer.reload();
  await customer.open();
  await customer.sees('This conversation is closed. Writing starts a new one.');
  await customer.send('I forgot something');
  await agent.take('Marta');
  await eventuallyEqual('the agent has a new one', () => agent.texts(), ['I forgot something']);
  await eventuallyEqual('the customer too', () => customer.texts(), ['I forgot something']);
});
