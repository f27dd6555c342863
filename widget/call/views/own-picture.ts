/**
 * The person's own picture in a corner of the call. It is dragged and falls into the nearest corner, or goes there by the
 * arrow keys. What is in it comes from outside.
 */
import { css, html, LitElement } from 'lit';
import { base } from '../../ui/controls.ts';

/** Milliseconds in which it falls into its corner. */
const FALL_MS = 160;

interface Drag {
  pointer: number;
  x: number;
  y: number;
}

export class OwnPicture extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        position: absolute;
        z-index: 2;
        display: grid;
        gap: 8px;
        cursor: grab;
        touch-action: none;
        user-select: none;
        border-radius: 14px;
      }
      :host(:active) {
        cursor: grabbing;
      }
      :host([x='start']) {
        inset-inline-start: 12px;
      }
      :host([x='end']) {
        inset-inline-end: 12px;
      }
      :host([y='top']) {
        top: var(--_below-top, 68px);
      }
      :host([y='bottom']) {
        bottom: var(--_above-controls, 92px);
      }
      :host(:focus-visible) {
        outline: 2px solid #fff;
        outline-offset: 3px;
      }
    `,
  ];
  static override properties = {
    x: { reflect: true },
    y: { reflect: true },
  };
  declare x: 'start' | 'end';
  declare y: 'top' | 'bottom';
  #drag: Drag | null = null;

  constructor() {
    super();
    this.x = 'end';
    this.y = 'bottom';
    this.addEventListener('pointerdown', this.#take);
    this.addEventListener('pointermove', this.#move);
    this.addEventListener('pointerup', this.#drop);
    this.addEventListener('pointercancel', this.#drop);
    this.addEventListener('keydown', this.#onKey);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.tabIndex = 0;
    this.role = 'group';
  }

  override render() {
    return html`<slot></slot>`;
  }

  #take(event: PointerEvent): void {
    const onButton = event.composedPath().some((target) => target instanceof HTMLButtonElement);
    if (event.button !== 0 || onButton) return;
    this.#drag = { pointer: event.pointerId, x: event.clientX, y: event.clientY };
    this.setPointerCapture(event.pointerId);
  }

  #move(event: PointerEvent): void {
    if (this.#drag?.pointer !== event.pointerId) return;
    this.style.translate = `${event.clientX - this.#drag.x}px ${event.clientY - this.#drag.y}px`;
  }

  #drop(event: PointerEvent): void {
    if (this.#drag?.pointer !== event.pointerId) return;
    this.#drag = null;
    const [at, room] = [this.getBoundingClientRect(), this.parentElement?.getBoundingClientRect()];
    if (room === undefined) return;
    const isLeft = at.left + at.width / 2 < room.left + room.width / 2;
    const isTop = at.top + at.height / 2 < room.top + room.height / 2;
    this.style.translate = '';
    this.#fallTo(this.#at(isLeft), isTop ? 'top' : 'bottom', at);
  }

  #onKey(event: KeyboardEvent): void {
    const before = this.getBoundingClientRect();
    switch (event.key) {
      case 'ArrowLeft':
      case 'ArrowRight':
        this.#fallTo(this.#at(event.key === 'ArrowLeft'), this.y, before);
        break;
      case 'ArrowUp':
      case 'ArrowDown':
        this.#fallTo(this.x, event.key === 'ArrowUp' ? 'top' : 'bottom', before);
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  /** Hands and arrow keys mean what is seen, whatever direction is read in. */
  #at(isLeft: boolean): typeof this.x {
    return isLeft === (getComputedStyle(this).direction === 'ltr') ? 'start' : 'end';
  }

  /** @param from where it was seen last */
  #fallTo(x: typeof this.x, y: typeof this.y, from: DOMRect): void {
    this.x = x;
    this.y = y;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    void this.updateComplete.then(() => {
      const to = this.getBoundingClientRect();
      const begin = `${from.left - to.left}px ${from.top - to.top}px`;
      this.animate({ translate: [begin, '0px 0px'] }, { duration: FALL_MS, easing: 'ease-out' });
    });
  }
}

customElements.define('ycyw-own-picture', OwnPicture);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-own-picture': OwnPicture;
  }
}
