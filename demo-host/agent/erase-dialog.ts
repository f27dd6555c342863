/** Asks twice before all of a person is erased, says what no service can erase, and in the end how much it was. */
import { html, nothing } from 'lit';
import type { Erased, ErasedPerson } from '../../signaling/protocol/http.ts';
import type { Reason } from '../../signaling/protocol/reasons.ts';
import { sayReason } from '../../widget/locales/say-reason.ts';
import type { Got } from './agent-api.ts';
import { Modal } from './modal.ts';

type Phase =
  | { kind: 'asking' }
  | { kind: 'sure' }
  | { kind: 'sending' }
  | { kind: 'refused'; reason: Reason }
  | { kind: 'done'; erased: Erased };

export class EraseDialog extends Modal {
  static override properties = {
    ...Modal.properties,
    name: { attribute: false },
    erase: { attribute: false },
    phase: { state: true },
  };
  /** The person's. */
  declare name: string;
  declare erase: () => Promise<Got<ErasedPerson>>;
  declare private phase: Phase;

  constructor() {
    super();
    this.name = '';
    this.phase = { kind: 'asking' };
  }

  override async show(): Promise<void> {
    this.phase = { kind: 'asking' };
    await super.show();
    // Not on what erases.
    this.renderRoot.querySelector<HTMLElement>('.plain')?.focus();
  }

  protected override heading(): string {
    const { say, name, phase } = this;
    return phase.kind === 'done' ? say('audit.erased') : say('erase.title', { name });
  }

  protected override content() {
    const { say, phase } = this;
    if (phase.kind === 'done') return this.#done(phase.erased);
    const isSure = phase.kind !== 'asking';
    return html`<p>${say('erase.text')}</p>
      <p>${say('erase.reach')}</p>
      ${isSure ? html`<p role="alert"><strong>${say('erase.sure')}</strong></p>` : nothing}
      ${phase.kind === 'refused' ? html`<p class="error" role="alert">${sayReason(say, phase.reason)}</p>` : nothing}
      <div class="actions">
        <button class="button plain" @click=${() => this.hide()}>${say('action.cancel')}</button>
        <button class="button primary" aria-disabled=${phase.kind === 'sending'} @click=${this.#onErase}>
          ${say(isSure ? 'erase.yes' : 'card.erase')}
        </button>
      </div>`;
  }

  #done({ conversations, files, recordings }: Erased) {
    const { say } = this;
    const counts = {
      conversations: String(conversations),
      files: String(files),
      recordings: String(recordings),
    };
    return html`<p role="status">${say('erase.counts', counts)}</p>
      <p>${say('erase.reach')}</p>
      <div class="actions"><button class="button primary" @click=${() => this.hide()}>${say('keys.done')}</button></div>`;
  }

  async #onErase(): Promise<void> {
    if (this.phase.kind === 'sending') return;
    if (this.phase.kind === 'asking') {
      this.phase = { kind: 'sure' };
      return;
    }
    this.phase = { kind: 'sending' };
    const answer = await this.erase();
    this.phase = answer.ok ? { kind: 'done', erased: answer.got } : { kind: 'refused', reason: answer.reason };
  }
}

customElements.define('agent-erase', EraseDialog);

declare global {
  interface HTMLElementTagNameMap {
    'agent-erase': EraseDialog;
  }
}
