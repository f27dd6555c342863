/** Asks before a conversation is closed. */
import { html, nothing } from 'lit';
import type { Result } from '../../signaling/protocol/reasons.ts';
import { Question } from './question.ts';

export class CloseDialog extends Question {
  static override properties = {
    ...Question.properties,
    name: { attribute: false },
    endsCall: { attribute: false },
    close: { attribute: false },
  };
  /** The customer's. */
  declare name: string;
  /** A call rings or runs there. */
  declare endsCall: boolean;
  declare close: () => Promise<Result>;

  constructor() {
    super();
    this.name = '';
    this.endsCall = false;
  }

  protected override heading(): string {
    return this.say('desk.closeTitle', { name: this.name });
  }

  protected override text() {
    const { say, endsCall } = this;
    return html`<p>${endsCall ? html`<strong>${say('desk.endsCall')}</strong> ` : nothing}${say('desk.closeText')}</p>`;
  }

  protected override answers() {
    return { no: this.say('desk.closeNo'), yes: this.say('desk.closeYes') };
  }

  protected override act() {
    return this.close();
  }
}

customElements.define('agent-close', CloseDialog);

declare global {
  interface HTMLElementTagNameMap {
    'agent-close': CloseDialog;
  }
}
