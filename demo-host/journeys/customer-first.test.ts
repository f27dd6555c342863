/** Meeting the widget for the first time: what it costs before the click, on a phone, by keyboard, in French. */
import assert from 'node:assert/strict';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';
import { isEnglish, wordsOfWidget } from './harness/language.ts';
import { PHONE } from './harness/person.ts';

/** Counts what moves by itself in a page. */
const WATCH_SHIFTS = `
  window.__shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.__shifts.push(entry.value);
  }).observe({ type: 'layout-shift', buffered: true });
`;

/** So long without a request the page is at rest, in milliseconds. */
const QUIET_MS = 500;

journey(
  'the launcher shifts nothing and costs almost nothing before it is clicked: nothing stored, no connection',
  async (stage) => {
    const customer = await stage.customer('/healthz', { beforePages: WATCH_SHIFTS });
    const { page } = customer;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const network = await page.createCDPSession();
    await network.send('Network.enable');
    network.on('Network.webSocketCreated', ({ url }) => asked.push(new URL(url).pathname));

    await customer.goto('/');
    await eventually('the launcher is there', () => page.$('ycyw-support >>> [part~="launcher"]'));
    // The page's idle time is when the widget looks whether its visitor is known.
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => requestIdleCallback(resolve))));
    // Not the driver's own count of open requests: one of the page before may stay in it for ever.
    await eventually('nothing more is asked for', () =>
      page.evaluate(async (quietMs) => {
        const asked = () => performance.getEntriesByType('resource').length;
        const before = asked();
        await new Promise((resolve) => setTimeout(resolve, quietMs));
        return asked() === before;
      }, QUIET_MS),
    );

    const isOfTheWidget = (path: string): boolean => /^\/(ycyw-support|chunks|socket\.io|api)\b/.test(path);
    assert.deepEqual(asked.filter(isOfTheWidget), ['/ycyw-support.js'], 'one script, and nothing else is asked for');
    assert.deepEqual(
      await page.evaluate(async () => ({
        local: { ...localStorage },
        session: { ...sessionStorage },
        cookie: document.cookie,
        databases: (await indexedDB.databases()).length,
        caches: (await caches.keys()).length,
      })),
      { local: {}, session: {}, cookie: '', databases: 0, caches: 0 },
      'nothing is stored',
    );
    assert.deepEqual(await customer.context.cookies(), []);
    assert.deepEqual(await page.evaluate('window.__shifts'), [], 'nothing in the page moved');

    await customer.open();
    await eventually('the rest is loaded, and asks who is there', () =>
      ['/chunks', '/api/presence'].every((part) => asked.some((path) => path.startsWith(part))),
    );
    const isLine = (path: string): boolean => path.startsWith('/socket.io');
    assert.equal(asked.some(isLine), false, 'opening alone connects nothing');
    assert.equal(await page.evaluate(() => localStorage.length), 0, 'and stores nothing');
    await page.keyboard.type('H');
    await eventually('the first letter connects', () => asked.some(isLine));
    await customer.send('Hello');
    await eventually('the first word makes a visitor known', () => page.evaluate(() => localStorage.length > 0));
  },
);

/** Plays the on-screen keyboard, which headless browsers have not: it leaves this many pixels of the screen. */
const LEFT_BY_KEYBOARD = 400;

journey('on a phone the chat fills the screen, inputs have 16 px and the keyboard hides nothing', async (stage) => {
  const customer = await stage.customer('/', { viewport: { ...PHONE, height: 844 } });
  const { page } = customer;
  await page.tap('ycyw-support >>> [part~="launcher"]');
  await customer.composer();
  const box = async (selector: string) => {
    const element = await eventually(`there is ${selector}`, () => page.$(`ycyw-support >>> ${selector}`));
    const { x, y, width, height } = (await element.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    return { x, y, width, height };
  };
  await eventuallyEqual('it is the whole screen', () => box('[part~="panel"]'), {
    x: 0,
    y: 0,
    width: 390,
    height: 844,
  });
  const focused = () =>
    page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.shadowRoot?.activeElement?.tagName);
  assert.equal(await focused(), 'H2', 'no keyboard comes up by itself');

  // With nobody there a name and an address are asked for: all the fields that a customer meets.
  await customer.send('Is anybody there?');
  await customer.find('textbox', 'E-mail (optional)');
  const sizes = await page.$$eval('ycyw-support >>> :is(input:not([type="file"]), textarea)', (fields) =>
    fields.map((field) => Number.parseFloat(getComputedStyle(field).fontSize)),
  );
  assert.equal(sizes.length, 3);
  assert.ok(Math.min(...sizes) >= 16, `no field makes the phone zoom: ${sizes.join(', ')} px`);
  const targets = await page.$$eval('ycyw-support >>> button', (buttons) =>
    buttons.flatMap((button) => {
      const { width, height } = button.getBoundingClientRect();
      return button.checkVisibility({ visibilityProperty: true }) && Math.min(width, height) < 44
        ? [`${button.ariaLabel ?? button.textContent}: ${width} × ${height}`]
        : [];
    }),
  );
  assert.deepEqual(targets, [], 'every button is large enough for a thumb');

  await page.evaluate((height) => {
    Object.defineProperty(visualViewport, 'height', { configurable: true, get: () => height });
    visualViewport?.dispatchEvent(new Event('resize'));
  }, LEFT_BY_KEYBOARD);
  await eventually('where one writes stays in sight', async () => {
    const { y, height } = await box('[part~="composer"]');
    return height > 0 && y >= 0 && y + height <= LEFT_BY_KEYBOARD;
  });
  const last = await box('.row:last-of-type [part~="message"]');
  assert.ok(last.y + last.height <= LEFT_BY_KEYBOARD, 'and what was written too');
  await customer.hide();
  assert.equal(
    await page.evaluate(() => document.documentElement.style.overflow),
    '',
    'the page behind can scroll again',
  );
});

