/** A customer on the rental pages, with the widget before them. */
import { eventually } from './eventually.ts';
import { Person, type Role } from './person.ts';

const LAUNCHER = 'ycyw-support >>> [part~="launcher"]';
const COMPOSER = '[part~="composer"]';
const CALL = 'ycyw-support >>> [part~="call"]';
const PANEL = 'ycyw-support >>> [part~="panel"]';

export class Customer extends Person {
  /** Opens the panel, by a click as everybody does. Returns when one can write, or a call lies over the chat. */
  async open(): Promise<void> {
    await eventually('the panel is open', async () => {
      if (await this.isOpen()) return true;
      await (await this.page.$(LAUNCHER))?.click();
      return false;
    });
    await eventually('there is something to do', async () => {
      return (await this.look('textbox', /./, COMPOSER)) ?? (await this.page.$(CALL));
    });
  }

  /** The page knows its customer's name and tells it, as an integrator's page does. Before the first word. */
  async introduce(userName: string, userEmail = ''): Promise<void> {
    await this.page.evaluate((known) => Object.assign(document.querySelector('ycyw-support') ?? {}, known), {
      userName,
      userEmail,
    });
  }

  /** Comes with a name and writes a first word. */
  async asks(userName: string, text: string): Promise<void> {
    await this.introduce(userName);
    await this.open();
    await this.send(text);
  }

  async isOpen(): Promise<boolean> {
    return this.page.evaluate(() => document.querySelector('ycyw-support')?.hasAttribute('open') ?? false);
  }

  async hide(): Promise<void> {
    await this.click('button', 'Close the chat');
    await eventually('the panel is out of the way', () =>
      this.page.evaluate(() => {
        const panel = document.querySelector('ycyw-support')?.shadowRoot?.querySelector('[part~="panel"]');
        return !panel?.checkVisibility({ visibilityProperty: true });
      }),
    );
  }

  /** Shuts the panel, since it may lie over the page, and clicks what leads to the next page. */
  async walk(role: Role, name: string | RegExp): Promise<void> {
    if (await this.isOpen()) await this.hide();
    const before = this.page.url();
    await this.click(role, name);
    await eventually('the next page is there', async () => {
      const isLoaded = await this.page.evaluate(() => document.readyState === 'complete');
      return isLoaded && this.page.url() !== before;
    });
  }

  /** The number on the launcher; empty when there is none. */
  async badge(): Promise<string> {
    return (await this.read('[part~="badge"]'))[0] ?? '';
  }

  /** Everything that can be read in the panel. */
  async panelText(): Promise<string> {
    return (await this.page.$(PANEL)) ? ((await this.read('[part~="panel"]'))[0] ?? '') : '';
  }
}
