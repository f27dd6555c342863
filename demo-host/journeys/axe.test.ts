/**
 * axe looks at the widget and at the console as people meet them: on real pages, with real conversations, light and
 * English, then dark and French. Colours don't depend on the language, so these two hold for all four.
 */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type axeCore from 'axe-core';
import { Agent } from './harness/agent.ts';
import { type Appearance, appear } from './harness/appearance.ts';
import { go, hangUp, inCall, seesPicture, turn } from './harness/call.ts';
import type { Customer } from './harness/customer.ts';
import { eventually } from './harness/eventually.ts';
import { journey, type Stage } from './harness/journey.ts';
import type { Person } from './harness/person.ts';
import { PNG } from './harness/picture.ts';

const LOOKS: readonly Appearance[] = [
  { language: 'en', scheme: 'light' },
  { language: 'fr', scheme: 'dark' },
];
/** What the steps between the looks expect. */
const ENGLISH: Appearance = { language: 'en', scheme: 'light' };

const AXE = await readFile(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** Puts axe into the page if it isn't there yet, and asks it. A line for each finding. */
async function findings(person: Person, within: string): Promise<string[]> {
  const { page } = person;
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  return page.evaluate(async (selector) => {
    const { axe } = window as unknown as { axe: typeof axeCore };
    const { violations } = await axe.run(selector, {
      resultTypes: ['violations'],
      // Every style stands in the document already.
      preload: false,
      rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } },
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.flat().join(' ')}: ${failureSummary}`),
    );
  }, within);
}

/** Still, since a colour on its way to another is nobody's choice. */
const settle = (person: Person): Promise<void> =>
  person.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);

class Looker {
  readonly #person: Person;
  readonly #found: string[] = [];

  constructor(person: Person) {
    this.#person = person;
  }

  async looksAt(state: string): Promise<void> {
    const person = this.#person;
    for (const look of LOOKS) {
      await appear(person, look);
      const found = await findings(person, person instanceof Agent ? 'html' : 'ycyw-support');
      this.#found.push(...found.map((line) => `${state}, ${look.language}, ${look.scheme}: ${line}`));
    }
    await appear(person, ENGLISH);
  }

  /** Says all findings at once: one run tells everything that is wrong. */
  done(): void {
    assert.deepEqual(this.#found, []);
  }
}

async function attachPicture(person: Person, stage: Stage): Promise<void> {
  const path = join(stage.service.dataDir, 'plan.png');
  await writeFile(path, PNG);
  await person.attach(path);
  await person.page.waitForSelector('>>> ycyw-attachment');
}

async function chooseFromMenu(customer: Customer, item: string): Promise<void> {
  await customer.click('button', 'More', 'ycyw-panel');
  await customer.click('menuitem', item);
}

journey('axe finds nothing in the widget, closed, open, talking, offline, closed and rated', async (stage) => {
  const customer = await stage.customer();
  await settle(customer);
  const axe = new Looker(customer);
  await axe.looksAt('the launcher');
  await customer.open();
  await axe.looksAt('an empty conversation, nobody there');
  await customer.send('Hello, see https://example.com/plan');
  await customer.find('textbox', /^Name/);
  await axe.looksAt('asking for name and e-mail');
  const agent = await stage.agent();
  await agent.take();
  await agent.send('Here is the way:');
  await attachPicture(agent, stage);
  await customer.page.waitForSelector('>>> ycyw-attachment');
  await axe.looksAt('messages and a file');
  await customer.click('button', 'More', 'ycyw-panel');
  await axe.looksAt('the menu');
  await customer.press('Escape');
  await customer.click('button', 'Emoji');
  await axe.looksAt('the emoji');
  await customer.press('Escape');
  await customer.page.setOfflineMode(true);
  await customer.sees('You are offline.');
  await axe.looksAt('offline');
  await customer.page.setOfflineMode(false);
  await eventually('the line stands again', async () => !/offline|broke/.test(await customer.panelText()));
  await chooseFromMenu(customer, 'Close this conversation');
  await customer.sees('Close this conversation?');
  await axe.looksAt('asked before closing');
  await customer.click('button', 'Close it');
  await customer.click('radio', /^4 of 5/);
  await axe.looksAt('closed, with a rating');
  await chooseFromMenu(customer, 'Your conversations');
  await customer.find('button', /Today/, 'ycyw-history-list');
  await axe.looksAt('the list of conversations');
  axe.done();
});

async function looksAtConsole(agent: Agent, axe: Looker): Promise<void> {
  const dialog = async (open: () => Promise<void>, state: string): Promise<void> => {
    await open();
    await agent.page.waitForSelector('>>> dialog[open]');
    await axe.looksAt(state);
    await agent.press('Escape');
    await eventually(`${state} is over`, async () => (await agent.page.$('>>> dialog[open]')) === null);
  };
  await dialog(() => agent.click('button', 'Give to a colleague'), 'giving to a colleague');
  await dialog(() => agent.click('button', 'Close'), 'asked before closing');
  await dialog(() => agent.click('button', 'All keys', 'agent-rail'), 'all keys');
  await dialog(() => agent.click('button', 'Settings', 'agent-rail'), 'the settings');
}

journey('axe finds nothing in the console: signing in, empty, a queue, a conversation, its dialogs', async (stage) => {
  const agent = await stage.seat();
  await settle(agent);
  const axe = new Looker(agent);
  const [account, customer, other] = await Promise.all([
    stage.service.firstAgent(),
    stage.customer(),
    stage.customer(),
    stage.agent('Jules'),
  ]);
  await agent.goto('/agent');
  await agent.find('button', 'Sign in');
  await axe.looksAt('signing in');
  await agent.signIn(account);
  await agent.sees('All quiet');
  await axe.looksAt('an empty desk');
  await customer.asks('Marta', 'Can I have the deposit back?');
  await other.asks('Paolo', 'A warning light is on');
  await agent.find('button', 'Take Paolo');
  await axe.looksAt('a queue');
  await agent.take('Marta');
  await agent.send('Of course.');
  await attachPicture(agent, stage);
  await axe.looksAt('a conversation');
  await looksAtConsole(agent, axe);
  axe.done();
});

journey(
  'axe finds nothing in a call: mirror, ring, pictures, a shown screen, chat, bar and end, on both sides',
  async (stage) => {
    const [agent, customer] = await Promise.all([stage.agent(), stage.customer()]);
    const [console_, widget] = [new Looker(agent), new Looker(customer)];
    for (const person of [agent, customer]) await settle(person);
    await customer.asks('Marta', 'May I show you something?');
    await agent.take('Marta');
    await customer.click('button', 'Ask for a call', '.header');
    await seesPicture(customer, 'mirror');
    await widget.looksAt('the mirror');
    await go(customer, 'Ask for a video call');
    await agent.find('button', 'Answer');
    await widget.looksAt('ringing');
    await console_.looksAt('a ring');
    await agent.click('button', 'Answer');
    await inCall(customer, agent);
    await widget.looksAt('in the call');
    await turn(customer, 'Screen', true);
    await seesPicture(agent, 'screen');
    await widget.looksAt('showing a screen');
    await console_.looksAt('seeing a screen');
    await customer.click('button', 'Chat', '.controls');
    await widget.looksAt('the chat during the call');
    await customer.hide();
    await widget.looksAt('the bar beside the launcher');
    await hangUp(agent);
    await customer.open();
    await customer.sees('Call ended');
    await widget.looksAt('the end');
    widget.done();
    console_.done();
  },
);
