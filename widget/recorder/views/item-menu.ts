/** The menu of one recording. Its entries are drawn only while it is open: a list may have hundreds of them. */
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import Download from 'lucide/dist/esm/icons/download.mjs';
import EllipsisVertical from 'lucide/dist/esm/icons/ellipsis-vertical.mjs';
import Pencil from 'lucide/dist/esm/icons/pencil.mjs';
import Play from 'lucide/dist/esm/icons/play.mjs';
import Send from 'lucide/dist/esm/icons/send.mjs';
import Trash from 'lucide/dist/esm/icons/trash.mjs';
import { icon } from '../../ui/icons.ts';
import { moveFocus, settlePopover } from '../../ui/popover.ts';

const PICTURES = { play: Play, rename: Pencil, download: Download, share: Send, delete: Trash };

export interface MenuEntry {
  what: keyof typeof PICTURES;
  words: string;
  /** Called inside the click. */
  act: () => void;
}

export class ItemMenu implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #isOpen = false;
  /** A press on the button closes an open menu by itself, and the click that follows must not open it again. */
  #wasOpen = false;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#isOpen = false;
  }

  get #popover(): HTMLElement | null {
    return this.#host.shadowRoot?.querySelector<HTMLElement>('[popover]') ?? null;
  }

  draw(name: string, entries: readonly MenuEntry[]): TemplateResult {
    return html`<button
        class="icon-button more"
        aria-haspopup="menu"
        aria-expanded=${this.#isOpen}
        aria-label=${name}
        title=${name}
        @pointerdown=${() => (this.#wasOpen = this.#isOpen)}
        @click=${this.#toggle}
      >
        ${icon(EllipsisVertical)}
      </button>
      ${this.#isOpen ? this.#list(name, entries) : nothing}`;
  }

  #list(name: string, entries: readonly MenuEntry[]) {
    return html`<div popover role="menu" aria-label=${name} @toggle=${this.#onToggle} @keydown=${this.#onKey}>
      ${entries.map(
        ({ what, words, act }) =>
          html`<button role="menuitem" tabindex="-1" class=${what === 'delete' ? 'danger' : nothing} @click=${() => this.#choose(act)}>
            ${icon(PICTURES[what])}<span>${words}</span>
          </button>`,
      )}
    </div>`;
  }

  #toggle = async (event: Event): Promise<void> => {
    const opener = event.currentTarget as HTMLElement;
    const opens = !this.#isOpen && !this.#wasOpen;
    this.#wasOpen = false;
    if (!opens) return this.#popover?.hidePopover();
    this.#isOpen = true;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    const popover = this.#popover;
    if (popover === null) return;
    popover.showPopover();
    settlePopover(popover, opener, { align: 'end', opener });
  };

  #onToggle = (event: ToggleEvent): void => {
    if (event.newState === 'open') return;
    this.#isOpen = false;
    this.#host.requestUpdate();
  };

  #onKey = (event: KeyboardEvent): void => {
    const popover = this.#popover;
    if (popover === null || moveFocus(event, [...popover.querySelectorAll('button')], 1)) return;
    if (event.key === 'Tab') popover.hidePopover();
  };

  #choose(act: () => void): void {
    this.#popover?.hidePopover();
    act();
  }
}
