/** Asks how it was, after a conversation was closed: one to five, and a word. */

import { css, html, LitElement, nothing } from 'lit';
import CircleCheck from 'lucide/dist/esm/icons/circle-check.mjs';
import { RATING_COMMENT_MAX_CHARS } from '../../signaling/protocol/limits.ts';
import type { Reason } from '../../signaling/protocol/reasons.ts';
import type { CustomerSay } from '../locales/load.ts';
import { sayReason } from '../locales/say-reason.ts';
import type { ConversationStore } from '../session/types.ts';
import { base, buttons, fields } from '../ui/controls.ts';
import { icon } from '../ui/icons.ts';
import { StoreController } from '../ui/store-controller.ts';
import { cardStyles } from './card.styles.ts';

const SCORES = [1, 2, 3, 4, 5] as const;
type Score = (typeof SCORES)[number];
type Phase = { kind: 'asking' } | { kind: 'sending' } | { kind: 'refused'; reason: Reason };

export class RatingForm extends LitElement {
  static override styles = [
    base,
    buttons,
    fields,
    cardStyles,
    css`
      fieldset {
        margin: 0;
        padding: 0;
        border: 0;
        min-width: 0;
      }
      .scores {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(3.6em, 1fr));
        gap: 6px;
        margin-top: 12px;
      }
      .score {
        position: relative;
        display: grid;
        gap: 2px;
        justify-items: center;
        align-content: center;
        min-height: 60px;
        border: 1px solid var(--_control);
        border-radius: var(--_control-radius);
        font-size: 18px;
        line-height: 24px;
        font-weight: 650;
        cursor: pointer;
      }
      .score small {
        font-size: 11px;
        line-height: 14px;
        font-weight: 500;
        text-align: center;
        overflow-wrap: anywhere;
        color: var(--_muted);
      }
      .score input {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        margin: 0;
        opacity: 0;
        cursor: pointer;
      }
      .score:hover {
        border-color: var(--_ink);
      }
      .score:has(:checked) {
        background: var(--_accent);
        border-color: var(--_accent-text);
        color: var(--_on-accent);
      }
      .score:has(:checked) small {
        color: inherit;
      }
      .score:has(:focus-visible) {
        outline: 2px solid var(--_accent-text);
        outline-offset: 2px;
      }
      textarea {
        display: block;
        min-height: 68px;
        resize: vertical;
      }
      @media (forced-colors: active) {
        .score:has(:checked) {
          outline: 3px solid Highlight;
        }
      }
    `,
  ];
  static override properties = {
    store: { attribute: false },
    say: { attribute: false },
    score: { state: true },
    phase: { state: true },
  };
  declare store: ConversationStore;
  declare say: CustomerSay;
  declare private score: Score | null;
  declare private phase: Phase;

  readonly #changes = new StoreController<ConversationStore>(this);

  constructor() {
    super();
    this.score = null;
    this.phase = { kind: 'asking' };
  }

  protected override willUpdate(): void {
    this.#changes.follow(this.store);
  }

  override render() {
    const { say, score, phase } = this;
    if (this.store.getState().state?.rating) {
      return html`<div class="done" role="status">${icon(CircleCheck)}${say('rating.thanks')}</div>`;
    }
    return html`<form @submit=${this.#submit}>
      <fieldset>
        <legend>${say('rating.title')}</legend>
        <div class="scores">${SCORES.map((value) => this.#option(value))}</div>
      </fieldset>
      ${score === null ? nothing : this.#more()}
      ${phase.kind === 'refused' ? html`<p class="problem" role="alert">${sayReason(say, phase.reason)}</p>` : nothing}
    </form>`;
  }

  #option(value: Score) {
    const word = this.say(`rating.${value}`);
    return html`<label class="score">
      <input
        type="radio"
        name="score"
        value=${value}
        aria-label=${this.say('rating.score', { score: value, word })}
        .checked=${this.score === value}
        @change=${() => (this.score = value)}
      />
      <span aria-hidden="true">${value}</span><small aria-hidden="true">${word}</small>
    </label>`;
  }

  #more() {
    const { say, phase } = this;
    return html`<label>
        ${say('rating.comment')}
        <textarea name="comment" rows="2" maxlength=${RATING_COMMENT_MAX_CHARS}></textarea>
      </label>
      <div class="actions">
        <button class="button primary" aria-disabled=${phase.kind === 'sending'}>${say('rating.send')}</button>
      </div>`;
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.score === null || this.phase.kind === 'sending') return;
    const comment = String(new FormData(event.currentTarget as HTMLFormElement).get('comment') ?? '').trim();
    this.phase = { kind: 'sending' };
    const result = await this.store.rate(this.score, comment);
    this.phase = result.ok ? { kind: 'asking' } : { kind: 'refused', reason: result.reason };
  }
}

customElements.define('ycyw-rating-form', RatingForm);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-rating-form': RatingForm;
  }
}
