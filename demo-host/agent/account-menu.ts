/** Who one is, at the end of the rail: name, address and role, the ways out, and what supervisors may see. Asks, does nothing. */
import { css, html, LitElement, nothing } from 'lit';

import LogOut from 'lucide/dist/esm/icons/log-out.mjs';
import MonitorX from 'lucide/dist/esm/icons/monitor-x.mjs';
import ScrollText from 'lucide/dist/esm/icons/scroll-text.mjs';
import Users from 'lucide/dist/esm/icons/users.mjs';
import type { Me } from '../../signaling/protocol/http.ts';
import { avatar, avatars } from '../../widget/ui/avatar.ts';
import { base, buttons } from '../../widget/ui/controls.ts';
import { type IconNode, icon } from '../../widget/ui/icons.ts';
import { moveFocus, settlePopover } from '../../widget/ui/popover.ts';
import { popovers } from '../../widget/ui/popovers.ts';
import type { ConsoleSay } from './console-say.ts';
import { CommandEvent, type DeskCommand } from './events.ts';

export class AccountMenu extends LitElement {
  static override styles = [
    base,
    buttons,
    avatars,
    popovers,
    css`
      :host {
        display: block;
      }
      /* On the rail, which is dark in either appearance; the menu is not. */
      .face {
        --_online: #35b578;
        --_surface: #0f1f3d;
        --_accent-text: #8db5ff;
        position: relative;
        display: grid;
        place-items: center;
        width: 48px;
        height: 48px;
      }
      /* Over the letters, which are not what it is called. */
      .opener {
        position: absolute;
        inset: 0;
        border-radius: 50%;
      }
      .opener:hover,
      .face:has(+ :popover-open) .opener {
        box-shadow: inset 0 0 0 2px var(--_accent-text);
      }
      .about {
        max-width: 280px;
        margin: 0;
        padding: 8px 12px 12px;
        overflow-wrap: anywhere;
      }
      .about strong,
      .about span {
        display: block;
      }
      .about strong {
        font-weight: 650;
      }
      .about span {
        font-size: 13px;
        line-height: 18px;
        color: var(--_muted);
      }
      .about .role {
        width: fit-content;
        margin-block-start: 8px;
        padding: 1px 10px;
        border-radius: 99px;
        font-weight: 600;
        background: var(--_soft);
        color: var(--_accent-text);
      }
      hr {
        margin: 4px 12px;
        border: 0;
        border-block-start: 1px solid var(--_line);
      }
    `,
  ];
  static override properties = { say: { attribute: false }, me: { attribute: false }, presence: { attribute: false } };
  declare say: ConsoleSay;
  declare me: Me;
  declare presence: 'online' | 'away';

  override render() {
    const { say, me, presence } = this;
    const name = say('rail.me', { name: me.name, presence: say(`presence.${presence}`) });
    return html`<div class="face">
        ${avatar(me.name, presence === 'online')}
        <button
        class="opener"
        popovertarget="menu"
        aria-haspopup="menu"
        aria-label=${name}
        title=${me.name}
      ></button>
      </div>
      <div id="menu" popover @toggle=${this.#onToggle}>
        <p class="about">
          <strong dir="auto">${me.name}</strong><span>${me.email}</span>
          <span class="role">${say(`role.${me.role}`)}</span>
        </p>
        <div role="menu" aria-label=${me.name} @keydown=${this.#onKey}>
          ${
            me.role === 'supervisor'
              ? html`${this.#item(Users, say('team.title'), 'team')}${this.#item(ScrollText, say('audit.title'), 'audit')}
                  <hr />`
              : nothing
          }
          ${this.#item(LogOut, say('settings.signOut'), 'sign-out')}
          ${this.#item(MonitorX, say('me.everywhere'), 'sign-out-everywhere')}
        </div>
      </div>`;
  }

  #item(node: IconNode, words: string, command: DeskCommand) {
    return html`<button role="menuitem" @click=${() => this.#choose(command)}>${icon(node)}${words}</button>`;
  }

  get #menu(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('#menu');
  }

  #choose(command: DeskCommand): void {
    // First: a dialog gives the focus back to what had it, and that is the button, not an item that is gone.
    this.#menu?.hidePopover();
    this.dispatchEvent(new CommandEvent(command));
  }

  #onToggle(event: ToggleEvent): void {
    if (event.newState !== 'open') return;
    const opener = this.renderRoot.querySelector<HTMLElement>('.opener');
    if (opener) settlePopover(event.currentTarget as HTMLElement, opener, { align: 'start', opener });
  }

  #onKey(event: KeyboardEvent): void {
    const items = [...this.renderRoot.querySelectorAll<HTMLElement>('[role=menuitem]')];
    if (event.key === 'Tab') this.#menu?.hidePopover();
    else moveFocus(event, items, 1);
  }
}

customElements.define('agent-account', AccountMenu);

declare global {
  interface HTMLElementTagNameMap {
    'agent-account': AccountMenu;
  }
}
