/** The look of the small bar. It fits into 320 pixels. */
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
  .bar {
    --_round: 44px;
    display: grid;
    gap: 12px;
    padding: 10px 12px;
    color: #fff;
    background: #16233b;
    color-scheme: dark;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    min-width: 0;
  }
  .avatar {
    width: 40px;
    height: 40px;
    font-size: 15px;
  }
  .who {
    flex: 1 1 6em;
    min-width: 0;
    margin-inline-start: 2px;
    font-size: 13px;
    line-height: 18px;
  }
  .who p {
    overflow-wrap: anywhere;
  }
  .name {
    font-size: 15px;
    line-height: 20px;
    font-weight: 650;
  }
  ycyw-call-time {
    font-variant-numeric: tabular-nums;
  }
  .round {
    background: #ffffff24;
  }
  .round:hover {
    background: #ffffff3d;
  }
  .round.end {
    width: 48px;
  }
  .bar:not(.ring) .button:focus-visible {
    outline-color: #fff;
  }

  /* While it rings it is the one thing to look at. */
  .ring {
    padding: 16px;
    color: var(--_ink);
    background: var(--_surface);
    color-scheme: inherit;
  }
  .ring .avatar {
    width: 48px;
    height: 48px;
    font-size: 18px;
    animation: ring 1.6s ease-out infinite;
  }
  @keyframes ring {
    from {
      box-shadow: 0 0 0 0 color-mix(in srgb, var(--_accent) 60%, transparent);
    }
    70%,
    to {
      box-shadow: 0 0 0 14px transparent;
    }
  }
  .answers {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(8em, 100%), 1fr));
    gap: 8px;
  }
  .answers .button {
    padding-inline: 8px;
  }
  .decline {
    border-color: var(--_line);
    color: var(--_signal-text);
    background: none;
  }
`;
