/** The customer's conversations, newest first, to choose one. */

import { css, html, LitElement, nothing } from 'lit';
import ChevronRight from 'lucide/dist/esm/icons/chevron-right.mjs';
import type { ConversationLine } from '../../signaling/protocol/realtime.ts';
import type { CustomerSay } from '../locales/load.ts';
import { sayReason } from '../locales/say-reason.ts';
import type { CustomerSession } from '../session/types.ts';
import { base, buttons, skeletons } from '../ui/controls.ts';
import { icon } from '../ui/icons.ts';
import { StoreController } from '../ui/store-controller.ts';

/** A conversation was chosen. */
export class PickEvent extends Event {
  readonly line: ConversationLine;
  constructor(line: ConversationLine) {
    super('pick');
    this.line = line;
  }
}

export class HistoryList extends LitElement {
  static override styles = [
    base,
    buttons,
    skeletons,
    css`
      :host {
        display: block;
        flex: 1;
        min-height: 0;
        overflow-y: auto;
        overscroll-behavior: contain;
      }
      ul {
        list-style: none;
        margin: 0;
        padding: 8px;
      }
      .line {
        display: flex;
        align-items: center;
        gap: 8px;
        width: 100%;
        min-height: 68px;
        padding-block: 10px;
        padding-inline: 14px 8px;
        border-radius: var(--_control-radius);
        text-align: start;
        color: var(--_muted);
      }
      .line:hover {
        background: var(--_canvas);
      }
      .line:focus-visible {
        outline-offset: -2px;
      }
      .words {
        flex: 1;
        min-width: 0;
      }
      .last {
        display: block;
        overflow: hidden;
        white-space: nowrap;
        text-overflow: ellipsis;
        color: var(--_ink);
        font-weight: 600;
      }
      .about {
        display: block;
        font-size: 13px;
        line-height: 18px;
      }
      .state {
        flex: none;
        padding: 3px 10px;
        border-radius: 12px;
        background: var(--_soft);
        color: var(--_accent-text);
        font-size: 12px;
        line-height: 18px;
        font-weight: 600;
      }
      .empty {
        display: grid;
        justify-items: center;
        gap: 12px;
        margin: 0;
        padding: 56px 24px;
        text-align: center;
        color: var(--_muted);
      }
      .skeleton {
        height: 56px;
        margin: 12px 16px;
      }
    `,
  ];
  static override properties = { session: { attribute: false }, say: { attribute: false } };
  declare session: CustomerSession;
  declare say: CustomerSay;
  readonly #changes = new StoreController<CustomerSession>(this);

  override willUpdate(): void {
    this.#changes.follow(this.session);
  }

  override render() {
    const { say, session } = this;
    const { history } = session.getState();
    switch (history.kind) {
      case 'unknown':
      case 'loading':
        return html`<span class="visually-hidden" role="status">${say('history.loading')}</span>
          ${[1, 2, 3].map(() => html`<div class="skeleton"></div>`)}`;
      case 'failed':
        return html`<div class="empty" role="alert">
          <span>${say('history.failed')}<br />${sayReason(say, history.reason)}</span>
          <button class="button" @click=${() => session.loadHistory()}>${say('action.retry')}</button>
        </div>`;
      case 'ready':
        if (history.lines.length === 0) return html`<p class="empty">${say('history.empty')}</p>`;
        return html`<ul>
          ${history.lines.map((line) => html`<li>${this.#line(line)}</li>`)}
        </ul>`;
    }
  }

  #line(line: ConversationLine) {
    const { say } = this;
    const { status } = line.state;
    const day = say.format.day(line.state.lastAt);
    const agent = status.kind === 'queued' ? undefined : status.agent?.name;
    return html`<button class="line" @click=${() => this.dispatchEvent(new PickEvent(line))}>
      <span class="words">
        <span class="last" dir="auto">${this.#last(line)}</span>
        <span class="about">${agent === undefined ? day : say('list.join', { first: agent, second: day })}</span>
      </span>
      ${status.kind === 'closed' ? nothing : html`<span class="state">${say(STATES[status.kind])}</span>`}
      ${icon(ChevronRight, 18, 'onward')}
    </button>`;
  }

  #last({ last }: ConversationLine): string {
    const { say } = this;
    if (last === null || !('text' in last.payload || 'name' in last.payload)) return say('history.nothing');
    const text = 'text' in last.payload ? last.payload.text : say('history.file', { name: last.payload.name });
    return last.actor.kind === 'customer' ? say('history.own', { text }) : text;
  }
}

const STATES = { queued: 'history.queued', assigned: 'history.open' } as const;

customElements.define('ycyw-history-list', HistoryList);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-history-list': HistoryList;
  }
}
