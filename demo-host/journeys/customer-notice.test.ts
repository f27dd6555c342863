/** What calls a customer who looks elsewhere: badge, title and sound. */
import assert from 'node:assert/strict';
import type { Page } from 'puppeteer-core';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';

/** Counts sounds. Tones that follow each other within this time, in milliseconds, are one. */
const COUNT_SOUNDS = `
  window.__sounds = 0;
  let lastTone = -Infinity;
  const { start } = AudioScheduledSourceNode.prototype;
  AudioScheduledSourceNode.prototype.start = function (...when) {
    if (performance.now() - lastTone > 200) window.__sounds += 1;
    lastTone = performance.now();
    return start.apply(this, when);
  };
`;

journey(
  'an answer to a closed panel shows a badge and a hint in the title, and makes one sound however many tabs; muted it makes none',
  async (stage) => {
    const [agent, customer] = await Promise.all([
      stage.agent('Amélie'),
      stage.customer('/', { beforePages: COUNT_SOUNDS }),
    ]);
    const title = await customer.page.title();
    await customer.open();
    await customer.send('Hello');
    await agent.take();
    await customer.sees('Amélie joined');
    await customer.hide();
    const first = await customer.openTab('/');
    // A browser lets a page sound only after a click in it.
    await customer.open();
    await customer.hide();
    const second = customer.page;

    const sounds = async (): Promise<number> => {
      const counts = await Promise.all([first, second].map((page) => page.evaluate('window.__sounds')));
      return counts.reduce<number>((sum, count) => sum + Number(count), 0);
    };
    const bothTabs = <T>(look: (page: Page) => Promise<T>): Promise<T[]> => Promise.all([look(first), look(second)]);
    const badges = () =>
      bothTabs(async (page) => {
        const badge = await page.$('ycyw-support >>> [part~="badge"]:not([hidden])');
        return (await badge?.evaluate((element) => element.textContent)) ?? '';
      });
    const titles = () => bothTabs((page) => page.title());

    await agent.send('Good evening!');
    await eventuallyEqual('both tabs show it', badges, ['1', '1']);
    await eventuallyEqual('one of them sounds', sounds, 1);
    const hint = `(1) New message · ${title}`;
    await eventuallyEqual('both titles tell', titles, [hint, hint]);
    await agent.send('How can I help?');
    await eventuallyEqual('both tabs show both', badges, ['2', '2']);
    await eventuallyEqual('once more one of them sounds', sounds, 2);

    await customer.switchTo(first);
    await customer.open();
    await eventuallyEqual('what is read in one tab is read in the other', badges, ['', '']);
    await eventuallyEqual('and the titles are as before', titles, [title, title]);
    await agent.send('Are you there?');
    await customer.sees('Are you there?');

    await customer.click('button', 'More');
    await customer.click('menuitem', 'Mute the sound');
    await customer.hide();
    await agent.send('Take your time.');
    await eventuallyEqual('muted, it is still shown', badges, ['1', '1']);
    await customer.open();
    await customer.click('button', 'More');
    await customer.click('menuitem', 'Turn the sound on');
    await customer.hide();
    await agent.send('I am here.');
    await eventuallyEqual('unmuted, it is heard again', sounds, 3);
    assert.equal(await sounds(), 3, 'neither what was read while it came nor what came while muted was heard');
  },
);

journey('in a hidden tab an open panel counts nothing as read; coming back reads it', async (stage) => {
  const [agent, customer] = await Promise.all([stage.agent('Amélie'), stage.customer()]);
  const { page } = customer;
  const title = await page.title();
  await customer.open();
  await customer.send('Hello');
  await agent.take();
  await page.emulateFocusedPage(false);
  const isHidden = () => page.evaluate(() => document.visibilityState === 'hidden');
  await customer.openTab('/healthz');
  await eventually('the tab is behind another', isHidden);

  await agent.send('Good evening!');
  await eventually('it was delivered', async () => /Delivered$/.test(await agent.deliveryOfLast()));
  await eventuallyEqual('the title tells', () => page.title(), `(1) New message · ${title}`);
  assert.match(await agent.deliveryOfLast(), /Delivered$/, 'nobody read it');

  await customer.switchTo(page);
  await eventuallyEqual('the hint goes', () => page.title(), title);
  await eventually('it is read', async () => /Read$/.test(await agent.deliveryOfLast()));
  await customer.sees('New messages');
});

journey('whoever comes to the next page with an unread answer sees the badge without a click', async (stage) => {
  const [agent, customer] = await Promise.all([stage.agent('Amélie'), stage.customer()]);
  await customer.open();
  await customer.send('Hello');
  await agent.take();
  await customer.hide();
  await customer.goto('/healthz');
  await agent.send('Good evening!');
  await customer.goto('/offers');
  await eventuallyEqual('the launcher tells', () => customer.badge(), '1');
  await customer.find('button', 'Help · Open the support chat, 1 new message');
});
