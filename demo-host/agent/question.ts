/** A question before something that can't be taken back: asked, sent, and open still when the service refuses. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Reason, Result } from '../../signaling/protocol/reasons.ts';
import { sayReason } from '../../widget/locales/say-reason.ts';
import { Modal } from './modal.ts';

type Phase = { kind: 'asking' } | { kind: 'sending' } | { kind: 'refused'; reason: Reason };

export interface Answers {
  no: string;
  yes: string;
}

export abstract class Question extends Modal {
  static override properties = { ...Modal.properties, phase: { state: true } };
  declare private phase: Phase;

  constructor() {
    super();
    this.phase = { kind: 'asking' };
  }

  /** What will happen. */
  protected abstract text(): TemplateResult;
  protected abstract answers(): Answers;
  /** What is done by a yes. */
  protected abstract act(): Promise<Result>;

  override async show(): Promise<void> {
    this.phase = { kind: 'asking' };
    await super.show();
    this.renderRoot.querySelector<HTMLElement>('.primary')?.focus();
  }

  protected override content() {
    const { say, phase } = this;
    const { no, yes } = this.answers();
    return html`${this.text()}
      ${phase.kind === 'refused' ? html`<p class="error" role="alert">${sayReason(say, phase.reason)}</p>` : nothing}
      <div class="actions">
        <button class="button plain" @click=${() => this.hide()}>${no}</button>
        <button class="button primary" aria-disabled=${phase.kind === 'sending'} @click=${this.#onYes}>${yes}</button>
      </div>`;
  }

  async #onYes(): Promise<void> {
    if (this.phase.kind === 'sending') return;
    this.phase = { kind: 'sending' };
    const result = await this.act();
    if (result.ok) this.hide();
    this.phase = result.ok ? { kind: 'asking' } : { kind: 'refused', reason: result.reason };
  }
}
