/** A customer on somebody else's page: what is seen and done there, also inside of a frame. */
import assert from 'node:assert/strict';
import type { ElementHandle, Frame } from 'puppeteer-core';
import type { Customer } from '../harness/customer.ts';
import { eventually } from '../harness/eventually.ts';
import { readMessages, readText } from '../harness/in-page.ts';
import { describe, edges, isReachable, readSeen, type Seen } from './in-host.ts';

const LAUNCHER = 'ycyw-support >>> [part~="launcher"]';
const PANEL = 'ycyw-support >>> [part~="panel"]';
const FIELD = 'ycyw-support >>> [part~="composer"] textarea';
const CLOSE = 'ycyw-support >>> [part~="header"] > button:last-of-type';
const LOG = 'ycyw-support >>> .scroller';

/** Enough for a log that scrolls. */
const MANY = 14;

export class Visit {
  readonly person: Customer;

  constructor(person: Customer) {
    this.person = person;
  }

  /** The document that holds the widget. */
  async frame(): Promise<Frame> {
    return eventually('some document holds the widget', async () => {
      for (const frame of this.person.page.frames()) {
        if (
          await frame.evaluate(
            () => customElements.get('ycyw-support') && document.querySelector('ycyw-support') !== null,
          )
        )
          return frame;
      }
      return null;
    });
  }

  async inPage<T>(act: () => T): Promise<T> {
    return (await this.frame()).evaluate(act) as Promise<T>;
  }

  async find(selector: string): Promise<ElementHandle<Element>> {
    const frame = await this.frame();
    return eventually(`there is ${selector}`, () => frame.$(selector));
  }

  async launcherIsReachable(): Promise<boolean> {
    return (await this.find(LAUNCHER)).evaluate(isReachable);
  }

  async panelIsReachable(): Promise<boolean> {
    return (await this.find(PANEL)).evaluate(isReachable);
  }

  async launcherEdges(): Promise<{ left: number; right: number; bottom: number }> {
    return (await this.find(LAUNCHER)).evaluate(edges);
  }

  /** By a real click where the launcher is. */
  async open(): Promise<void> {
    await this.#clickOn(LAUNCHER);
    await eventually('one can write', async () => (await this.find(FIELD)).evaluate(isReachable));
  }

  async close(): Promise<void> {
    await this.#clickOn(CLOSE);
    await eventually('the launcher is back', () => this.launcherIsReachable());
  }

  /** By real keys; returns once the service has acknowledged it. */
  async write(text: string): Promise<void> {
    const before = await this.draft();
    await this.type(text);
    await this.person.press('Enter');
    await this.isAcknowledged(before + text);
  }

  /** By real keys, without sending. */
  async type(text: string): Promise<void> {
    await this.#clickOn(FIELD);
    await this.person.page.keyboard.type(text);
  }

  async draft(): Promise<string> {
    return (await this.find(FIELD)).evaluate((field) => (field as HTMLTextAreaElement).value);
  }

  /** Everything that can be read in the panel. */
  async words(): Promise<string> {
    return (await (await this.frame()).evaluate(readText, '[part~="panel"]')).join(' ');
  }

  async isAcknowledged(text: string): Promise<void> {
    await eventually(`"${text}" is acknowledged`, async () => {
      const messages = await (await this.frame()).evaluate(readMessages);
      return messages.some((message) => message.text === text && message.own && message.seq !== null);
    });
  }

  async directionOfComposer(): Promise<string> {
    return (await this.find(FIELD)).evaluate((field) => getComputedStyle(field).direction);
  }

  async animations(): Promise<number> {
    return (await this.find(PANEL)).evaluate((panel) => panel.getAnimations({ subtree: true }).length);
  }

  /** Lets the page draw so many times. */
  async frames(count: number): Promise<void> {
    await (await this.frame()).evaluate(async (left) => {
      for (let drawn = 0; drawn < left; drawn += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    }, count);
  }

  async fillTheLog(): Promise<void> {
    for (let count = 0; count < MANY; count += 1) {
      await (await this.frame()).evaluate(
        (text) => document.querySelector('ycyw-support')?.send(text),
        `Message ${count}\nand\nmore`,
      );
    }
    await eventually('there is something to scroll to', async () =>
      (await this.find(LOG)).evaluate((log) => log.scrollHeight > log.clientHeight + 500),
    );
  }

  /** By the wheel. @returns by how many pixels it went */
  async scrollLog(by: number): Promise<number> {
    const log = await this.find(LOG);
    const before = await log.evaluate((element) => element.scrollTop);
    await log.hover();
    await this.person.page.mouse.wheel({ deltaY: by });
    await eventually('it scrolls', async () => (await log.evaluate((element) => element.scrollTop)) !== before).catch(
      () => {},
    );
    await eventually('it stands still', async () => {
      const [one, two] = await log.evaluate(async (element) => {
        const at = element.scrollTop;
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        return [at, element.scrollTop];
      });
      return one === two;
    });
    return (await log.evaluate((element) => element.scrollTop)) - before;
  }

  async seen(): Promise<Seen> {
    return (await this.frame()).evaluate(readSeen);
  }

  async describe(): Promise<ReturnType<typeof describe>> {
    return this.person.page.evaluate(describe);
  }

  async #clickOn(selector: string): Promise<void> {
    const element = await this.find(selector);
    await eventually(`${selector} can be clicked`, () => element.evaluate(isReachable));
    const box = await element.boundingBox();
    assert.ok(box, `${selector} has a place`);
    await this.person.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  }
}
