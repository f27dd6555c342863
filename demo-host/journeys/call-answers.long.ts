/** What becomes of a call that is asked for, in the ways that happen more rarely: asked by both, from the queue, with two tabs, out of sight. */
import assert from 'node:assert/strict';
import type { Page } from 'puppeteer-core';
import { CALL_SPY, call, card, go, hangUp, inCall, seesMoving, timeline, timelineTells } from './harness/call.ts';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';
import type { Person } from './harness/person.ts';
import { pair } from './harness/steps.ts';

/** Keeps what would be heard and shown by the browser; the real things happen all the same. */
const LISTEN = `
  window.heard = 0;
  window.shown = [];
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (...times) {
    window.heard += 1;
    return start.apply(this, times);
  };
  window.Notification = new Proxy(Notification, {
    construct(target, [title, options]) {
      const notification = Reflect.construct(target, [title, options]);
      const one = { title, body: options.body, isOpen: true, notification };
      notification.addEventListener('close', () => (one.isOpen = false));
      window.shown.push(one);
      return notification;
    },
  });
`;
/** Beside what counts in every call. */
const LISTENING = { beforePages: CALL_SPY + LISTEN };

const heard = (page: Page): Promise<number> => page.evaluate('window.heard') as Promise<number>;
const shown = (page: Page): Promise<unknown> =>
  page.evaluate('window.shown.map(({ title, body, isOpen }) => ({ title, body, isOpen }))');

async function cardSays(person: Person, words: RegExp): Promise<void> {
  await eventually(`the word about the end is ${words}`, async () => words.test(await card(person)));
}

const isRinging = async (person: Person): Promise<boolean> => (await person.look('button', 'Answer')) !== null;

journey('both ask at the same moment: it becomes one call, which nobody had to answer', async (stage) => {
  const { agent, customer } = await pair(stage);
  await agent.click('button', 'Video call');
  await customer.click('button', 'Ask for a call', '.header');
  const ask = 'Ask for a video call';
  for (const person of [agent, customer]) await person.find('button', ask, 'ycyw-call-lobby');
  await stage.service.asleep(() => Promise.all([agent, customer].map((person) => go(person, ask))));
  await inCall(agent, customer);
  await Promise.all([seesMoving(agent, 'peer'), seesMoving(customer, 'peer')]);
  const calls = (await timeline(customer)).filter((words) => /asked|asking/.test(words));
  assert.equal(calls.length, 1, 'one asking stands in the timeline');
  await hangUp(customer);
  await timelineTells(agent, 'Call started', '^Call ended after');
});

journey(
  'of a customer’s two tabs one rings, in the other it can be answered as well; a second call is refused',
  async (stage) => {
    const { agent, customer } = await pair(stage, LISTENING, LISTENING);
    const first = customer.page;
    await customer.openTab('/');
    const second = customer.page;
    await customer.open();

    // Each tab looks in the mirror, one asks: the other comes too late.
    for (const tab of [first, second]) {
      await customer.switchTo(tab);
      await customer.click('button', 'Ask for a call', '.header');
      await seesMoving(customer, 'mirror');
    }
    await go(customer, 'Sound only');
    await agent.find('button', 'Answer');
    await customer.switchTo(first);
    await go(customer, 'Sound only');
    await cardSays(customer, /^The call didn’t work There is a call already\./);
    await customer.click('button', 'Close', '.card');
    await agent.click('button', 'Decline');
    await customer.switchTo(second);
    await cardSays(customer, /^Not now/);
    await customer.click('button', 'Close', '.card');

    const before = await Promise.all([first, second].map(heard));
    await call(agent, 'audio');
    for (const tab of [first, second]) {
      await customer.switchTo(tab);
      await customer.find('button', 'Answer', '.call-bar');
      await eventually('the title tells who calls', async () => /^Amélie is calling · /.test(await tab.title()));
    }
    const sounds = async () =>
      (await Promise.all([first, second].map(heard))).map((now, at) => now - (before[at] ?? 0));
    const ringing = async () => (await sounds()).map((tones) => tones > 0);
    await eventually('one rings', async () => (await ringing()).includes(true));
    const silent = (await ringing()).indexOf(false);
    assert.notEqual(silent, -1, 'the other is silent');
    const [quiet, loud] = silent === 0 ? [first, second] : [second, first];

    await customer.switchTo(quiet);
    await customer.click('button', 'Answer', '.call-bar');
    await inCall(agent, customer);
    assert.doesNotMatch(await quiet.title(), /calling/);
    await customer.switchTo(loud);
    await customer.sees('In another window');
    assert.equal(await customer.look('button', 'Ask for a call'), null, 'no second call can be asked for');
    await hangUp(agent);
    await timelineTells(customer, 'Amélie asked for a call', 'Call started', '^Call ended after');
  },
);

journey('a customer calls from the queue: every agent reads that, whoever takes it gets the ring', async (stage) => {
  const [agent, jules, customer] = await Promise.all([stage.agent(), stage.agent('Jules'), stage.customer()]);
  await customer.asks('Marta', 'There is a scratch on the door.');
  await agent.find('button', 'Take Marta');
  await call(customer, 'audio');
  await customer.sees('Your call waits for the first free agent.');
  for (const one of [agent, jules]) {
    await one.sees('Wants a call');
    assert.equal(await isRinging(one), false, 'it rings for nobody yet');
  }
  await agent.take('Marta');
  await agent.click('button', 'Answer');
  await inCall(agent, customer);
  await jules.page.waitForFunction(() => !document.body.textContent?.includes('Wants a call'));
  assert.equal(await isRinging(jules), false);
  await hangUp(agent);
  await cardSays(customer, /^Call ended/);
});

journey(
  'an agent who looks elsewhere hears the ring, reads it in the title and in a notification, which goes with the ring and leads to it',
  async (stage) => {
    const [account, marta, paolo] = await Promise.all([stage.service.firstAgent(), stage.customer(), stage.customer()]);
    const agent = await stage.seat({ beforePages: LISTEN });
    await agent.context.overridePermissions(stage.service.url, ['notifications']);
    await agent.signIn(account);
    await marta.asks('Marta', 'There is a scratch on the door.');
    await agent.take('Marta');
    await paolo.asks('Paolo', 'A warning light is on');
    await agent.take('Paolo');
    const console = agent.page;
    await agent.openTab('/healthz');
    await console.emulateFocusedPage(false);
    await eventually('the console is hidden', () => console.evaluate(() => document.hidden));

    const before = await heard(console);
    const had = ((await shown(console)) as unknown[]).length;
    const rings = async () => ((await shown(console)) as unknown[]).slice(had);
    await call(marta, 'audio');
    await eventually('it rings', async () => (await heard(console)) > before);
    const notice = { title: 'A customer calls', body: 'Marta is calling', isOpen: true };
    await eventuallyEqual('it is shown', rings, [notice]);
    await eventually('the title tells it', async () => /^Marta is calling · /.test(await console.title()));
    await hangUp(marta);
    await eventuallyEqual('the notification goes with the ring', rings, [{ ...notice, isOpen: false }]);
    assert.doesNotMatch(await console.title(), /calling/);

    await call(marta, 'audio');
    await eventually('it is shown again', async () => (await rings()).length === 2);
    await console.evaluate('window.shown.at(-1).notification.dispatchEvent(new Event("click"))');
    await agent.switchTo(console);
    await agent.hasOpen('Marta');
    await agent.click('button', 'Answer');
    await inCall(agent, marta);
    await hangUp(agent);
  },
);
