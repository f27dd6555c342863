/** The look of the inbox: a queue that waits is the loudest thing on the page. */
import { css } from 'lit';

export const inboxStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--_surface);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    padding: 8px 20px;
    min-height: 60px;
  }
  h2 {
    margin: 0;
    font-size: 18px;
    line-height: 26px;
    font-weight: 650;
  }
  .presence {
    display: grid;
    align-items: center;
    min-width: 44px;
    min-height: 44px;
  }
  .pill {
    display: flex;
    align-items: center;
    gap: 7px;
    padding: 5px 12px;
    border-radius: 15px;
    font-size: 13px;
    line-height: 18px;
    font-weight: 600;
    background: var(--_soft);
    color: var(--_accent-text);
  }
  .presence:hover .pill {
    background: var(--_other);
    color: var(--_ink);
  }
  .away .pill {
    background: var(--_other);
    color: var(--_ink);
  }
  .light {
    width: 10px;
    height: 10px;
    border-radius: 50%;
    background: var(--_online);
  }
  .away .light {
    background: none;
    border: 2px solid currentColor;
  }
  .lists {
    flex: 1;
    min-height: 0;
    overflow: auto;
    padding: 0 8px 16px;
    scrollbar-width: thin;
    scrollbar-color: var(--_control) transparent;
  }
  section {
    margin-block-end: 20px;
  }
  .list-head {
    display: flex;
    justify-content: space-between;
    align-items: center;
    padding: 6px 16px;
    font-size: 13px;
    line-height: 18px;
    font-weight: 600;
    color: var(--_muted);
  }
  h3 {
    margin: 0;
    font: inherit;
  }
  .count {
    display: flex;
    align-items: center;
    gap: 7px;
    color: var(--_signal-text);
  }
  .count::before {
    content: '';
    width: 9px;
    height: 9px;
    border-radius: 50%;
    background: var(--_signal);
  }
  ul {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  li {
    position: relative;
    border-radius: 14px;
  }
  .line {
    display: flex;
    width: 100%;
    min-width: 0;
    text-align: start;
    border-radius: 14px;
  }
  .line:focus-visible {
    outline-offset: -2px;
  }
  .name {
    font-weight: 650;
    overflow-wrap: anywhere;
  }
  .call {
    display: inline-flex;
    flex: none;
    align-items: center;
    gap: 4px;
    color: var(--_signal-text);
    font-size: 13px;
    line-height: 18px;
    font-weight: 600;
  }
  /* The signal's colour doesn't read at 7:1 on the selected line's ground. */
  .selected .call {
    color: var(--_accent-text);
  }
  .preview {
    min-width: 0;
    font-size: 13px;
    line-height: 18px;
    color: var(--_muted);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .preview.two {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    white-space: normal;
    overflow-wrap: anywhere;
  }
  .waiting {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    padding-inline-end: 12px;
    margin-block-end: 6px;
    border: 1px solid var(--_line);
    overflow: clip;
  }
  .waiting .line {
    flex-direction: column;
    gap: 1px;
    padding-block: 10px;
    padding-inline: 15px 12px;
  }
  .waiting::before {
    content: '';
    position: absolute;
    inset-block: 10px;
    inset-inline-start: 0;
    width: 4px;
    border-start-end-radius: 4px;
    border-end-end-radius: 4px;
    background: var(--_accent);
  }
  .waiting.noticed::before {
    background: light-dark(#c98a00, #ffd27a);
  }
  .waiting.long::before {
    inset-block: 0;
    border-radius: 0;
    background: var(--_signal);
  }
  .waiting.long {
    border-color: var(--_signal);
  }
  .waiting.selected {
    border-color: transparent;
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }
  .age {
    font-size: 13px;
    line-height: 18px;
    font-variant-numeric: tabular-nums;
    color: var(--_accent-text);
  }
  .noticed .age {
    color: var(--_warning);
    font-weight: 600;
  }
  .long .age {
    color: var(--_signal-text);
    font-weight: 650;
  }
  .own .line {
    align-items: center;
    gap: 12px;
    padding-block: 9px;
    padding-inline: 14px 12px;
  }
  li:not(.selected) .line:hover {
    background: var(--_canvas);
  }
  .own.selected {
    background: var(--_soft);
  }
  .own.selected .preview,
  .own.selected .ago {
    color: var(--_ink);
  }
  .avatar {
    width: 40px;
    height: 40px;
    font-size: 14px;
  }
  .text {
    flex: 1;
    min-width: 0;
  }
  .first,
  .second {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    min-width: 0;
  }
  .ago {
    flex: none;
    font-size: 12px;
    line-height: 18px;
    color: var(--_muted);
  }
  .unread .preview {
    color: var(--_ink);
    font-weight: 600;
  }
  .badge {
    flex: none;
    min-width: 22px;
    padding: 0 6px;
    border-radius: 11px;
    font-size: 12px;
    line-height: 22px;
    font-weight: 650;
    text-align: center;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .empty {
    display: grid;
    gap: 2px;
    margin: 4px 8px;
    padding: 16px;
    border: 1px dashed var(--_control);
    border-radius: 14px;
    font-size: 13px;
    line-height: 18px;
    color: var(--_muted);
  }
  .empty strong {
    color: var(--_ink);
  }
  .ghost {
    display: flex;
    gap: 12px;
    align-items: center;
    padding: 12px 14px;
  }
  .ghost > div:last-child {
    flex: 1;
  }
  .ghost .skeleton {
    height: 14px;
    margin-block: 6px;
    border-radius: 7px;
  }
  .ghost .skeleton.short {
    width: 60%;
  }
  .ghost .skeleton.round {
    width: 40px;
    height: 40px;
    border-radius: 50%;
  }
  .hints {
    margin: 0;
    padding: 12px 20px 14px;
    font-size: 12px;
    line-height: 22px;
    color: var(--_muted);
  }
  kbd {
    display: inline-block;
    min-width: 20px;
    margin-inline-end: 3px;
    padding: 0 5px;
    border: 1px solid var(--_line);
    border-block-end-width: 2px;
    border-radius: 6px;
    font: inherit;
    line-height: 18px;
    text-align: center;
  }
  @media (width < 800px) {
    .hints {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .selected,
    .own.selected {
      outline: 2px solid Highlight;
    }
    .badge,
    .pill {
      border: 1px solid;
    }
  }
`;
