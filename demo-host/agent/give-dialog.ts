/** Gives a conversation to a colleague or back to the queue, with a word that customers don't see. Stays open when refused. */
import { css, html, nothing } from 'lit';
import { NOTE_MAX_CHARS } from '../../signaling/protocol/limits.ts';
import type { Colleague } from '../../signaling/protocol/realtime.ts';
import type { Reason, Result } from '../../signaling/protocol/reasons.ts';
import { sayReason } from '../../widget/locales/say-reason.ts';
import { avatar, avatars } from '../../widget/ui/avatar.ts';
import { Modal } from './modal.ts';

export interface Gift {
  conversation: string;
  /** The customer's. */
  name: string;
  to: 'colleague' | 'queue';
  /** A call doesn't go along. */
  endsCall: boolean;
}

/** Does it; `colleague` is null for the queue. */
export type Give = (gift: Gift, colleague: string | null, word: string) => Promise<Result>;

type Phase = { kind: 'asking' } | { kind: 'sending' } | { kind: 'unchosen' } | { kind: 'refused'; reason: Reason };

const ORDER = ['online', 'away', 'offline'] as const;

export class GiveDialog extends Modal {
  static override styles = [
    Modal.styles,
    avatars,
    css`
      fieldset {
        margin: 8px 0 16px;
        padding: 0;
        border: 0;
        min-width: 0;
      }
      legend {
        padding: 0;
        font-size: 13px;
        line-height: 18px;
        font-weight: 600;
      }
      .colleague {
        display: flex;
        align-items: center;
        gap: 12px;
        min-height: 56px;
        margin-block-start: 6px;
        padding: 6px 14px;
        border: 1px solid var(--_line);
        border-radius: var(--_control-radius);
        font-size: 15px;
        cursor: pointer;
      }
      .colleague:has(:checked) {
        border-color: var(--_accent-text);
        background: var(--_soft);
        color: var(--_accent-text);
      }
      .colleague span:nth-of-type(2) {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .colleague small {
        font-size: 13px;
        font-weight: 400;
      }
      .colleague .avatar {
        width: 36px;
        height: 36px;
        font-size: 13px;
      }
      input[type='radio'] {
        flex: none;
        width: 20px;
        height: 20px;
        min-height: 0;
        accent-color: var(--_accent-text);
      }
      textarea {
        min-height: 88px;
        resize: vertical;
      }
      label small {
        font-weight: 400;
        color: var(--_muted);
      }
    `,
  ];
  static override properties = {
    ...Modal.properties,
    gift: { attribute: false },
    colleagues: { attribute: false },
    give: { attribute: false },
    phase: { state: true },
  };
  declare gift: Gift | null;
  declare colleagues: readonly Colleague[];
  declare give: Give;
  declare private phase: Phase;

  constructor() {
    super();
    this.gift = null;
    this.colleagues = [];
    this.phase = { kind: 'asking' };
  }

  override async show(): Promise<void> {
    this.phase = { kind: 'asking' };
    await super.show();
    this.renderRoot.querySelector<HTMLElement>('input, textarea')?.focus();
  }

  protected override heading(): string {
    const name = this.gift?.name ?? '';
    return this.say(this.gift?.to === 'queue' ? 'back.title' : 'give.title', { name });
  }

  protected override content() {
    const { say } = this;
    const toQueue = this.gift?.to === 'queue';
    const there = this.colleagues
      .filter((one) => one.presence !== 'offline')
      .sort((a, b) => ORDER.indexOf(a.presence) - ORDER.indexOf(b.presence) || a.name.localeCompare(b.name));
    const nobody = !toQueue && there.length === 0;
    return html`<form @submit=${this.#onSubmit}>
      ${this.gift?.endsCall && !nobody ? html`<p><strong>${say('desk.endsCall')}</strong></p>` : nothing}
      ${toQueue ? html`<p>${say('back.text')}</p>` : nobody ? html`<p>${say('give.nobody')}</p>` : this.#choice(there)}
      ${
        nobody
          ? nothing
          : html`<label>
            <span>${say(toQueue ? 'give.wordQueue' : 'give.word')} <small>${say('give.wordHint')}</small></span>
            <textarea name="word" maxlength=${NOTE_MAX_CHARS}></textarea>
          </label>`
      }
      ${this.#error()}
      <div class="actions">
        <button class="button plain" type="button" @click=${() => this.hide()}>${say('action.cancel')}</button>
        ${
          nobody
            ? nothing
            : html`<button class="button primary" aria-disabled=${this.phase.kind === 'sending'}>
              ${say(toQueue ? 'back.submit' : 'give.submit')}
            </button>`
        }
      </div>
    </form>`;
  }

  #choice(there: readonly Colleague[]) {
    const { say } = this;
    return html`<fieldset>
      <legend>${say('give.who')}</legend>
      ${there.map(
        (one) => html`<label class="colleague">
          <input type="radio" name="colleague" value=${one.id} />
          ${avatar(one.name, one.presence === 'online')}
          <span dir="auto">${one.name}</span>
          <small>${say(`presence.${one.presence}`)}</small>
        </label>`,
      )}
    </fieldset>`;
  }

  #error() {
    const { phase, say } = this;
    if (phase.kind === 'unchosen') return html`<p class="error" role="alert">${say('give.choose')}</p>`;
    return phase.kind === 'refused' ? html`<p class="error" role="alert">${sayReason(say, phase.reason)}</p>` : nothing;
  }

  async #onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const colleague = data.get('colleague');
    if (this.gift === null || this.phase.kind === 'sending') return;
    if (this.gift.to === 'colleague' && typeof colleague !== 'string') {
      this.phase = { kind: 'unchosen' };
      return;
    }
    this.phase = { kind: 'sending' };
    const word = String(data.get('word') ?? '').trim();
    const result = await this.give(this.gift, typeof colleague === 'string' ? colleague : null, word);
    if (result.ok) this.hide();
    this.phase = result.ok ? { kind: 'asking' } : { kind: 'refused', reason: result.reason };
  }
}

customElements.define('agent-give', GiveDialog);

declare global {
  interface HTMLElementTagNameMap {
    'agent-give': GiveDialog;
  }
}
