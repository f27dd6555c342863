/** The look of the log. */
import { css } from 'lit';

export const messageListStyles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    min-height: 0;
    flex: 1;
  }
  .scroller {
    flex: 1;
    min-height: 0;
    display: flex;
    flex-direction: column-reverse;
    overflow: hidden auto;
    overscroll-behavior: contain;
    overflow-anchor: none;
    scrollbar-width: thin;
    scrollbar-color: var(--_control) transparent;
  }
  .scroller:focus-visible {
    outline-offset: -2px;
  }
  /* Pushes a short conversation to the top of the reversed column. */
  .content {
    margin-bottom: auto;
    padding: 8px 16px 16px;
    width: 100%;
    max-width: 860px;
    margin-inline: auto;
  }
  .block {
    display: flow-root;
    content-visibility: auto;
    contain-intrinsic-size: auto 2400px;
  }
  /* What is written now is always drawn: it is where the eyes are. */
  .block.last {
    content-visibility: visible;
  }
  .day,
  .event,
  .earlier {
    margin: 14px 0;
    text-align: center;
    font-size: 13px;
    line-height: 18px;
    color: var(--_muted);
  }
  .new {
    display: flex;
    align-items: center;
    gap: 12px;
    margin: 16px 0 12px;
    font-size: 12px;
    font-weight: 650;
    line-height: 18px;
    color: var(--_signal-text);
  }
  .new::before,
  .new::after {
    content: '';
    flex: 1;
    height: 1px;
    background: currentColor;
    opacity: 0.4;
  }
  .row {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    margin-top: 6px;
  }
  .row.first {
    margin-top: 14px;
  }
  .row.own {
    align-items: flex-end;
  }
  .bubble {
    max-width: min(82%, 560px);
    padding: 9px 14px;
    border-radius: var(--_bubble-radius);
    border: 1px solid transparent;
    background: var(--_other);
    color: var(--_ink);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .own .bubble {
    background: var(--_own);
    color: var(--_on-own);
  }
  /* The side is the panel's, whatever direction the words in it have. */
  .other.last:dir(ltr) .bubble,
  .own.last:dir(rtl) .bubble {
    border-bottom-left-radius: 4px;
  }
  .own.last:dir(ltr) .bubble,
  .other.last:dir(rtl) .bubble {
    border-bottom-right-radius: 4px;
  }
  .bubble a {
    color: inherit;
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .other .bubble a {
    color: var(--_accent-text);
  }
  .bubble a:focus-visible {
    outline-color: currentColor;
    outline-offset: 1px;
    border-radius: 2px;
  }
  .file {
    max-width: min(82%, 360px);
  }
  .file.waiting {
    width: 200px;
    height: 64px;
  }
  .author {
    margin: 0 4px 3px;
    font-size: 12px;
    line-height: 18px;
    font-weight: 600;
    color: var(--_muted);
  }
  .meta {
    display: flex;
    align-items: center;
    gap: 5px;
    min-height: 18px;
    margin: 4px 4px 0;
    font-size: 12px;
    line-height: 18px;
    color: var(--_muted);
  }
  .failure {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 6px;
    max-width: 360px;
    margin: 6px 0 2px;
  }
  .failure p {
    display: flex;
    gap: 6px;
    width: 100%;
    margin: 0 4px;
    justify-content: flex-end;
    font-size: 13px;
    line-height: 18px;
    color: var(--_signal-text);
  }
  .failure .icon {
    margin-top: 1px;
  }
  .note {
    display: flex;
    gap: 10px;
    margin: 14px 0 6px;
    padding: 10px 14px;
    border-radius: var(--_bubble-radius);
    border: 1px solid transparent;
    background: var(--_warning-ground);
    color: var(--_warning);
  }
  .note .icon {
    margin-top: 3px;
  }
  .note .meta {
    margin-inline: 0;
    color: inherit;
  }
  .note a {
    color: inherit;
  }
  .note-text {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .typing {
    display: flex;
    align-items: center;
    gap: 10px;
    margin-top: 12px;
    font-size: 13px;
    line-height: 18px;
    color: var(--_muted);
  }
  .dots {
    display: flex;
    gap: 4px;
    padding: 12px 13px;
    border-radius: var(--_bubble-radius);
    border-end-start-radius: 4px;
    background: var(--_other);
  }
  .dots i {
    width: 6px;
    height: 6px;
    border-radius: 50%;
    background: var(--_muted);
    animation: blink 1.2s infinite;
  }
  .dots i:nth-child(2) {
    animation-delay: 0.15s;
  }
  .dots i:nth-child(3) {
    animation-delay: 0.3s;
  }
  @keyframes blink {
    0%,
    60%,
    100% {
      opacity: 0.35;
    }
    30% {
      opacity: 1;
    }
  }
  .jump {
    position: absolute;
    inset-block-end: 12px;
    inset-inline-end: 16px;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-width: 44px;
    min-height: 44px;
    padding: 0 11px;
    border: 1px solid var(--_line);
    border-radius: 22px;
    background: var(--_raised);
    color: var(--_ink);
    box-shadow: 0 2px 10px #0d11172b;
    font-size: 13px;
    font-weight: 600;
  }
  .jump.unread {
    padding-inline: 16px 12px;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  @media (forced-colors: active) {
    .bubble,
    .note,
    .dots {
      border: 1px solid CanvasText;
    }
    .own .bubble {
      border-width: 2px;
    }
    .dots i {
      background: CanvasText;
    }
  }
  /* Small centred words. */
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    padding: 5px 12px;
    border-radius: 15px;
    background: var(--_canvas);
    color: var(--_muted);
    font-size: 13px;
    line-height: 18px;
    text-align: start;
    overflow-wrap: anywhere;
    border: 1px solid transparent;
  }
`;
