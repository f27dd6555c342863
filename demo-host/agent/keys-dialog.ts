/** The list of all keys. */
import { css, html } from 'lit';
import { KEYS } from './keyboard.ts';
import { Modal } from './modal.ts';

export class KeysDialog extends Modal {
  static override styles = [
    Modal.styles,
    css`
      dl {
        margin: 12px 0 0;
      }
      div.key {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 16px;
        padding: 7px 0;
        border-block-end: 1px solid var(--_line);
      }
      dt {
        flex: 1;
      }
      dd {
        display: flex;
        gap: 4px;
        margin: 0;
      }
      kbd {
        min-width: 28px;
        padding: 1px 8px;
        border: 1px solid var(--_control);
        border-block-end-width: 2px;
        border-radius: 7px;
        font: inherit;
        font-size: 13px;
        text-align: center;
      }
    `,
  ];

  protected override heading(): string {
    return this.say('keys.title');
  }

  protected override content() {
    const { say } = this;
    return html`<dl>
        ${KEYS.map(({ command, keys }) => this.#row(say(`keys.${command === 'keys' ? 'all' : command}`), keys))}
        ${this.#row(say('keys.escape'), ['Esc'])} ${this.#row(say('keys.columns'), ['←', '→'])}
      </dl>
      <div class="actions"><button class="button" @click=${() => this.hide()}>${say('keys.done')}</button></div>`;
  }

  #row(words: string, keys: readonly string[]) {
    return html`<div class="key"><dt>${words}</dt><dd>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dd></div>`;
  }
}

customElements.define('agent-keys', KeysDialog);

declare global {
  interface HTMLElementTagNameMap {
    'agent-keys': KeysDialog;
  }
}
