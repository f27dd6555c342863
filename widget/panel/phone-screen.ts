/**
 * On a phone the panel is the whole screen: the page behind stays where it is and can't be reached with Tab, and the
 * on-screen keyboard makes the panel smaller instead of covering where one writes.
 */
import { keepTabIn } from './tab-circle.ts';

/** The same as the frame's media query in the first script. */
const PHONE = '(max-width: 480px), (max-height: 480px)';

export class PhoneScreen {
  readonly #host: HTMLElement;
  readonly #query: MediaQueryList;
  #phase: { kind: 'free' } | { kind: 'filled'; overflow: string } = { kind: 'free' };
  #open = false;

  constructor(host: HTMLElement, query = matchMedia(PHONE)) {
    this.#host = host;
    this.#query = query;
    this.#query.addEventListener('change', this.#apply);
  }

  setOpen(open: boolean): void {
    this.#open = open;
    this.#apply();
  }

  dispose(): void {
    this.#query.removeEventListener('change', this.#apply);
    this.setOpen(false);
  }

  #apply = (): void => {
    const fills = this.#open && this.#query.matches;
    if (fills === (this.#phase.kind === 'filled')) return;
    if (fills) this.#fill();
    else this.#free();
  };

  #fill(): void {
    const page = document.documentElement;
    this.#phase = { kind: 'filled', overflow: page.style.overflow };
    page.style.overflow = 'hidden';
    this.#frame?.setAttribute('aria-modal', 'true');
    document.addEventListener('keydown', this.#onKey, true);
    visualViewport?.addEventListener('resize', this.#measure);
    visualViewport?.addEventListener('scroll', this.#measure);
    this.#measure();
  }

  #free(): void {
    const page = document.documentElement;
    if (this.#phase.kind === 'filled') page.style.overflow = this.#phase.overflow;
    // Nothing of it is to be seen in the page afterwards.
    if (page.getAttribute('style') === '') page.removeAttribute('style');
    this.#phase = { kind: 'free' };
    this.#frame?.removeAttribute('aria-modal');
    document.removeEventListener('keydown', this.#onKey, true);
    visualViewport?.removeEventListener('resize', this.#measure);
    visualViewport?.removeEventListener('scroll', this.#measure);
    this.#host.style.removeProperty('--_screen-height');
    this.#host.style.removeProperty('--_screen-top');
  }

  get #frame(): HTMLElement | null {
    return this.#host.shadowRoot?.querySelector<HTMLElement>('[role=dialog]') ?? null;
  }

  #onKey = (event: KeyboardEvent): void => {
    if (this.#frame !== null) keepTabIn(this.#frame, event);
  };

  /** The part of the screen that the keyboard leaves. Pinch-zoom also makes it smaller: then the panel stays as it is. */
  #measure = (): void => {
    const seen = visualViewport;
    if (seen === null || seen.scale > 1.01) return;
    this.#host.style.setProperty('--_screen-height', `${seen.height}px`);
    this.#host.style.setProperty('--_screen-top', `${seen.offsetTop}px`);
  };
}
