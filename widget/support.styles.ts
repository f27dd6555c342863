/** The look of the launcher and of the panel's frame: all that the first script draws. */
import { css, unsafeCSS } from '@lit/reactive-element';
import { baseTokens } from './ui/base-tokens.ts';

export const supportStyles = [
  unsafeCSS(baseTokens),
  css`
    :host {
      /* A page's rules for its own elements must not move the launcher. */
      all: initial !important;
      position: fixed !important;
      inset: auto auto 0 !important;
      /* The corner is the page's: the words inside may go the other way. */
      inset-inline-end: var(--ycyw-offset-inline, 20px) !important;
      height: 0 !important;
      z-index: var(--ycyw-z-index, 2147483000) !important;
      --_block: var(--ycyw-offset-block, 20px);
      --_inline: var(--ycyw-offset-inline, 20px);
    }
    :host([position='bottom-start']) {
      inset-inline: var(--ycyw-offset-inline, 20px) auto !important;
    }
    :host([hidden]) {
      display: none !important;
    }
    .root {
      /* A popover's own look, and whatever reaches here. */
      all: initial;
      position: fixed;
      inset: inherit;
      color-scheme: light dark;
      font: var(--_font);
      color: var(--_ink);
      -webkit-text-size-adjust: 100%;
    }
    :host([color-scheme='light']) .root {
      color-scheme: light;
    }
    :host([color-scheme='dark']) .root {
      color-scheme: dark;
    }
    * {
      box-sizing: border-box;
    }
    [hidden] {
      display: none !important;
    }
    svg {
      width: 24px;
      fill: none;
      stroke: currentColor;
      stroke-width: 1.8;
      stroke-linejoin: round;
    }
    button {
      font: inherit;
      font-weight: 600;
      color: var(--_on-accent);
      background: var(--_accent);
      border: 1px solid transparent;
      cursor: pointer;
    }
    :focus-visible {
      outline: 2px solid var(--_ink);
      outline-offset: 2px;
      /* The page's ground may be as dark as the outline. */
      box-shadow: 0 0 0 4px var(--_surface) !important;
    }
    .root > * {
      position: fixed;
      bottom: max(var(--_block), env(safe-area-inset-bottom, 0px));
      right: inherit;
      left: inherit;
    }
    .launcher {
      display: flex;
      align-items: center;
      gap: 10px;
      height: 56px;
      padding-block: 0;
      padding-inline: 16px 20px;
      border-radius: 28px;
      font-size: 16px;
      box-shadow: var(--_shadow);
    }
    .launcher:hover {
      box-shadow: inset 0 0 0 2px;
    }
    .beside {
      width: min(400px, 100vw - 2 * var(--_inline));
      /* Above the launcher. */
      margin-bottom: 68px;
    }
    .badge {
      position: absolute;
      top: -4px;
      inset-inline-end: -2px;
      min-width: 24px;
      padding: 0 6px;
      border: 2px solid var(--_surface);
      border-radius: 12px;
      background: #a82700;
      color: #fff;
      font-size: 13px;
      line-height: 20px;
    }
    .frame {
      display: flex;
      flex-direction: column;
      width: min(400px, 100vw - 2 * var(--_inline));
      height: min(700px, 100dvh - 40px);
      max-height: calc(100dvh - var(--_block) - 20px);
      overflow: hidden;
      border: 1px solid color-mix(in srgb, var(--_ink) 12%, var(--_surface));
      border-radius: var(--_radius);
      background: var(--_surface);
      box-shadow: var(--_shadow);
      transition: 150ms;
    }
    .frame.closed {
      visibility: hidden;
      /* While it fades, clicks are the page's again. */
      pointer-events: none;
      opacity: 0;
      transform: translateY(8px);
    }
    .wait {
      display: grid;
      gap: 16px;
      margin: auto;
      padding: 32px;
      justify-items: center;
      text-align: center;
      animation: late 120ms 150ms both;
    }
    .wait button {
      min-height: 44px;
      padding: 0 18px;
      border-radius: 13px;
    }
    .wait button + button {
      background: none;
      color: inherit;
      border-color: currentColor;
    }
    @keyframes late {
      from {
        opacity: 0;
      }
    }
    @media (max-width: 480px), (max-height: 480px) {
      .launcher {
        padding: 0 15px;
      }
      .label {
        display: none;
      }
      .frame {
        inset: var(--_screen-top, 0) 0 auto;
        width: 100%;
        height: var(--_screen-height, 100dvh);
        max-height: none;
        border: 0;
        border-radius: 0;
      }
    }
    @media print {
      :host {
        display: none !important;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .frame,
      .wait {
        transition: none;
        animation: none;
      }
    }
    @media (forced-colors: active) {
      .launcher,
      .badge,
      .frame {
        border: 1px solid CanvasText;
      }
    }
  `,
];
