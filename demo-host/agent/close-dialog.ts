/** Asks before a conversation is closed. Stays open when the service refuses. */
import { html, nothing } from 'lit';
import type { Reason, Result } from '../../signaling/protocol/reasons.ts';
import { sayReason } from '../../widget/locales/say-reason.ts';
import { Modal } from './modal.ts';

type Phase = { kind: 'asking' } | { kind: 'sending' } | { kind: 'refused'; reason: Reason };

export class CloseDialog extends Modal {
  static override properties = {
    ...Modal.properties,
    name: { attribute: false },
    endsCall: { attribute: false },
    close: { attribute: false },
    phase: { state: true },
  };
  /** The customer's. */
  declare name: string;
  /** A call rings or runs there. */
  declare endsCall: boolean;
  declare close: () => Promise<Result>;
  declare private phase: Phase;

  constructor() {
    super();
    this.name = '';
    this.endsCall = false;
    this.phase = { kind: 'asking' };
  }

  override async show(): Promise<void> {
    this.phase = { kind: 'asking' };
    await super.show();
    this.renderRoot.querySelector<HTMLElement>('.primary')?.focus();
  }

  protected override heading(): string {
    return this.say('desk.closeTitle', { name: this.name });
  }

  protected override content() {
    const { say, phase } = this;
    return html`<p>${this.endsCall ? html`<strong>${say('desk.endsCall')}</strong> ` : nothing}${say('desk.closeText')}</p>
      ${phase.kind === 'refused' ? html`<p class="error" role="alert">${sayReason(say, phase.reason)}</p>` : nothing}
      <div class="actions">
        <button class="button plain" @click=${() => this.hide()}>${say('desk.closeNo')}</button>
        <button class="button primary" aria-disabled=${phase.kind === 'sending'} @click=${this.#onClose}>
          ${say('desk.closeYes')}
        </button>
      </div>`;
  }

  async #onClose(): Promise<void> {
    if (this.phase.kind === 'sending') return;
    this.phase = { kind: 'sending' };
    const result = await this.close();
    if (result.ok) this.hide();
    this.phase = result.ok ? { kind: 'asking' } : { kind: 'refused', reason: result.reason };
  }
}

customElements.define('agent-close', CloseDialog);

declare global {
  interface HTMLElementTagNameMap {
    'agent-close': CloseDialog;
  }
}
