/** Says something to screen readers, politely, once. Draws nothing that is seen. */
import { html, LitElement } from 'lit';
import { base } from './controls.ts';

export class Announcer extends LitElement {
  static override styles = base;
  static override properties = { words: { state: true } };
  declare private words: string;
  #later = 0;

  constructor() {
    super();
    this.words = '';
  }

  /** The same words twice are announced twice: an invisible space makes them another text. */
  announce(words: string): void {
    cancelAnimationFrame(this.#later);
    if (!this.hasUpdated) {
      // A region that comes together with its words is often not read out: it has to be there before them.
      this.#later = requestAnimationFrame(() => this.announce(words));
      return;
    }
    this.words = words === this.words ? `${words}\u200b` : words;
  }

  override render() {
    return html`<div class="visually-hidden" role="status" aria-live="polite">${this.words}</div>`;
  }
}

customElements.define('ycyw-announcer', Announcer);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-announcer': Announcer;
  }
}
