/** The look of the recorder's bar. It fits into 320 pixels. Dark like a call's bar, but for what wants an answer. */
import { css } from 'lit';

export const barStyles = css`
  :host {
    display: block;
    flex: none;
    font: var(--_font);
    color: var(--_ink);
  }
  p {
    margin: 0;
  }
  .block {
    display: grid;
    gap: 12px;
    padding: 10px 12px;
    color: #fff;
    background: #16233b;
    color-scheme: dark;
    outline-offset: -2px;
  }
  .block + .block {
    border-block-start: 1px solid #ffffff2e;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: flex-end;
    gap: 8px;
    min-width: 0;
  }
  ycyw-recorder-preview {
    flex: 0 1 72px;
    min-width: 48px;
    aspect-ratio: 8 / 5;
    margin-inline-end: 4px;
  }
  .who {
    flex: 1 1 170px;
    min-width: 0;
    font-size: 13px;
    line-height: 18px;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  .name {
    font-size: 15px;
    line-height: 20px;
    font-weight: 650;
  }
  .who.short,
  .running .who {
    flex-basis: 96px;
  }
  .running .line {
    flex-wrap: nowrap;
  }
  .running .name {
    font-size: 14px;
  }
  .name > .dot,
  .name > .icon {
    display: inline-block;
    margin-inline-end: 6px;
  }
  .name > .icon {
    vertical-align: -2px;
  }
  .mark {
    display: grid;
    place-items: center;
    flex: none;
    width: 36px;
    height: 44px;
    color: #ffb39a;
  }
  .good .mark {
    color: #6fd6a2;
  }
  .bad .mark {
    color: #ffd27a;
  }
  .round {
    display: grid;
    place-items: center;
    flex: none;
    width: 44px;
    height: 44px;
    border-radius: 50%;
    background: #ffffff24;
    transition: background-color 120ms;
  }
  .round:hover {
    background: #ffffff3d;
  }
  .round.plain {
    background: none;
  }
  .round.plain:hover {
    background: #ffffff24;
  }
  .round.stop {
    background: #cf2c00;
  }
  .round.stop:hover {
    background: #a82700;
  }
  .round.go path,
  .round.stop rect {
    fill: currentColor;
  }
  .button {
    color: #fff;
    background: #ffffff24;
  }
  .button:hover {
    background: #ffffff3d;
  }
  .button.primary {
    background: #8db5ff;
    color: #0d1117;
  }
  .button.primary:hover {
    background: #a9c7ff;
  }
  .block:not(.question) :focus-visible,
  .block:not(.question):focus-visible {
    outline-color: #fff;
  }
  .do {
    display: flex;
    flex: none;
    gap: 4px;
  }
  .answers {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(8.5em, 100%), 1fr));
    gap: 8px;
  }

  /* While it waits for an answer it is the one thing to look at. */
  .question {
    padding: 16px;
    color: var(--_ink);
    background: var(--_surface);
    border-block-end: 1px solid var(--_line);
    color-scheme: inherit;
  }
  .question .line {
    align-items: flex-start;
    flex-wrap: nowrap;
  }
  .question .mark {
    width: 44px;
    margin-inline-end: 4px;
    border-radius: 50%;
    color: var(--_signal-text);
    background: color-mix(in srgb, #ff3b00 12%, var(--_surface));
  }
  .question .who {
    display: grid;
    gap: 6px;
    font-size: 14px;
    line-height: 20px;
  }
  .question .name {
    margin-block-end: 2px;
  }
  .left {
    font-size: 13px;
    line-height: 18px;
    color: var(--_muted);
  }
  .question .button {
    color: var(--_accent-text);
    background: var(--_soft);
  }
  .question .button.primary {
    color: var(--_on-accent);
    background: var(--_accent);
  }
  .question .button.refuse {
    border-color: var(--_control);
    color: var(--_ink);
    background: none;
  }
  .question .button.refuse:hover {
    background: var(--_other);
  }
  @media (forced-colors: active) {
    .block {
      border: 1px solid CanvasText;
    }
    .round {
      border-color: ButtonBorder;
    }
  }
`;
