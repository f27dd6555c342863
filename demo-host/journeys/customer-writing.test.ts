/** Writing and reading in real time: typing, how far a message has come, limits, markup, the place in the queue. */
import assert from 'node:assert/strict';
import { MESSAGE_MAX_CHARS } from '../../signaling/protocol/limits.ts';
import type { Customer } from './harness/customer.ts';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';

journey('who is typing is seen on both sides, until the words are there', async (stage) => {
  const [agent, customer] = await Promise.all([stage.agent('Amélie'), stage.customer()]);
  await customer.open();
  await customer.send('Hello');
  await agent.take();

  await agent.write('I am look');
  await customer.sees('Amélie is writing…');
  await agent.send('I am looking it up.');
  await eventuallyEqual('the words take its place', () => customer.texts(), ['Hello', 'I am looking it up.']);
  assert.doesNotMatch(await customer.panelText(), /is writing/);

  const typed = 'body >>> .typing';
  await customer.write('Tha');
  await eventually('the agent sees that the customer writes', () => agent.page.$(typed));
  await customer.write('');
  await eventually('and that they thought better of it', async () => (await agent.page.$(typed)) === null);
});

journey('an own message is told as Sending, Sent, Delivered and Read, in this order', async (stage) => {
  const [agent, customer] = await Promise.all([stage.agent('Amélie'), stage.customer()]);
  const isNow = (state: RegExp) =>
    eventually(`it is ${state}`, async () => state.test(await customer.deliveryOfLast()));

  await customer.introduce('Marta');
  await customer.open();
  // Not even the line and the log are there yet: they come with the first letter.
  await customer.page.setOfflineMode(true);
  await customer.send('My flight is late');
  await isNow(/^Sending…$/);
  await customer.page.setOfflineMode(false);
  // Whoever only sees the queue has not received it.
  await isNow(/^\d\d:\d\d ?· ?Sent$/);
  await agent.take();
  await isNow(/Read$/);

  // The agent has it, but looks at somebody else's conversation.
  const other = await stage.customer('/offers');
  await other.open();
  await other.send('I come second');
  await agent.take();
  await customer.send('It lands at 23:40');
  await isNow(/Delivered$/);
  await agent.openLine('Marta');
  await isNow(/Read$/);
});

journey('a message over the limit is not sent, the limit is named and its text is kept', async (stage) => {
  const customer = await stage.customer();
  await customer.open();
  const long = 'x'.repeat(MESSAGE_MAX_CHARS + 1);
  await customer.write(long);
  await customer.sees('1 character too many. Please shorten it, or send it in two parts.');
  await customer.click('button', 'Send');
  await customer.page.keyboard.press('Enter');
  assert.equal(await customer.draft(), long, 'every character is still there');
  assert.deepEqual(await customer.texts(), []);

  await customer.send(long.slice(1));
  await eventually('within the limit it is sent', async () => /Sent$/.test(await customer.deliveryOfLast()));
  assert.equal(await customer.draft(), '');
});

/** What a page would run, or show as something else, if any side took it for markup. */
const HOSTILE = [
  '<img src=x onerror="window.__xss = 1">',
  '<script>window.__xss = 1</script>',
  '"><svg/onload=window.__xss=1>',
  '{{window.__xss = 1}} <%= window.__xss = 1 %>',
  '<a href="javascript:window.__xss=1">click</a> javascript:window.__xss=1',
  '<b>&lt;bold&gt;</b> &amp; <style>*{display:none}</style>',
];

journey('markup is shown as text on both sides', async (stage) => {
  const [agent, customer] = await Promise.all([stage.agent(), stage.customer()]);
  await customer.open();
  await customer.send(HOSTILE[0] ?? '');
  await agent.take();
  for (const text of HOSTILE.slice(1)) await customer.send(text);
  for (const text of HOSTILE) await agent.send(text);

  const said = [...HOSTILE, ...HOSTILE];
  for (const person of [customer, agent]) {
    await eventuallyEqual('all of it stands there, letter by letter', () => person.texts(), said);
    assert.equal(await person.page.evaluate('window.__xss'), undefined, 'nothing of it ran');
    const made = await person.page.$$eval('body >>> .bubble', (bubbles) =>
      bubbles.map((bubble) => bubble.querySelectorAll(':not(a[href^="http"])').length),
    );
    assert.deepEqual(
      made,
      said.map(() => 0),
      'nothing of it became an element',
    );
  }
});

journey('the customer sees the place in the queue, and who took the conversation', async (stage) => {
  const agent = await stage.agent('Amélie');
  const [first, second]: Customer[] = [await stage.customer(), await stage.customer('/offers')];
  assert.ok(first && second);
  await first.asks('Marta', 'I was here first');
  await first.sees('You are next');
  await second.asks('Ben', 'I come second');
  await second.sees('1 person before you');

  await agent.take('Marta');
  await first.sees('Amélie joined');
  await first.sees('With you since');
  await second.sees('You are next');
  assert.doesNotMatch(await second.panelText(), /Amélie/, 'nobody else’s business');
});
