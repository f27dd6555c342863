/** A small grid of emoji in a popover. Says which one was chosen; where it goes is the composer's business. */
import { css, html, LitElement } from 'lit';
import { base, buttons } from '../ui/controls.ts';
import { moveFocus, settlePopover } from '../ui/popover.ts';
import { popovers } from '../ui/popovers.ts';
import { EMOJI, EMOJI_COLUMNS } from './emoji.ts';

/** An emoji was chosen. */
export class EmojiEvent extends Event {
  readonly emoji: string;
  constructor(emoji: string) {
    super('emoji');
    this.emoji = emoji;
  }
}

/** The palette opened or closed. */
export class PaletteToggleEvent extends Event {
  readonly open: boolean;
  constructor(open: boolean) {
    super('palette');
    this.open = open;
  }
}

export class EmojiPalette extends LitElement {
  static override styles = [
    base,
    buttons,
    popovers,
    css`
      .grid:popover-open {
        display: grid;
        grid-template-columns: repeat(${EMOJI_COLUMNS}, 44px);
      }
      .grid button {
        width: 44px;
        height: 44px;
        border-radius: 10px;
        font-size: 24px;
        line-height: 1;
        font-family: 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', sans-serif;
      }
      .grid button:hover {
        background: var(--_other);
      }
      @media (max-width: 390px) {
        .grid:popover-open {
          grid-template-columns: repeat(${EMOJI_COLUMNS}, minmax(0, 44px));
        }
        .grid button {
          width: auto;
        }
      }
    `,
  ];
  static override properties = { name: { attribute: false } };
  /** What it is called, in the reader's language. */
  declare name: string;

  constructor() {
    super();
    this.name = '';
  }

  get #popover(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('[popover]');
  }

  /** @param opener gets the focus back */
  toggle(anchor: Element, opener: HTMLElement): void {
    const popover = this.#popover;
    if (popover?.togglePopover() === true) settlePopover(popover, anchor, { align: 'start', opener });
  }

  override render() {
    return html`<div
      class="grid"
      popover
      role="group"
      aria-label=${this.name}
      @keydown=${this.#onKey}
      @toggle=${(event: ToggleEvent) => this.dispatchEvent(new PaletteToggleEvent(event.newState === 'open'))}
    >
      ${EMOJI.map((emoji) => html`<button type="button" @click=${() => this.#choose(emoji)}>${emoji}</button>`)}
    </div>`;
  }

  #onKey(event: KeyboardEvent): void {
    moveFocus(event, [...this.renderRoot.querySelectorAll('button')], EMOJI_COLUMNS);
  }

  #choose(emoji: string): void {
    this.#popover?.hidePopover();
    this.dispatchEvent(new EmojiEvent(emoji));
  }
}

customElements.define('ycyw-emoji-palette', EmojiPalette);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-emoji-palette': EmojiPalette;
  }
}
