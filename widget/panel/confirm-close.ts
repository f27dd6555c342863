/** Asks whether the conversation shall be closed, over the panel. The rest of the panel is inert meanwhile. */
import { css, html, LitElement } from 'lit';
import type { CustomerSay } from '../locales/load.ts';
import { base, buttons } from '../ui/controls.ts';

/** What was answered. */
export class AnswerEvent extends Event {
  readonly close: boolean;
  constructor(close: boolean) {
    super('answer');
    this.close = close;
  }
}

export class ConfirmClose extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
  .scrim {
    position: absolute;
    inset: 0;
    z-index: 2;
    background: #0d111766;
    animation: fade 120ms;
  }
  .confirm {
    position: absolute;
    inset: auto 0 0;
    z-index: 3;
    padding: 20px 20px calc(20px + env(safe-area-inset-bottom, 0px));
    border-radius: var(--_radius) var(--_radius) 0 0;
    border-top: 1px solid var(--_line);
    background: var(--_surface);
    animation: rise 160ms ease-out;
  }
  .confirm h3 {
    margin: 0 0 4px;
    font-size: 18px;
    line-height: 26px;
    font-weight: 650;
  }
  .confirm p {
    margin: 0 0 16px;
    color: var(--_muted);
  }
  .answers {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(8em, 100%), 1fr));
    gap: 8px;
  }
  @keyframes fade {
    from {
      opacity: 0;
    }
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(12px);
    }
  }
    `,
  ];
  static override properties = { say: { attribute: false }, text: { attribute: false } };
  declare say: CustomerSay;
  /** What to know before, or why closing was refused. */
  declare text: string;

  override render() {
    const { say, text } = this;
    return html`<div class="scrim" @click=${() => this.#answer(false)}></div>
      <div class="confirm" role="alertdialog" aria-labelledby="confirm-title" aria-describedby="confirm-text">
        <h3 id="confirm-title">${say('panel.confirmClose')}</h3>
        <p id="confirm-text">${text}</p>
        <div class="answers">
          <button class="button" @click=${() => this.#answer(false)}>${say('panel.confirmCloseNo')}</button>
          <button class="button primary" @click=${() => this.#answer(true)}>${say('panel.confirmCloseYes')}</button>
        </div>
      </div>`;
  }

  #answer(close: boolean): void {
    this.dispatchEvent(new AnswerEvent(close));
  }

  /** On what changes nothing. */
  override focus(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector('button')?.focus());
  }
}

customElements.define('ycyw-confirm-close', ConfirmClose);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-confirm-close': ConfirmClose;
  }
}
