/** How loud somebody is, as a bar. Follows the call's levels by itself, so that nothing else is drawn as often. */
import { css, html, LitElement } from 'lit';
import type { Store } from '../../session/types.ts';
import { StoreController } from '../../ui/store-controller.ts';
import type { Levels } from '../types.ts';

export class Level extends LitElement {
  static override properties = {
    levels: { attribute: false },
    whose: { attribute: false },
    label: { attribute: false },
  };
  static override styles = css`
    :host {
      display: block;
      flex: none;
      width: 64px;
      height: 5px;
      overflow: hidden;
      border-radius: 3px;
      background: var(--_level-ground, var(--_line));
    }
    div {
      height: 100%;
      border-radius: inherit;
      background: var(--_online);
      transform: scaleX(var(--_level, 0));
      transform-origin: left;
    }
    div:dir(rtl) {
      transform-origin: right;
    }
  `;
  declare levels: Store<Levels>;
  declare whose: keyof Levels;
  /** Its name for screen readers; without one it is decoration. */
  declare label: string;
  readonly #changes = new StoreController<Store<Levels>>(this);

  constructor() {
    super();
    this.whose = 'own';
    this.label = '';
  }

  get #percent(): number {
    return Math.round(Math.min(1, Math.max(0, this.levels.getState()[this.whose])) * 100);
  }

  protected override willUpdate(): void {
    this.#changes.follow(this.levels);
  }

  override render() {
    if (this.label === '') return html`<div></div>`;
    return html`<div role="meter" aria-label=${this.label} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${this.#percent}></div>`;
  }

  protected override updated(): void {
    // Not as an attribute: pages may forbid those by their Content-Security-Policy.
    this.style.setProperty('--_level', String(this.#percent / 100));
  }
}

customElements.define('ycyw-call-level', Level);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-call-level': Level;
  }
}
