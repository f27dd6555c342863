/** Somebody in front of a browser: a profile of one's own, a tab, and what hands and eyes can do with it. */
import type { Browser, BrowserContext, ElementHandle, KeyInput, Page, Viewport } from 'puppeteer-core';
import { type BrowserName, browser, browserWithProfile, type Surroundings } from './browsers.ts';
import { eventually } from './eventually.ts';
import { findByName, readMessages, readText, type SeenMessage } from './in-page.ts';

const DESKTOP: Viewport = { width: 1280, height: 860 };
export const PHONE: Viewport = { width: 390, height: 780, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

export interface PersonOptions {
  browser?: BrowserName;
  /** Devices, permissions and screen that the browser finds. */
  around?: Surroundings;
  viewport?: Viewport;
  colorScheme?: 'light' | 'dark';
  /** Runs in each page before everything else, as text. */
  beforePages?: string;
  /** A browser that runs already, such as one in another network. Whoever started it closes it. */
  running?: Browser;
  /** Where the pages are found when it isn't the service's own address, such as behind a slow line. */
  origin?: string;
  /** A profile folder that outlives the browser: this person starts a browser of their own with it. */
  profile?: string;
}

/** Which elements can have a role; enough for what the pages use. */
const ROLES = {
  button: 'button, [role="button"], summary',
  link: 'a[href]',
  textbox:
    'textarea, input:not([type]), input[type="text"], input[type="email"], input[type="password"], input[type="search"]',
  radio: 'input[type="radio"], [role="radio"]',
  option: '[role="option"]',
  combobox: 'select',
  menuitem: '[role^="menuitem"]',
  tab: '[role="tab"]',
  listitem: 'li, [role="listitem"]',
} as const;
export type Role = keyof typeof ROLES;

const COMPOSER = '[part~="composer"]';

export class Person {
  readonly context: BrowserContext;
  readonly origin: string;
  /** Uncaught errors of all pages that this person had open. */
  readonly troubles: string[] = [];
  /** What the pages wrote to their consoles, for whoever reads a failure. */
  readonly console: string[] = [];
  readonly #options: PersonOptions;
  #page: Page;

  constructor(context: BrowserContext, page: Page, origin: string, options: PersonOptions) {
    this.context = context;
    this.#page = page;
    this.origin = origin;
    this.#options = options;
  }

  /** A fresh profile and an empty tab. The tab is in a window of its own: behind another it is hidden, and nothing counts as read. */
  static async sit<P extends Person>(
    this: new (
      context: BrowserContext,
      page: Page,
      origin: string,
      options: PersonOptions,
    ) => P,
    origin: string,
    options: PersonOptions,
  ): Promise<P> {
    const { browser: name = 'chromium', around, profile, running } = options;
    const context =
      profile === undefined
        ? await (running ?? (await browser(name, around))).createBrowserContext()
        : (await browserWithProfile(name, profile, around)).defaultBrowserContext();
    const page = await context.newPage({ type: 'window' });
    const person = new this(context, page, origin, options);
    await person.#setUp(page);
    return person;
  }

  /** The tab in front of the person. */
  get page(): Page {
    return this.#page;
  }

  async #setUp(page: Page): Promise<void> {
    page.on('pageerror', (error) =>
      this.troubles.push(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
    page.on('console', (message) => this.console.push(`${message.type()}: ${message.text()}`));
    const { colorScheme, viewport = DESKTOP, beforePages } = this.#options;
    if (this.#options.browser !== 'firefox') {
      await page.setViewport(viewport);
      await page.emulateFocusedPage(true);
      if (colorScheme) await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: colorScheme }]);
    } else await page.setViewport({ width: viewport.width, height: viewport.height });
    if (beforePages !== undefined) await page.evaluateOnNewDocument(beforePages);
  }

  /** Another tab of the same browser, now in front. Returns the one that was. */
  async openTab(path: string): Promise<Page> {
    const before = this.#page;
    this.#page = await this.context.newPage();
    await this.#setUp(this.#page);
    await this.goto(path);
    return before;
  }

  async switchTo(page: Page): Promise<void> {
    this.#page = page;
    await page.bringToFront();
  }

  async goto(path: string): Promise<void> {
    await this.#page.goto(new URL(path, this.origin).href, { waitUntil: 'load' });
  }

  async reload(): Promise<void> {
    await this.#page.reload({ waitUntil: 'load' });
  }

  /** The element of this role and name, at once; null when there is none to see. */
  async look(role: Role, name: string | RegExp, within = ''): Promise<ElementHandle<Element> | null> {
    const pattern = typeof name === 'string' ? `^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$` : name.source;
    const handle = await this.#page.evaluateHandle(findByName, { selector: ROLES[role], name: pattern, within });
    return handle.asElement() as ElementHandle<Element> | null;
  }

  async find(role: Role, name: string | RegExp, within = ''): Promise<ElementHandle<Element>> {
    return eventually(`there is a ${role} "${name}"`, () => this.look(role, name, within));
  }

  async click(role: Role, name: string | RegExp, within = ''): Promise<void> {
    await eventually(`the ${role} "${name}" is clicked`, async () => {
      const element = await this.look(role, name, within);
      await element?.click();
      return element !== null;
    });
  }

  /** Puts text into a field, replacing what is there, in one go as a paste does. */
  async fill(name: string | RegExp, text: string, within = ''): Promise<void> {
    const field = await this.find('textbox', name, within);
    await field.evaluate((element, value) => {
      const input = element as HTMLTextAreaElement;
      input.focus();
      input.value = value;
      input.dispatchEvent(
        new InputEvent('input', { bubbles: true, composed: true, data: value, inputType: 'insertText' }),
      );
    }, text);
  }

  async press(key: KeyInput): Promise<void> {
    await this.#page.keyboard.press(key);
  }

  /** What stands in everything that matches, in shadow roots too, as a person reads it. */
  async read(selector: string): Promise<string[]> {
    return this.#page.evaluate(readText, selector);
  }

  /** Everything that can be read in the page. */
  async text(): Promise<string> {
    return (await this.read('body')).join(' ');
  }

  async sees(words: string | RegExp): Promise<void> {
    await eventually(`"${words}" can be read`, async () => {
      const text = await this.text();
      return typeof words === 'string' ? text.includes(words) : words.test(text);
    });
  }

  /** Where one writes. Its name says to whom, so it is found by its place. */
  async composer(): Promise<ElementHandle<Element>> {
    return this.find('textbox', /./, COMPOSER);
  }

  /** Writes without sending. */
  async write(text: string): Promise<void> {
    await this.fill(/./, text, COMPOSER);
  }

  /** What stands where one writes. */
  async draft(): Promise<string> {
    return (await this.composer()).evaluate((field) => (field as HTMLTextAreaElement).value);
  }

  /** Writes and sends; it stands in the log afterwards, sent or waiting. */
  async send(text: string): Promise<void> {
    await this.write(text);
    await this.click('button', /^(Send|Envoyer)$/, COMPOSER);
    await eventually(`"${text}" stands in the log`, async () =>
      (await this.messages()).some((message) => message.text === text),
    );
  }

  /** Chooses a file, by the paper clip. */
  async attach(path: string): Promise<void> {
    const [chooser] = await Promise.all([
      this.page.waitForFileChooser(),
      this.click('button', /^(Attach a file|Joindre un fichier)/, COMPOSER),
    ]);
    await chooser.accept([path]);
  }

  /** The messages of the log, as they stand there now. */
  async messages(): Promise<SeenMessage[]> {
    return this.page.evaluate(readMessages);
  }

  async texts(): Promise<string[]> {
    return (await this.messages()).map((message) => message.text);
  }

  /** The words under the last own message, such as "14:02 · Read". */
  async deliveryOfLast(): Promise<string> {
    return (await this.messages()).findLast((message) => message.own)?.meta ?? '';
  }

  /** Closes the tabs; with a profile folder of one's own, the whole browser. */
  async leave(): Promise<void> {
    if (this.#options.profile === undefined) await this.context.close();
    else await this.context.browser()?.close();
  }
}