/** More stops than the page has before the launcher. */
const STOPS = 60;

journey(
  'everything goes by keyboard: opened with Tab and Enter, written, closed with Escape, and the focus is back',
  async (stage) => {
    const customer = await stage.customer('/offers');
    const { page } = customer;
    /** What has the focus, as a path through the shadow trees. */
    const focused = () =>
      page.evaluate(() => {
        let element = document.activeElement;
        const path = [];
        while (element) {
          path.push(element.getAttribute('part') ?? element.localName);
          if (element.shadowRoot === null && element.ariaHasPopup === 'menu') path.push(element.ariaLabel ?? '');
          element = element.shadowRoot?.activeElement ?? null;
        }
        return path.join(' ');
      });
    const tabTo = async (what: RegExp): Promise<void> => {
      for (let stop = 0; stop < STOPS; stop += 1) {
        await page.keyboard.press('Tab');
        if (what.test(await focused())) return;
      }
      assert.fail(`Tab never leads to ${what}`);
    };
    await tabTo(/^ycyw-support launcher$/);
    await page.keyboard.press('Enter');
    await eventually('the cursor is where one writes', async () => (await focused()).endsWith(' textarea'));
    await page.keyboard.type('Written without a mouse');
    await page.keyboard.press('Enter');
    await eventuallyEqual('it is sent', () => customer.texts(), ['Written without a mouse']);

    await tabTo(/ycyw-panel button More$/);
    await page.keyboard.press('Enter');
    await customer.find('menuitem', 'Mute the sound');
    await page.keyboard.press('Escape');
    await eventually(
      'Escape closes the menu',
      async () => (await customer.look('menuitem', 'Mute the sound')) === null,
    );
    assert.ok(await customer.isOpen(), 'and not the panel with it');

    await page.keyboard.press('Escape');
    await eventuallyEqual('the second one closes the panel', () => customer.isOpen(), false);
    await eventuallyEqual('the focus is back', focused, 'ycyw-support launcher');
  },
);

journey('on a French page the widget is French, complete', async (stage) => {
  const customer = await stage.customer('/reservation');
  const { page } = customer;
  const isAllFrench = async (where: string): Promise<void> => {
    const english = (await wordsOfWidget(page)).filter((words) => words !== 'Your Car Your Way' && isEnglish(words));
    assert.deepEqual(english, [], `no word is English: ${where}`);
  };
  await eventuallyEqual(
    'the launcher says it in French',
    async () => (await customer.read('[part~="launcher"]'))[0],
    'Aide',
  );
  await customer.open();
  await isAllFrench('an empty conversation');
  await customer.send('Bonjour, je serai en retard');
  await customer.find('textbox', 'E-mail (facultatif)');
  await isAllFrench('nobody is online');

  const agent = await stage.agent();
  await agent.take();
  await agent.send('Pas de souci');
  await customer.sees('Pas de souci');
  await isAllFrench('an agent answered');
  await customer.click('button', 'Plus');
  await customer.find('menuitem', 'Clore cette conversation');
  await isAllFrench('the menu');
  await customer.click('menuitem', 'Clore cette conversation');
  await customer.find('button', 'Clore');
  await isAllFrench('the question before closing');
  await customer.click('button', 'Clore');
  await (await customer.find('radio', /^5 sur 5/)).click();
  await customer.find('button', 'Envoyer la note');
  await isAllFrench('the rating');
  await customer.fill(/^Un mot/, 'Très bien');
  await customer.click('button', 'Envoyer la note');
  await customer.sees('Merci pour votre note.');
  await isAllFrench('rated');
  await customer.click('button', 'Plus');
  await customer.click('menuitem', 'Vos conversations');
  await customer.find('listitem', /Pas de souci/);
  await isAllFrench('the conversations');
  await page.setOfflineMode(true);
  await customer.sees('Vous êtes hors ligne.');
  await isAllFrench('offline');
});
