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
    this.#forget();
  }

  #onFocus = (event: FocusEvent): void => {
    const path = event.composedPath();
    this.#forget();
    this.#focused = path[0] instanceof HTMLElement ? path[0] : null;
    // A shadow tree's changes are seen only from inside of it.
    for (const root of path.slice(0, path.indexOf(this.#panel))) {
      if (root instanceof ShadowRoot) this.#removals.observe(root, { childList: true, subtree: true });
    }
  };

  /** Some browsers tell of it before the element has left, and some tell nothing. */
  #onBlur = (): void => queueMicrotask(() => this.#look());

  #look(): void {
    if (this.#focused === null || this.#panel.shadowRoot?.activeElement) return;
    const isGone = !this.#focused.isConnected || this.#focused.matches(':disabled');
    this.#forget();
    if (isGone && isNowhere() && this.#panel.isConnected) this.#focusElse();
  }

  #forget(): void {
    this.#focused = null;
    this.#removals.disconnect();
  }
}

/** Nobody else has got the focus in the meantime. */
const isNowhere = (): boolean => document.activeElement === null || document.activeElement === document.body;
