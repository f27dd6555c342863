/**
 * Keeps what a person reads where it is. The scroller is a reversed column with one child, so its position is counted
 * from the end: whatever grows above moves nothing, and at the end it stays at the end. What grows below while the person
 * reads further up (a new message, a block that turns out to be larger once it is drawn) is made up for here.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Pixels from the end that still count as being there. */
const AT_END = 40;
/** Further away than this many screens, a smooth way would take too long. */
const SMOOTH_SCREENS = 3;

interface Anchor {
  row: Element;
  top: number;
}

export interface ScrollHost extends ReactiveControllerHost {
  /** Null before the first drawing. */
  readonly scroller: HTMLElement | null;
}

export class ScrollKeeper implements ReactiveController {
  readonly #host: ScrollHost;
  /** The row that stays where it is; null at the end. */
  #anchor: Anchor | null = null;
  /** Runs after layout and before anything is painted, so that making up for a change isn't seen. */
  readonly #sizes = new ResizeObserver(() => this.#restore());
  #observed: Element | null = null;
  /** Set to go to the end with the next drawing. */
  #endAsked = false;
  /** On the smooth way to the end, where nothing is held in place. */
  #goingDown = false;

  constructor(host: ScrollHost) {
    this.#host = host;
    host.addController(this);
  }

  get atEnd(): boolean {
    return this.toEnd < AT_END;
  }

  /** Pixels below what is in sight. */
  get toEnd(): number {
    return Math.max(0, -(this.#host.scroller?.scrollTop ?? 0));
  }

  /** Pixels above what is in sight. */
  get toStart(): number {
    const scroller = this.#host.scroller;
    return scroller === null ? 0 : scroller.scrollHeight - scroller.clientHeight - this.toEnd;
  }

  /** At the end once the next drawing is done, wherever it is now. */
  askForEnd(): void {
    this.#endAsked = true;
  }

  goToEnd(): void {
    const scroller = this.#host.scroller;
    if (scroller === null) return;
    this.#anchor = null;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const far = this.toEnd > SMOOTH_SCREENS * scroller.clientHeight;
    this.#goingDown = !still && !far;
    scroller.addEventListener('scrollend', () => (this.#goingDown = false), { once: true });
    scroller.scrollTo({ top: 0, behavior: still || far ? 'instant' : 'smooth' });
  }

  /** Scrolls up so far that this element's top is in sight; never down. */
  showTop(element: Element, margin: number): void {
    const scroller = this.#host.scroller;
    if (scroller === null) return;
    const above = scroller.getBoundingClientRect().top + margin - element.getBoundingClientRect().top;
    if (above <= 0) return;
    scroller.scrollTop -= above;
    this.remember();
  }

  /** The person has scrolled: from now on this is what stays in place. */
  remember(): void {
    this.#anchor = this.atEnd || this.#goingDown ? null : this.#firstInSight();
  }

  hostUpdate(): void {
    this.remember();
  }

  hostUpdated(): void {
    const scroller = this.#host.scroller;
    if (scroller === null) return;
    this.#observe(scroller);
    if (this.#endAsked) {
      this.#anchor = null;
      this.#endAsked = false;
      scroller.scrollTop = 0;
    } else {
      this.#restore();
    }
  }

  /** Moved in the page, the scroller has forgotten where it was. */
  hostConnected(): void {
    const scroller = this.#host.scroller;
    if (scroller === null) return;
    this.#restore();
    this.#observe(scroller);
  }

  hostDisconnected(): void {
    this.#sizes.disconnect();
    this.#observed = null;
  }

  #observe(scroller: HTMLElement): void {
    const content = scroller.firstElementChild;
    if (content === null || content === this.#observed) return;
    this.#sizes.disconnect();
    this.#sizes.observe(content);
    this.#observed = content;
  }

  #restore(): void {
    const scroller = this.#host.scroller;
    if (scroller === null || !this.#anchor?.row.isConnected) return;
    const moved = this.#anchor.row.getBoundingClientRect().top - this.#anchor.top;
    if (moved !== 0) scroller.scrollTop += moved;
  }

  #firstInSight(): Anchor | null {
    const scroller = this.#host.scroller;
    if (scroller === null) return null;
    const edge = scroller.getBoundingClientRect().top;
    const below = (element: Element) => element.getBoundingClientRect().bottom > edge;
    const block = [...scroller.querySelectorAll('.block')].find(below);
    const row = block === undefined ? undefined : [...block.children].find(below);
    return row === undefined ? null : { row, top: row.getBoundingClientRect().top };
  }

  /** The `seq` of the last event that is wholly in sight, 0 for none. */
  lastSeqInSight(): number {
    const scroller = this.#host.scroller;
    if (scroller === null) return 0;
    const { top, bottom } = scroller.getBoundingClientRect();
    const inSight = (element: Element) => {
      const at = element.getBoundingClientRect();
      return at.bottom > top && at.top < bottom;
    };
    for (const block of [...scroller.querySelectorAll('.block')].reverse()) {
      if (!inSight(block)) continue;
      const rows = [...block.querySelectorAll<HTMLElement>('[data-seq]')].reverse();
      const last = rows.find((row) => row.getBoundingClientRect().bottom <= bottom);
      if (last !== undefined) return Number(last.dataset.seq);
    }
    return 0;
  }
}
