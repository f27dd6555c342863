/** A new customer calls an agent who looks elsewhere. */
import assert from 'node:assert/strict';
import type { Page } from 'puppeteer-core';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';

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
      window.shown.push({ title, body: options.body, notification });
      return notification;
    },
  });
`;

/** Tones of one call. */
const TONES = 2;

const heard = (page: Page): Promise<unknown> => page.evaluate('window.heard');
const shown = (page: Page): Promise<unknown> =>
  page.evaluate('window.shown.map(({ title, body }) => ({ title, body }))');

journey(
  'a sound and a browser notification tell of a new customer when the console’s tab is hidden; in front, the sound alone',
  async (stage) => {
    const agent = await stage.seat({ beforePages: LISTEN });
    await agent.context.overridePermissions(stage.service.url, ['notifications']);
    const [account, paolo, lea] = await Promise.all([stage.service.firstAgent(), stage.customer(), stage.customer()]);
    await agent.signIn(account);
    const console = agent.page;

    await paolo.asks('Paolo', 'A warning light is on');
    await eventuallyEqual('it sounds', () => heard(console), TONES);
    await agent.find('button', 'Take Paolo');
    assert.deepEqual(await shown(console), [], 'nothing covers what the agent looks at');

    await agent.openTab('/healthz');
    await console.emulateFocusedPage(false);
    await eventually('the console is hidden', () => console.evaluate(() => document.hidden));
    await lea.asks('Léa', 'Is the Fiat 500 automatic?');
    await eventuallyEqual('it is shown', () => shown(console), [
      { title: 'A new customer is waiting', body: 'Léa: Is the Fiat 500 automatic?' },
    ]);
    await eventuallyEqual('it sounds once more', () => heard(console), 2 * TONES);
    assert.match(await console.title(), /^\(2\) /, 'the tab’s title says how many wait');

    await console.evaluate('window.shown[0].notification.dispatchEvent(new Event("click"))');
    await agent.switchTo(console);
    await agent.hasOpen('Léa');
  },
);
