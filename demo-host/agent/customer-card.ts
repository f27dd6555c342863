/** The right column: what is known of the customer. What the site vouches for stands apart from what was only said. */

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import BadgeCheck from 'lucide/dist/esm/icons/badge-check.mjs';
import MessageSquare from 'lucide/dist/esm/icons/message-square.mjs';
import X from 'lucide/dist/esm/icons/x.mjs';
import type { ConversationLine, CustomerCard } from '../../signaling/protocol/realtime.ts';
import { sayReason } from '../../widget/locales/say-reason.ts';
import type { AgentState } from '../../widget/session/types.ts';
import { avatar, avatars } from '../../widget/ui/avatar.ts';
import { base, buttons, skeletons } from '../../widget/ui/controls.ts';
import { icon } from '../../widget/ui/icons.ts';
import type { ConsoleSay } from './console-say.ts';
import { contextLines } from './context-words.ts';
import { cardStyles } from './customer-card.styles.ts';
import { readDevice } from './device.ts';
import { CommandEvent, LineEvent } from './events.ts';
import './person-actions.ts';
import { languageName, nameOf, pageName, preview } from './people.ts';

type Known = CustomerCard['unverified'];

export class CustomerColumn extends LitElement {
  static override styles = [base, buttons, avatars, skeletons, cardStyles];
  static override properties = {
    card: { attribute: false },
    me: { attribute: false },
    say: { attribute: false },
    selected: { attribute: false },
    role: { attribute: false },
    transcript: { attribute: false },
  };
  declare card: AgentState['card'];
  declare me: string | null;
  declare say: ConsoleSay;
  /** The conversation that is open; it isn't listed among the earlier ones. */
  declare selected: string | null;
  declare role: 'agent' | 'supervisor';
  /** The conversation of which there may be a transcript. */
  declare transcript: string | null;

  constructor() {
    super();
    this.role = 'agent';
    this.transcript = null;
  }

  override render() {
    const { card, say } = this;
    return html`
      <button
        class="icon-button hide"
        aria-label=${say('card.close')}
        title=${say('card.close')}
        @click=${() => this.dispatchEvent(new CommandEvent('details'))}
      >
        ${icon(X)}
      </button>
      ${this.#content(card)}
    `;
  }

  #content(card: AgentState['card']) {
    const { say } = this;
    switch (card.kind) {
      case 'none':
        return nothing;
      case 'loading':
        return html`<p class="visually-hidden">${say('card.loading')}</p>
          <div class="ghost">${[90, 60, 75, 50, 80].map((width) => html`<div class="skeleton w${width}"></div>`)}</div>`;
      case 'failed':
        return html`<section class="failed" role="alert">
          <strong>${say('card.failed')}</strong><br />${sayReason(say, card.reason)}
        </section>`;
      case 'ready':
        return html`${this.#head(card.card)}${this.#known(card.card)}${this.#visit(card.card)}${this.#earlier(card.earlier)}${this.#actions(card.card)}`;
    }
  }

  #actions({ id }: CustomerCard) {
    const { say, role, transcript } = this;
    if (role !== 'supervisor' && transcript === null) return nothing;
    return html`<agent-person .say=${say} .customer=${id} .transcript=${transcript} .role=${role}></agent-person>`;
  }

  #head(card: CustomerCard) {
    const { say } = this;
    const name = nameOf(say, card);
    // Where the browser doesn't know the language, its numbers look like these.
    const [locale = 'de'] = Intl.DateTimeFormat.supportedLocalesOf(say.locale);
    const dateStyle = locale === say.locale ? 'long' : 'medium';
    const date = new Intl.DateTimeFormat(locale, { dateStyle }).format(card.since);
    return html`<div class="head">
      ${avatar(name, card.online)}
      <div>
        <h2><bdi>${name}</bdi> ${card.verified ? html`<span class="seal">${icon(BadgeCheck, 18)}</span>` : nothing}</h2>
        <p>${say(card.verified ? 'card.verified' : 'card.visitor', { date })}</p>
      </div>
    </div>`;
  }

  #known(card: CustomerCard) {
    const { say } = this;
    return html`
      ${card.verified ? this.#facts(say('card.verifiedBy'), this.#identity(card.verified), 'verified') : nothing}
      ${this.#facts(say('card.said'), [...this.#identity(card.unverified), ...this.#topic(card.topic)], 'said')}
    `;
  }

  #identity(known: Known) {
    const { say } = this;
    return [
      ...contextLines(say, known.context),
      ...this.#line(say('card.name'), known.name),
      ...this.#line(say('card.email'), known.email),
    ];
  }

  #topic(topic: string) {
    return this.#line(this.say('card.topic'), topic);
  }

  #line(label: string, text: string | TemplateResult): { label: string; text: string | TemplateResult }[] {
    return text === '' ? [] : [{ label, text }];
  }

  #facts(title: string, lines: readonly { label: string; text: string | TemplateResult }[], kind: string) {
    if (lines.length === 0) return nothing;
    return html`<section class=${kind}>
      <h3>${kind === 'verified' ? icon(BadgeCheck, 16) : nothing} ${title}</h3>
      <dl>
        ${lines.map(({ label, text }) => html`<div><dt>${label}</dt><dd dir="auto">${text}</dd></div>`)}
      </dl>
    </section>`;
  }

  #visit(card: CustomerCard) {
    const { say } = this;
    const { device, browser } = readDevice(card.device);
    const both = device !== null && browser !== null ? say('device.on', { device, browser }) : (device ?? browser);
    return this.#facts(
      say('card.visit'),
      [
        ...this.#line(say('card.language'), card.locale === '' ? '' : languageName(card.locale, say.locale)),
        ...this.#line(say('card.device'), both ?? (card.device === '' ? '' : say('device.unknown'))),
        ...(card.pages.length > 0 ? this.#line(say('card.pages'), this.#pages(card)) : []),
      ],
      'visit',
    );
  }

  #pages(card: CustomerCard) {
    const { say } = this;
    return html`<ol>
      ${card.pages.map(({ url, title, at }) => html`<li dir="auto" title=${url}>${title === '' ? url : pageName(title)} <small>${say.format.time(at)}</small></li>`)}
    </ol>`;
  }

  #earlier(lines: readonly ConversationLine[]) {
    const { say } = this;
    const others = lines.filter((line) => line.state.id !== this.selected);
    // While the only earlier one is read, there is nothing to say.
    if (lines.length > 0 && others.length === 0) return nothing;
    return html`<section>
      <h3>${say('card.earlier')}</h3>
      ${
        others.length === 0
          ? html`<p class="none">${say('card.noEarlier')}</p>`
          : html`<ul>${others.map((line) => this.#old(line))}</ul>`
      }
    </section>`;
  }

  #old(line: ConversationLine) {
    const { say } = this;
    const text = preview(say, line.last, this.me);
    const day = say.format.ago(line.state.lastAt);
    const score = line.state.rating?.score;
    return html`<li>
      <button @click=${() => this.dispatchEvent(new LineEvent('open-line', line.state.id))}>
        ${icon(MessageSquare, 18)}
        <span class="old" dir="auto">${score === undefined ? text : say('card.rated', { text, score })}</span>
        <span class="visually-hidden">${say('card.open', { day })}</span>
        <time aria-hidden="true">${day}</time>
      </button>
    </li>`;
  }
}

customElements.define('agent-card', CustomerColumn);

declare global {
  interface HTMLElementTagNameMap {
    'agent-card': CustomerColumn;
  }
}
