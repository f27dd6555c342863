/** Asks before somebody is signed out everywhere: oneself, or a colleague. */
import { html } from 'lit';
import type { Result } from '../../signaling/protocol/reasons.ts';
import { Question } from './question.ts';

export class EverywhereDialog extends Question {
  static override properties = { ...Question.properties, name: { attribute: false }, end: { attribute: false } };
  /** The colleague's; null: oneself. */
  declare name: string | null;
  declare end: () => Promise<Result>;

  constructor() {
    super();
    this.name = null;
  }

  protected override heading(): string {
    return this.name === null ? this.say('me.everywhereTitle') : this.say('team.end', { name: this.name });
  }

  protected override text() {
    const { say, name } = this;
    return html`<p>${name === null ? say('me.everywhereText') : say('team.endText', { name })}</p>`;
  }

  protected override answers() {
    return { no: this.say('action.cancel'), yes: this.say('me.everywhere') };
  }

  protected override act() {
    return this.end();
  }
}

customElements.define('agent-everywhere', EverywhereDialog);

declare global {
  interface HTMLElementTagNameMap {
    'agent-everywhere': EverywhereDialog;
  }
}
