/** What can be done with all of a person, at the end of the card: a transcript for whoever had the conversation, the rest for supervisors. */
import { css, html, LitElement, nothing } from 'lit';
import Archive from 'lucide/dist/esm/icons/archive.mjs';
import FileText from 'lucide/dist/esm/icons/file-text.mjs';
import Trash from 'lucide/dist/esm/icons/trash.mjs';
import { base, buttons } from '../../widget/ui/controls.ts';
import { type IconNode, icon } from '../../widget/ui/icons.ts';
import type { ConsoleSay } from './console-say.ts';
import { CommandEvent } from './events.ts';

export class PersonActions extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        padding: 16px 20px 20px;
        border-block-start: 1px solid var(--_line);
      }
      a {
        text-decoration: none;
      }
      .button {
        gap: 8px;
      }
    `,
  ];
  static override properties = {
    say: { attribute: false },
    customer: { attribute: false },
    transcript: { attribute: false },
    role: { attribute: false },
  };
  declare say: ConsoleSay;
  /** Its id. */
  declare customer: string;
  /** The conversation of which there may be one; null: not for whoever is signed in. */
  declare transcript: string | null;
  declare role: 'agent' | 'supervisor';

  override render() {
    const { say, transcript, customer } = this;
    return html`
      ${transcript === null ? nothing : this.#download(FileText, say('card.transcript'), `conversations/${transcript}/transcript`)}
      ${
        this.role === 'supervisor'
          ? html`${this.#download(Archive, say('card.export'), `customers/${customer}/export`)}
              <button class="button" @click=${() => this.dispatchEvent(new CommandEvent('erase'))}>
                ${icon(Trash, 18)} ${say('card.erase')}
              </button>`
          : nothing
      }
    `;
  }

  #download(node: IconNode, words: string, path: string) {
    return html`<a class="button" href="/api/${path}" download>${icon(node, 18)} ${words}</a>`;
  }
}

customElements.define('agent-person', PersonActions);

declare global {
  interface HTMLElementTagNameMap {
    'agent-person': PersonActions;
  }
}
