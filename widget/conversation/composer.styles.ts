/** The look of the composer. */
import { css } from 'lit';

export const composerStyles = css`
  :host {
    display: block;
    flex: none;
  }
  .composer {
    padding: 10px 12px calc(10px + env(safe-area-inset-bottom, 0px));
    border-top: 1px solid var(--_line);
    background: var(--_surface);
  }
  form {
    display: flex;
    align-items: flex-end;
    gap: 2px;
    max-width: 860px;
    margin: 0 auto;
  }
  textarea {
    flex: 1;
    min-width: 0;
    width: auto;
    margin-inline: 6px 8px;
    padding: 10px 14px;
    line-height: 22px;
    max-height: min(150px, 30dvh);
    resize: none;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  textarea::placeholder {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  textarea:focus-visible {
    outline-offset: -1px;
    border-color: transparent;
  }
  .send {
    display: grid;
    place-items: center;
    flex: none;
    width: 44px;
    height: 44px;
    border-radius: var(--_control-radius);
    background: var(--_accent);
    color: var(--_on-accent);
    transition: background-color 120ms;
  }
  .send:hover {
    box-shadow: inset 0 0 0 2px;
  }
  .hint,
  .count {
    max-width: 860px;
    margin: 0 auto;
    padding: 0 4px 8px;
    font-size: 13px;
    line-height: 18px;
    color: var(--_muted);
  }
  .hint {
    text-align: center;
    text-wrap: balance;
  }
  .count {
    padding: 6px 4px 0;
    text-align: end;
  }
  .count.over {
    color: var(--_signal-text);
    font-weight: 600;
  }
  textarea[aria-invalid='true'] {
    border-color: var(--_signal-text);
  }
  .note textarea {
    background: var(--_warning-ground);
    color: var(--_warning);
    border-color: var(--_warning);
  }
  /* One line, however long the name: a hint must not make the field grow. */
  ::placeholder {
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .note ::placeholder {
    color: var(--_warning);
  }
  .note .icon-button[aria-pressed='true'] {
    background: var(--_warning-ground);
    color: var(--_warning);
  }
  /* Phones have emoji on their keyboards. */
  @media (pointer: coarse) and (max-width: 480px) {
    .emoji {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .send {
      border-color: ButtonBorder;
    }
  }
`;
