/** The look of buttons, fields and skeletons, shared by everything that draws. Wants the tokens around it. */
import { css } from 'lit';

/** What every shadow root starts from. */
export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  :focus-visible {
    outline: 2px solid var(--_accent-text);
    outline-offset: 2px;
  }
  .icon {
    display: block;
    flex: none;
  }
  .onward:dir(rtl) {
    transform: scaleX(-1);
  }
  /* Read in their own direction; an empty field is the page's. */
  textarea,
  input {
    unicode-bidi: plaintext;
  }
  /* Somebody's words in a list: where all its lines begin. */
  [dir='auto']:not(.bubble) {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
      scroll-behavior: auto !important;
    }
  }
`;

export const buttons = css`
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 1px solid transparent;
    margin: 0;
    padding: 0;
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
  }
  /* Disabled by its attribute it would lose the focus while what it does is on its way. */
  button:disabled,
  button[aria-disabled='true'] {
    cursor: default;
    opacity: 0.6;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 44px;
    padding: 8px 16px;
    border-radius: var(--_control-radius);
    font-weight: 600;
    overflow-wrap: break-word;
    text-decoration: none;
    background: var(--_soft);
    color: var(--_accent-text);
    transition:
      background-color 120ms,
      opacity 120ms;
  }
  .button:hover {
    background: color-mix(in srgb, var(--_accent) 8%, var(--_soft));
  }
  .button.primary {
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .button.primary:hover {
    box-shadow: inset 0 0 0 2px;
  }
  .button.plain {
    background: none;
  }
  .button.plain:hover {
    background: var(--_soft);
  }
  .icon-button {
    display: grid;
    place-items: center;
    flex: none;
    width: 44px;
    height: 44px;
    border-radius: var(--_control-radius);
    color: var(--_muted);
    transition: background-color 120ms;
  }
  .icon-button:hover,
  .icon-button[aria-expanded='true'],
  .icon-button[aria-pressed='true'] {
    background: var(--_other);
    color: var(--_ink);
  }
  @media (forced-colors: active) {
    .button,
    .icon-button {
      border-color: ButtonBorder;
    }
    .icon-button[aria-pressed='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;

export const fields = css`
  input,
  textarea {
    /* 16 px: below that, phones zoom into a focused field. */
    font: inherit;
    font-size: 16px;
    line-height: 22px;
    font-weight: 400;
    color: var(--_ink);
    background: var(--_canvas);
    border: 1px solid var(--_control);
    border-radius: var(--_control-radius);
    padding: 10px 14px;
    min-height: 44px;
    width: 100%;
    margin: 0;
  }
  ::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  label {
    display: grid;
    gap: 4px;
    font-size: 13px;
    line-height: 18px;
    font-weight: 600;
  }
`;

/** The shape of what comes. Shown after 150 ms only: what is quicker than that needs no waiting. */
export const skeletons = css`
  .skeleton {
    animation:
      appear 120ms 150ms both,
      breathe 1.6s 270ms infinite alternate;
    background: var(--_other);
    border-radius: var(--_bubble-radius);
  }
  .late {
    animation: appear 120ms 150ms both;
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  @keyframes breathe {
    to {
      opacity: 0.5;
    }
  }
  @media (forced-colors: active) {
    .skeleton {
      border: 1px solid GrayText;
    }
  }
`;
