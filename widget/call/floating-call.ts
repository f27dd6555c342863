/**
 * Beside the launcher while the panel is closed: who rings, how the running call goes on, what is being recorded. What it
 * draws comes with the call and with the recorder.
 */
import { html, LitElement, nothing } from 'lit';
import type { LazyCalls } from '../call-loader.ts';
import type { LazyRecorder } from '../recorder-loader.ts';
import type { Store } from '../session/types.ts';
import { base } from '../ui/controls.ts';
import { StoreController } from '../ui/store-controller.ts';
import { tokens } from '../ui/tokens.ts';
import { floatingCallStyles } from './floating-call.styles.ts';

export class FloatingCall extends LitElement {
  static override styles = [base, tokens, floatingCallStyles];
  static override properties = {
    calls: { attribute: false },
    recorder: { attribute: false },
    isPanelOpen: { attribute: false },
  };
  declare calls: LazyCalls | null;
  declare recorder: LazyRecorder | null;
  declare isPanelOpen: boolean;
  readonly #changes = [0, 1, 2, 3].map(() => new StoreController<Store<unknown>>(this));

  constructor() {
    super();
    this.calls = null;
    this.recorder = null;
    this.isPanelOpen = false;
  }

  protected override willUpdate(): void {
    const { calls, recorder } = this;
    const followed = [calls, calls?.desk, recorder, recorder?.here];
    for (const [index, change] of this.#changes.entries()) change.follow(followed[index] ?? undefined);
  }

  override render() {
    const { calls, recorder, isPanelOpen } = this;
    if (isPanelOpen) return nothing;
    const bars = [
      recorder?.here?.getState().hasBar && recorder.here.bar(),
      calls?.desk && calls.desk.getState().kind !== 'none' && calls.here?.bar(),
    ];
    return bars.map((bar) => (bar ? html`<div class="card">${bar}</div>` : nothing));
  }
}

customElements.define('ycyw-floating-call', FloatingCall);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-floating-call': FloatingCall;
  }
}
