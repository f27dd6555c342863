/** The panel's menu: sound, old conversations, closing and starting. Says what was chosen; the panel has the button, and acts. */

import { html, LitElement } from 'lit';
import CircleCheck from 'lucide/dist/esm/icons/circle-check-big.mjs';
import Film from 'lucide/dist/esm/icons/film.mjs';
import MessagesSquare from 'lucide/dist/esm/icons/messages-square.mjs';
import SquarePen from 'lucide/dist/esm/icons/square-pen.mjs';
import Volume from 'lucide/dist/esm/icons/volume-2.mjs';
import VolumeOff from 'lucide/dist/esm/icons/volume-x.mjs';
// What one of its commands asks.
import './confirm-close.ts';
import type { CustomerSay } from '../locales/load.ts';
import { base, buttons } from '../ui/controls.ts';
import { type IconNode, icon } from '../ui/icons.ts';
import { moveFocus, settlePopover } from '../ui/popover.ts';
import { popovers } from '../ui/popovers.ts';

export type MenuCommand = 'mute' | 'unmute' | 'conversations' | 'recordings' | 'close' | 'new';

/** A command was chosen. */
export class MenuEvent extends Event {
  readonly command: MenuCommand;
  constructor(command: MenuCommand) {
    super('command-chosen');
    this.command = command;
  }
}

/** The menu opened or closed. */
export class MenuToggleEvent extends Event {
  readonly open: boolean;
  constructor(open: boolean) {
    super('menu-toggled');
    this.open = open;
  }
}

const ITEMS = {
  mute: { picture: VolumeOff, sentence: 'panel.mute' },
  unmute: { picture: Volume, sentence: 'panel.unmute' },
  conversations: { picture: MessagesSquare, sentence: 'panel.conversations' },
  recordings: { picture: Film, sentence: 'panel.recordings' },
  close: { picture: CircleCheck, sentence: 'panel.closeConversation' },
  new: { picture: SquarePen, sentence: 'panel.startNew' },
} as const satisfies Record<MenuCommand, { picture: IconNode; sentence: string }>;

export class PanelMenu extends LitElement {
  static override styles = [base, buttons, popovers];
  static override properties = {
    say: { attribute: false },
    commands: { attribute: false },
  };
  declare say: CustomerSay;
  /** What can be chosen now, in order. */
  declare commands: readonly MenuCommand[];

  constructor() {
    super();
    this.commands = [];
  }

  get #menu(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('[popover]');
  }

  override render() {
    return html`<div
      popover
      role="menu"
      aria-label=${this.say('panel.menu')}
      @toggle=${(event: ToggleEvent) => this.dispatchEvent(new MenuToggleEvent(event.newState === 'open'))}
      @keydown=${this.#onKey}
    >
      ${this.commands.map((command) => this.#item(command))}
    </div>`;
  }

  #item(command: MenuCommand) {
    const { picture, sentence } = ITEMS[command];
    return html`<button role="menuitem" tabindex="-1" @click=${() => this.#choose(command)}>
      ${icon(picture)}<span>${this.say(sentence)}</span>
    </button>`;
  }

  /** @param opener gets the focus back */
  toggle(opener: HTMLElement): void {
    const menu = this.#menu;
    if (menu?.togglePopover() === true) settlePopover(menu, opener, { align: 'end', opener });
  }

  #onKey(event: KeyboardEvent): void {
    if (moveFocus(event, [...(this.#menu?.querySelectorAll('button') ?? [])], 1)) return;
    if (event.key === 'Tab') this.#menu?.hidePopover();
  }

  #choose(command: MenuCommand): void {
    this.#menu?.hidePopover();
    this.dispatchEvent(new MenuEvent(command));
  }
}

customElements.define('ycyw-panel-menu', PanelMenu);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-panel-menu': PanelMenu;
  }
}
