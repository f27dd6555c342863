/** What all of the console's dialogs share: the native dialog, its title, its look. Focus goes back where it came from by itself. */
import { type CSSResultGroup, css, html, LitElement, type TemplateResult } from 'lit';
import { base, buttons, fields } from '../../widget/ui/controls.ts';
import type { ConsoleSay } from './console-say.ts';

export abstract class Modal extends LitElement {
  static override styles: CSSResultGroup = [
    base,
    buttons,
    fields,
    css`
      dialog {
        width: min(460px, calc(100vw - 32px));
        max-height: calc(100dvh - 32px);
        padding: 24px;
        border: 1px solid var(--_line);
        border-radius: var(--_radius);
        color: var(--_ink);
        background: var(--_raised);
        box-shadow: var(--_shadow);
        overflow: auto;
      }
      dialog[open] {
        animation: rise 140ms ease-out;
      }
      dialog::backdrop {
        background: #080c14a6;
      }
      @keyframes rise {
        from {
          opacity: 0;
          transform: translateY(8px);
        }
      }
      h2 {
        margin: 0 0 8px;
        font-size: 18px;
        line-height: 26px;
        font-weight: 650;
      }
      p {
        margin: 0 0 16px;
        color: var(--_muted);
      }
      .error {
        margin: 12px 0 0;
        color: var(--_signal-text);
        font-weight: 600;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 8px;
        margin-block-start: 20px;
      }
    `,
  ];
  static override properties = { say: { attribute: false }, isOpen: { state: true } };
  declare say: ConsoleSay;
  declare protected isOpen: boolean;

  constructor() {
    super();
    this.isOpen = false;
  }

  protected abstract heading(): string;
  protected abstract content(): TemplateResult;

  /** Drawn only while it is open, so that every opening begins anew. */
  override render() {
    return html`<dialog aria-labelledby="heading" @close=${() => (this.isOpen = false)}>
      ${this.isOpen ? html`<h2 id="heading">${this.heading()}</h2>${this.content()}` : ''}
    </dialog>`;
  }

  async show(): Promise<void> {
    this.isOpen = true;
    await this.updateComplete;
    const dialog = this.#dialog;
    if (dialog && !dialog.open) dialog.showModal();
  }

  hide(): void {
    this.#dialog?.close();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }
}
