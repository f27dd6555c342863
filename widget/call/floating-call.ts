/**
 * The call beside the launcher while the panel is closed: who rings, or how the running call goes on. It stands in the page
 * before it is known what it is: it comes with the call.
 */
import { html, LitElement, nothing } from 'lit';
import type { LazyCalls } from '../call-loader.ts';
import { base } from '../ui/controls.ts';
import { StoreController } from '../ui/store-controller.ts';
import { tokens } from '../ui/tokens.ts';
import { floatingCallStyles } from './floating-call.styles.ts';
import type { CallDesk } from './types.ts';

export class FloatingCall extends LitElement {
  static override styles = [base, tokens, floatingCallStyles];
  static override properties = { calls: { attribute: false }, isPanelOpen: { attribute: false } };
  declare calls: LazyCalls | null;
  declare isPanelOpen: boolean;
  readonly #callsChanges = new StoreController<LazyCalls>(this);
  readonly #deskChanges = new StoreController<CallDesk>(this);

  constructor() {
    super();
    this.calls = null;
    this.isPanelOpen = false;
  }

  protected override willUpdate(): void {
    this.#callsChanges.follow(this.calls ?? undefined);
    this.#deskChanges.follow(this.calls?.desk ?? undefined);
  }

  override render() {
    const calls = this.calls?.here;
    if (this.isPanelOpen || !calls || calls.desk.getState().kind === 'none') return nothing;
    return html`<div class="card">${calls.bar()}</div>`;
  }
}

customElements.define('ycyw-floating-call', FloatingCall);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-floating-call': FloatingCall;
  }
}
