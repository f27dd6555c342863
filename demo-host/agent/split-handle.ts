/** The edge between two columns, to be dragged or moved by arrow keys. Tells the new width; keeps none. */
import { css, html, LitElement } from 'lit';
import { base } from '../../widget/ui/controls.ts';
import { clampWidth, DEFAULTS, WIDTHS } from './preferences.ts';

/** Pixels for each press of an arrow key. */
const STEP = 16;

export class WidthEvent extends Event {
  readonly width: number;
  constructor(width: number) {
    super('width');
    this.width = width;
  }
}

export class SplitHandle extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        position: relative;
        z-index: 1;
        width: 0;
      }
      div {
        position: absolute;
        inset-block: 0;
        inset-inline-start: -12px;
        width: 24px;
        cursor: col-resize;
        touch-action: none;
      }
      div::after {
        content: '';
        position: absolute;
        inset-block: 0;
        inset-inline-start: 11px;
        width: 1px;
        background: var(--_line);
        transition: background-color 120ms;
      }
      div:hover::after,
      div:focus-visible::after,
      div.dragging::after {
        inset-inline-start: 10px;
        width: 3px;
        background: var(--_accent-text);
      }
      div:focus-visible {
        outline-offset: -9px;
      }
    `,
  ];
  static override properties = {
    label: { attribute: false },
    width: { attribute: false },
    side: { attribute: false },
    dragging: { state: true },
  };
  declare label: string;
  /** Of the column, in pixels. */
  declare width: number;
  /** Which of the two columns it sizes: `start` is the one before the edge. */
  declare side: 'start' | 'end';
  declare private dragging: boolean;
  #from: { x: number; width: number } | null = null;

  constructor() {
    super();
    this.side = 'start';
    this.width = DEFAULTS.inboxWidth;
    this.dragging = false;
  }

  override render() {
    return html`<div
      role="separator"
      tabindex="0"
      class=${this.dragging ? 'dragging' : ''}
      aria-orientation="vertical"
      aria-label=${this.label}
      aria-valuenow=${this.width}
      aria-valuemin=${WIDTHS.min}
      aria-valuemax=${WIDTHS.max}
      @keydown=${this.#onKey}
      @pointerdown=${this.#onDown}
      @pointermove=${this.#onMove}
      @pointerup=${this.#onUp}
      @pointercancel=${this.#onUp}
      @dblclick=${() => this.#tell(DEFAULTS.inboxWidth)}
    ></div>`;
  }

  /** 1 where moving right makes the column wider. */
  get #direction(): 1 | -1 {
    const leftToRight = getComputedStyle(this).direction === 'ltr';
    return (this.side === 'start') === leftToRight ? 1 : -1;
  }

  #tell(width: number): void {
    this.dispatchEvent(new WidthEvent(clampWidth(width)));
  }

  #onKey(event: KeyboardEvent): void {
    const width = this.#widthAfter(event.key);
    if (width === null) return;
    event.preventDefault();
    this.#tell(width);
  }

  #widthAfter(key: string): number | null {
    switch (key) {
      case 'ArrowRight':
        return this.width + STEP * this.#direction;
      case 'ArrowLeft':
        return this.width - STEP * this.#direction;
      case 'Home':
        return WIDTHS.min;
      case 'End':
        return WIDTHS.max;
      default:
        return null;
    }
  }

  #onDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#from = { x: event.clientX, width: this.width };
    this.dragging = true;
  }

  #onMove(event: PointerEvent): void {
    if (this.#from !== null) this.#tell(this.#from.width + (event.clientX - this.#from.x) * this.#direction);
  }

  #onUp(): void {
    this.#from = null;
    this.dragging = false;
  }
}

customElements.define('agent-split', SplitHandle);

declare global {
  interface HTMLElementTagNameMap {
    'agent-split': SplitHandle;
  }
}
