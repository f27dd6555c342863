/** Asks once for a name and an e-mail address, both optional, while nobody is there to answer. */

import { html, LitElement, nothing } from 'lit';
import CircleCheck from 'lucide/dist/esm/icons/circle-check.mjs';
import { EMAIL_MAX_CHARS, NAME_MAX_CHARS } from '../../signaling/protocol/limits.ts';
import type { Reason } from '../../signaling/protocol/reasons.ts';
import type { CustomerSay } from '../locales/load.ts';
import { sayReason } from '../locales/say-reason.ts';
import type { CustomerSession } from '../session/types.ts';
import { base, buttons, fields } from '../ui/controls.ts';
import { icon } from '../ui/icons.ts';
import { StoreController } from '../ui/store-controller.ts';
import { cardStyles } from './card.styles.ts';

type Phase =
  | { kind: 'asking' }
  | { kind: 'saving' }
  | { kind: 'saved' }
  | { kind: 'badEmail' }
  | { kind: 'refused'; reason: Reason };

export class ContactForm extends LitElement {
  static override styles = [base, buttons, fields, cardStyles];
  static override properties = {
    session: { attribute: false },
    say: { attribute: false },
    phase: { state: true },
  };
  declare session: CustomerSession;
  declare say: CustomerSay;
  declare private phase: Phase;

  readonly #changes = new StoreController<CustomerSession>(this);

  constructor() {
    super();
    this.phase = { kind: 'asking' };
  }

  protected override willUpdate(): void {
    this.#changes.follow(this.session);
  }

  override render() {
    const { say, session, phase } = this;
    const { contact, contactAsked } = session.getState();
    if (phase.kind === 'saved')
      return html`<div class="done" role="status">${icon(CircleCheck)}${say('contact.saved')}</div>`;
    if (contactAsked) return nothing;
    const bad = phase.kind === 'badEmail';
    return html`<form novalidate @submit=${this.#submit}>
      <h3>${say('contact.title')}</h3>
      <p>${say('contact.text')}</p>
      <label>
        ${say('contact.name')}
        <input name="name" autocomplete="name" maxlength=${NAME_MAX_CHARS} .value=${contact.name} />
      </label>
      <label>
        ${say('contact.email')}
        <input
          name="email"
          type="email"
          autocomplete="email"
          maxlength=${EMAIL_MAX_CHARS}
          aria-invalid=${bad ? 'true' : nothing}
          aria-describedby=${bad ? 'problem' : nothing}
          .value=${contact.email}
        />
      </label>
      ${this.#problem()}
      <div class="actions">
        <button class="button plain" type="button" @click=${() => session.dismissContact()}>${say('action.notNow')}</button>
        <button class="button primary" aria-disabled=${phase.kind === 'saving'}>${say('contact.save')}</button>
      </div>
    </form>`;
  }

  #problem() {
    const { say, phase } = this;
    const words =
      phase.kind === 'badEmail'
        ? say('contact.emailInvalid')
        : phase.kind === 'refused'
          ? sayReason(say, phase.reason)
          : undefined;
    return words === undefined ? nothing : html`<p id="problem" class="problem" role="alert">${words}</p>`;
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.phase.kind === 'saving') return;
    const form = event.currentTarget as HTMLFormElement;
    const values = new FormData(form);
    const [name, email] = ['name', 'email'].map((key) => String(values.get(key) ?? '').trim()) as [string, string];
    if (name === '' && email === '') {
      this.session.dismissContact();
      return;
    }
    const field = form.querySelector<HTMLInputElement>('[name=email]');
    if (field?.validity.valid === false) {
      this.phase = { kind: 'badEmail' };
      field.focus();
      return;
    }
    this.phase = { kind: 'saving' };
    const result = await this.session.setContact({ name, email });
    this.phase = result.ok ? { kind: 'saved' } : { kind: 'refused', reason: result.reason };
  }
}

customElements.define('ycyw-contact-form', ContactForm);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-contact-form': ContactForm;
  }
}
