/** The console's narrow side: where one is, the keys, the settings, and who one is. */

import { css, html, LitElement, nothing } from 'lit';
import Inbox from 'lucide/dist/esm/icons/inbox.mjs';
import Keyboard from 'lucide/dist/esm/icons/keyboard.mjs';
import Settings from 'lucide/dist/esm/icons/settings.mjs';
import type { Me } from '../../signaling/protocol/http.ts';
import type { AgentState } from '../../widget/session/types.ts';
import { base, buttons } from '../../widget/ui/controls.ts';
import { type IconNode, icon } from '../../widget/ui/icons.ts';
import './account-menu.ts';
import type { ConsoleSay } from './console-say.ts';
import { CommandEvent, type DeskCommand } from './events.ts';

export class AgentRail extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        background: #0f1f3d;
        color: #dbe6fb;
      }
      nav {
        display: flex;
        flex-direction: column;
        align-items: center;
        gap: 8px;
        height: 100%;
        padding: 12px 8px;
      }
      .icon-button {
        --_accent-text: #8db5ff;
        width: 48px;
        height: 48px;
        border-radius: 14px;
        color: inherit;
      }
      .icon-button:hover {
        background: #1c3159;
        color: #fff;
      }
      .icon-button.here {
        background: #2a4272;
        color: #fff;
      }
      .me {
        margin-block-start: auto;
      }
      @media (width < 800px) {
        nav {
          flex-direction: row;
          justify-content: space-around;
          padding: 4px 8px max(4px, env(safe-area-inset-bottom));
        }
        .me {
          margin: 0;
        }
        .keys {
          display: none;
        }
      }
    `,
  ];
  static override properties = { say: { attribute: false }, state: { attribute: false }, me: { attribute: false } };
  declare say: ConsoleSay;
  declare me: Me;
  declare state: AgentState;

  override render() {
    const { say, state, me } = this;
    const status = state.inbox.kind === 'ready' ? state.inbox.me.status : null;
    return html`<nav aria-label=${say('rail.name')}>
      ${this.#button(Inbox, say('rail.inbox'), 'inbox', 'here')}
      ${this.#button(Keyboard, say('rail.keys'), 'keys', 'keys')}
      ${this.#button(Settings, say('rail.settings'), 'settings', '')}
      ${
        status === null
          ? nothing
          : html`<agent-account
            class="me"
            .say=${say}
            .me=${me}
            .presence=${status}
          ></agent-account>`
      }
    </nav>`;
  }

  #button(node: IconNode, name: string, command: DeskCommand, kind: string) {
    return html`<button
      class="icon-button ${kind}"
      aria-label=${name}
      title=${name}
      aria-current=${kind === 'here' ? 'page' : nothing}
      @click=${() => this.dispatchEvent(new CommandEvent(command))}
    >
      ${icon(node, 22)}
    </button>`;
  }
}

customElements.define('agent-rail', AgentRail);

declare global {
  interface HTMLElementTagNameMap {
    'agent-rail': AgentRail;
  }
}
