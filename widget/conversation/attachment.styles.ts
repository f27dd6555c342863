/** The look of a file, sent or on its way. */
import { css } from 'lit';

export const attachmentStyles = css`
  :host {
    display: block;
    max-width: 100%;
  }
  .card {
    display: block;
    width: fit-content;
    min-width: 224px;
    max-width: 100%;
    overflow: hidden;
    border: 1px solid var(--_line);
    border-radius: var(--_bubble-radius);
    background: var(--_raised);
    color: var(--_ink);
    text-decoration: none;
  }
  a.card:hover {
    border-color: var(--_control);
  }
  .picture {
    display: block;
    background: linear-gradient(160deg, var(--_soft), var(--_other));
  }
  img {
    display: block;
    max-width: 100%;
    min-width: 100%;
    height: auto;
    max-height: 280px;
    object-fit: cover;
    color: transparent;
  }
  .caption {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 44px;
    padding: 6px 12px;
    font-size: 13px;
    line-height: 18px;
  }
  .caption .icon-button {
    margin-inline-end: -8px;
  }
  .name {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .size {
    flex: none;
    color: var(--_muted);
  }
  p {
    margin: 0;
    padding: 0 12px 10px;
    font-size: 13px;
    line-height: 18px;
    color: var(--_muted);
  }
  .sending {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 0 12px 10px;
    font-size: 12px;
    line-height: 18px;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
  progress {
    appearance: none;
    flex: 1;
    min-width: 60px;
    height: 6px;
    border: 0;
    border-radius: 3px;
    overflow: hidden;
    background: var(--_line);
  }
  progress::-webkit-progress-bar {
    background: var(--_line);
  }
  progress::-webkit-progress-value {
    background: var(--_accent-text);
  }
  progress::-moz-progress-bar {
    background: var(--_accent-text);
  }
  .failed,
  .unavailable {
    display: grid;
    justify-items: end;
    gap: 10px;
    padding: 0 12px 12px;
  }
  .unavailable p {
    width: 100%;
    padding: 0;
  }
  .failed p {
    display: flex;
    gap: 6px;
    width: 100%;
    padding: 0;
    color: var(--_signal-text);
  }
`;
