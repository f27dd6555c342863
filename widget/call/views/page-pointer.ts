/**
 * Where the other side points on this very page, while this tab is what is shown: a dot with a name, above everything, in
 * nobody's way.
 */
import { css, html, LitElement } from 'lit';
import Pointer from 'lucide/dist/esm/icons/mouse-pointer-2.mjs';
import { base } from '../../ui/controls.ts';
import { icon } from '../../ui/icons.ts';
import { tokens } from '../../ui/tokens.ts';
import type { CallDesk, CallView, Point } from '../types.ts';

class PagePointer extends LitElement {
  static override properties = { name: { attribute: false } };
  static override styles = [
    base,
    tokens,
    css`
      :host {
        position: fixed;
        inset: 0 auto auto 0;
        margin: 0;
        padding: 0;
        border: 0;
        overflow: visible;
        pointer-events: none;
        background: none;
        font: var(--_font);
        color: #ff3b00;
        transition: translate 60ms linear;
      }
      :host(:not(:popover-open)) {
        display: none;
      }
      .icon {
        margin: -3px 0 0 -3px;
        filter: drop-shadow(0 1px 3px #0d111780);
      }
      path {
        fill: currentColor;
        stroke: #fff;
      }
      span {
        position: absolute;
        top: 20px;
        left: 14px;
        max-width: 180px;
        padding: 2px 10px;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        border-radius: 12px;
        font-size: 13px;
        line-height: 20px;
        font-weight: 600;
        color: #fff;
        background: #a82700;
      }
    `,
  ];
  declare name: string;

  constructor() {
    super();
    this.name = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.popover = 'manual';
    // A screen reader has no use for a place.
    this.ariaHidden = 'true';
  }

  override render() {
    return html`${icon(Pointer, 28)}<span dir="auto">${this.name}</span>`;
  }

  show(at: Point | null): void {
    if (at === null) {
      if (this.matches(':popover-open')) this.hidePopover();
      return;
    }
    this.style.translate = `${at.x * 100}vw ${at.y * 100}vh`;
    // Whatever the page has opened meanwhile is below it again with every new showing.
    if (!this.matches(':popover-open')) this.showPopover();
  }
}

customElements.define('ycyw-page-pointer', PagePointer);

/** @returns what takes it away */
export function followPointer(desk: CallDesk): () => void {
  const pointer = new PagePointer();
  document.body.append(pointer);
  let leaveCall = () => {};
  const draw = (view: CallView | null) => {
    if (view !== null) pointer.name = view.peer.name;
    pointer.show(view?.screen.kind === 'on' && view.screen.isThisTab ? view.pointer : null);
  };
  const follow = () => {
    leaveCall();
    const view = desk.getState();
    const call = view.kind === 'call' ? view.call : null;
    leaveCall = call?.subscribe(() => draw(call.getState())) ?? (() => {});
    draw(call?.getState() ?? null);
  };
  const leaveDesk = desk.subscribe(follow);
  follow();
  return () => {
    leaveDesk();
    leaveCall();
    pointer.remove();
  };
}
