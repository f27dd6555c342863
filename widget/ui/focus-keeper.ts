/**
 * Whoever pressed a button that then goes away still has the keyboard: when the focused control leaves the panel, the focus
 * is put where the person goes on. Knows nothing of what is in the panel.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class FocusKeeper implements ReactiveController {
  readonly #panel: ReactiveControllerHost & HTMLElement;
  readonly #focusElse: () => void;
  /** What has the focus, or had it when it went away; null when the person has left the panel. */
  #focused: HTMLElement | null = null;
  /** What had the focus when the page moved the panel: browsers forget it then. */
  #carried: HTMLElement | null = null;
  readonly #removals = new MutationObserver(() => this.#look());

  /** @param focusElse puts the focus where a person goes on */
  constructor(panel: ReactiveControllerHost & HTMLElement, focusElse: () => void) {
    this.#panel = panel;
    this.#focusElse = focusElse;
  }

  hostConnected(): void {
    this.#panel.addEventListener('focusin', this.#onFocus);
    this.#panel.addEventListener('focusout', this.#onBlur);
    if (isNowhere()) this.#carried?.focus({ preventScroll: true });
    this.#carried = null;
  }

  hostDisconnected(): void {
    this.#panel.removeEventListener('focusin', this.#onFocus);
    this.#panel.removeEventListener('focusout', this.#onBlur);
    this.#carried = this.#focused;
    this.#focused = null;
    this.#removals.disconnect();
  }

  /** A shadow tree's changes are seen only from inside of it, and so is the focus that goes from one of its elements to another. */
  #onFocus = (event: Event): void => {
    const path = event.composedPath();
    this.#focused = path[0] as HTMLElement;
    for (const root of path) {
      if (root === this.#panel) break;
      if (!(root instanceof ShadowRoot)) continue;
      root.addEventListener('focusin', this.#onFocus);
      this.#removals.observe(root, { childList: true, subtree: true });
    }
  };

  /** Some browsers tell of it before the element has left, and some tell nothing. */
  #onBlur = (): void => queueMicrotask(() => this.#look());

  #look(): void {
    if (this.#focused === null || this.#panel.shadowRoot?.activeElement) return;
    // Removed, or in a dialog that has closed.
    const isGone = !this.#focused.getClientRects().length || this.#focused.matches(':disabled');
    this.#focused = null;
    if (isGone && isNowhere() && this.#panel.isConnected) this.#focusElse();
  }
}

/** Nobody else has got the focus in the meantime. */
const isNowhere = (): boolean => document.activeElement === null || document.activeElement === document.body;
