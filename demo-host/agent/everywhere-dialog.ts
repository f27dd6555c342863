/** Asks before somebody is signed out everywhere: oneself, or a colleague. Stays open when the service refuses. */
import { html, nothing } from 'lit';
import type { Reason, Result } from '../../signaling/protocol/reasons.ts';
import { sayReason } from '../../widget/locales/say-reason.ts';
import { Modal } from './modal.ts';

type Phase = { kind: 'asking' } | { kind: 'sending' } | { kind: 'refused'; reason: Reason };

export class EverywhereDialog extends Modal {
  static override properties = {
    ...Modal.properties,
    name: { attribute: false },
    end: { attribute: false },
    phase: { state: true },
  };
  /** The colleague's; null: oneself. */
  declare name: string | null;
  declare end: () => Promise<Result>;
  declare private phase: Phase;

  constructor() {
    super();
    this.name = null;
    this.phase = { kind: 'asking' };
  }

  override async show(): Promise<void> {
    this.phase = { kind: 'asking' };
    await super.show();
    this.renderRoot.querySelector<HTMLElement>('.primary')?.focus();
  }

  protected override heading(): string {
    return this.name === null ? this.say('me.everywhereTitle') : this.say('team.end', { name: this.name });
  }

  protected override content() {
    const { say, name, phase } = this;
    return html`<p>${name === null ? say('me.everywhereText') : say('team.endText', { name })}</p>
      ${phase.kind === 'refused' ? html`<p class="error" role="alert">${sayReason(say, phase.reason)}</p>` : nothing}
      <div class="actions">
        <button class="button plain" @click=${() => this.hide()}>${say('action.cancel')}</button>
        <button class="button primary" aria-disabled=${phase.kind === 'sending'} @click=${this.#onEnd}>
          ${say('me.everywhere')}
        </button>
      </div>`;
  }

  async #onEnd(): Promise<void> {
    if (this.phase.kind === 'sending') return;
    this.phase = { kind: 'sending' };
    const result = await this.end();
    if (result.ok) this.hide();
    this.phase = result.ok ? { kind: 'asking' } : { kind: 'refused', reason: result.reason };
  }
}

customElements.define('agent-everywhere', EverywhereDialog);

declare global {
  interface HTMLElementTagNameMap {
    'agent-everywhere': EverywhereDialog;
  }
}
