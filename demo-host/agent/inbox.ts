/** The left column: who waits, oldest first, and what is mine. Draws lines; what a click means is the desk's business. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import Phone from 'lucide/dist/esm/icons/phone.mjs';
import type { Time } from '../../signaling/protocol/events.ts';
import type { InboxLine } from '../../signaling/protocol/realtime.ts';
import { sayReason } from '../../widget/locales/say-reason.ts';
import type { AgentState, Store } from '../../widget/session/types.ts';
import { avatar, avatars } from '../../widget/ui/avatar.ts';
import { base, buttons, skeletons } from '../../widget/ui/controls.ts';
import { icon } from '../../widget/ui/icons.ts';
import { StoreController } from '../../widget/ui/store-controller.ts';
import type { ConsoleSay } from './console-say.ts';
import { CommandEvent, LineEvent } from './events.ts';
import { inboxStyles } from './inbox.styles.ts';
import { nameOf, preview } from './people.ts';
import { ageOf, waited } from './waiting.ts';

export class AgentInbox extends LitElement {
  static override styles = [base, buttons, avatars, skeletons, inboxStyles];
  static override properties = {
    state: { attribute: false },
    say: { attribute: false },
    ticker: { attribute: false },
    shortcuts: { attribute: false },
  };
  declare state: AgentState;
  declare say: ConsoleSay;
  declare ticker: Store<Time>;
  /** Whether the keys at the bottom do anything. */
  declare shortcuts: boolean;
  readonly #ticks = new StoreController<Store<Time>>(this);

  protected override willUpdate(): void {
    this.#ticks.follow(this.ticker);
  }

  override render() {
    const { state, say } = this;
    return html`
      <div class="head">
        <h2>${say('console.inbox')}</h2>
        ${state.inbox.kind === 'ready' ? this.#presence(state.inbox.me.status) : nothing}
      </div>
      <div class="lists">${this.#content()}</div>
      ${this.shortcuts ? this.#hints() : nothing}
    `;
  }

  #presence(status: 'online' | 'away') {
    const { say } = this;
    const presence = say(`presence.${status}`);
    return html`<button
      class="presence ${status}"
      aria-label=${say('presence.change', { presence })}
      title=${say(`presence.${status}Text`)}
      @click=${() => this.dispatchEvent(new CommandEvent('presence'))}
    >
      <span class="pill"><span class="light"></span>${presence}</span>
    </button>`;
  }

  #content(): TemplateResult {
    const { state, say } = this;
    switch (state.inbox.kind) {
      case 'loading':
        return html`<p class="visually-hidden">${say('inbox.loading')}</p>
          ${[0, 1, 2, 3].map(() => html`<div class="ghost"><div class="skeleton round"></div><div><div class="skeleton"></div><div class="skeleton short"></div></div></div>`)}`;
      case 'failed':
        return html`<p class="empty" role="alert">${sayReason(say, state.inbox.reason)}</p>`;
      case 'ready':
        return html`${this.#queue(state.inbox.me.status)}${this.#mine(state.inbox.me.id)}`;
    }
  }

  #queue(status: 'online' | 'away') {
    const { state, say } = this;
    const count = state.queue.length;
    return html`<section aria-labelledby="queue">
      <div class="list-head">
        <h3 id="queue">${say('console.queue')}</h3>
        ${count > 0 ? html`<span class="count">${say('console.waiting', { count })}</span>` : nothing}
      </div>
      ${
        count > 0
          ? html`<ul>${repeat(state.queue, idOf, (line) => this.#waiting(line))}</ul>`
          : html`<div class="empty">
            <strong>${say('inbox.noQueue')}</strong>
            <span>${say(status === 'away' ? 'inbox.noQueueAway' : 'inbox.noQueueText')}</span>
          </div>`
      }
    </section>`;
  }

  #waiting(line: InboxLine) {
    const { say } = this;
    const name = nameOf(say, line.customer);
    const ms = waited(line, this.ticker.getState());
    return html`<li class="waiting ${ageOf(ms)} ${this.#isSelected(line) ? 'selected' : ''}">
      ${this.#opener(
        line,
        html`<span class="name" dir="auto">${name}</span>
          ${this.#callWord(line)}
          <span class="preview two" dir="auto">${preview(say, line.last, null)}</span>
          <span class="age">${say('inbox.waits', { time: say.format.duration(ms) })}</span>`,
      )}
      <button
        class="button primary take"
        aria-label=${say('inbox.takeName', { name })}
        @click=${() => this.dispatchEvent(new LineEvent('take-line', line.state.id))}
      >
        ${say('console.take')}
      </button>
    </li>`;
  }

  #mine(me: string) {
    const { state, say } = this;
    return html`<section aria-labelledby="mine">
      <div class="list-head">
        <h3 id="mine">${say('console.mine')}</h3>
        ${state.mine.length > 0 ? html`<span>${say.format.number(state.mine.length)}</span>` : nothing}
      </div>
      ${
        state.mine.length > 0
          ? html`<ul>${repeat(state.mine, idOf, (line) => this.#own(line, me))}</ul>`
          : html`<div class="empty">
            <strong>${say('inbox.noMine')}</strong>
            <span>${say('inbox.noMineText')}</span>
          </div>`
      }
    </section>`;
  }

  #own(line: InboxLine, me: string) {
    const { say } = this;
    const name = nameOf(say, line.customer);
    return html`<li class="own ${this.#isSelected(line) ? 'selected' : ''} ${line.unread > 0 ? 'unread' : ''}">
      ${this.#opener(
        line,
        html`${avatar(name, line.customer.online)}
          <span class="text">
            <span class="first"><span class="name" dir="auto">${name}</span><span class="ago">${say.format.ago(line.state.lastAt)}</span></span>
            <span class="second">
              ${this.#callWord(line)}
              <span class="preview" dir="auto">${preview(say, line.last, me)}</span>
              ${
                line.unread > 0
                  ? html`<span class="badge" aria-hidden="true">${say.format.number(line.unread)}</span>
                    <span class="visually-hidden">${say('inbox.unread', { count: line.unread })}</span>`
                  : nothing
              }
            </span>
          </span>`,
      )}
    </li>`;
  }

  #callWord({ state: { call, status } }: InboxLine) {
    if (call === null) return nothing;
    const key = call.kind === 'live' ? 'inbox.inCall' : status.kind === 'queued' ? 'inbox.wantsCall' : 'inbox.calls';
    return html`<span class="call">${icon(Phone, 14)}${this.say(key)}</span>`;
  }

  #opener(line: InboxLine, content: TemplateResult) {
    return html`<button
      class="line"
      data-line=${line.state.id}
      aria-current=${this.#isSelected(line) ? 'true' : nothing}
      @click=${() => this.dispatchEvent(new LineEvent('open-line', line.state.id))}
    >
      ${content}
    </button>`;
  }

  #hints() {
    const { say } = this;
    return html`<p class="hints" aria-hidden="true">
      <kbd>J</kbd><kbd>K</kbd> ${say('inbox.hints')} · <kbd>T</kbd> ${say('inbox.hintTake')} · <kbd>?</kbd>
      ${say('inbox.hintKeys')}
    </p>`;
  }

  #isSelected(line: InboxLine): boolean {
    return line.state.id === this.state.selected;
  }

  /** Puts the focus on the next line, or on what is always there. */
  async goOn(): Promise<void> {
    await this.updateComplete;
    const next = this.renderRoot.querySelector<HTMLElement>('.line') ?? this.renderRoot.querySelector('button');
    next?.focus();
  }

  /** Puts the focus on a line, and shows it. */
  async focusLine(conversation: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`[data-line="${CSS.escape(conversation)}"]`)?.focus();
  }
}

const idOf = (line: InboxLine): string => line.state.id;

customElements.define('agent-inbox', AgentInbox);

declare global {
  interface HTMLElementTagNameMap {
    'agent-inbox': AgentInbox;
  }
}
