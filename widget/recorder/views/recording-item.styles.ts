/** The look of one recording in the list. */
import { css } from 'lit';

export const itemStyles = css`
  :host {
    display: block;
    color: var(--_ink);
  }
  p {
    margin: 0;
  }
  .item {
    border: 1px solid var(--_line);
    border-radius: 14px;
    background: var(--_raised);
    transition: border-color 120ms;
  }
  .item:hover {
    border-color: var(--_control);
  }
  .line {
    display: flex;
    align-items: center;
    padding-inline-end: 6px;
  }
  .open {
    flex: 1;
    display: flex;
    align-items: center;
    gap: 12px;
    min-width: 0;
    min-height: 82px;
    padding: 12px;
    border-radius: 13px;
    text-align: start;
  }
  .open:focus-visible {
    outline-offset: -2px;
  }
  .picture {
    position: relative;
    display: grid;
    place-items: center;
    flex: none;
    width: 96px;
    height: 58px;
    overflow: hidden;
    border-radius: 10px;
    color: #fff;
    background: linear-gradient(150deg, #5878ad, #2c4a80);
  }
  img {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
  .sign {
    display: grid;
    place-items: center;
    width: 28px;
    height: 28px;
    border-radius: 50%;
    background: #0d1117a6;
    isolation: isolate;
    transition: background-color 120ms;
  }
  .ready .sign {
    /* The length stands below it. */
    margin-block-end: 14px;
  }
  .ready .sign path {
    fill: currentColor;
  }
  .open:hover .sign {
    background: #0d1117d9;
  }
  .length {
    position: absolute;
    inset-block-end: 4px;
    inset-inline-end: 4px;
    padding: 0 5px;
    border-radius: 6px;
    background: #0d1117d9;
    font-size: 12px;
    line-height: 17px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .words {
    flex: 1;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 2px;
    min-width: 0;
  }
  .title {
    overflow-wrap: anywhere;
    line-height: 20px;
    font-weight: 650;
  }
  .about {
    font-size: 13px;
    line-height: 18px;
    overflow-wrap: anywhere;
    color: var(--_muted);
  }
  .about .dot {
    display: inline-block;
    margin-inline-end: 4px;
  }
  .recovered {
    border-color: var(--_signal-text);
    background: var(--_warning-ground);
  }
  .recovered .about,
  .recovered .icon-button {
    color: var(--_warning);
  }
  .recovered .icon-button:hover,
  .recovered .icon-button[aria-expanded='true'] {
    background: color-mix(in srgb, var(--_warning) 12%, transparent);
  }
  .broken .picture {
    background: #4b5565;
  }
  .repairing .sign .icon {
    animation: turn 1.6s linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }

  form input {
    flex: 1;
    min-width: 0;
  }
  form .icon-button {
    margin-inline: -6px -10px;
    color: var(--_accent-text);
  }

  .danger {
    color: var(--_signal-text);
  }
  @media (forced-colors: active) {
    .picture {
      border: 1px solid CanvasText;
    }
  }
`;
