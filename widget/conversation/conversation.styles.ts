/** The look of a conversation's frame: how log, refusals, composer and drop zone share the place. */
import { css } from 'lit';

export const conversationStyles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    flex: 1;
    min-height: 0;
    min-width: 0;
    background: var(--_surface);
  }
  .empty {
    flex: 1;
    min-height: 0;
    padding: 0 16px;
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  .refused {
    display: flex;
    align-items: flex-start;
    gap: 8px;
    margin: 0 12px 10px;
    padding-block: 4px;
    padding-inline: 14px 4px;
    border-radius: var(--_control-radius);
    border: 1px solid transparent;
    background: var(--_warning-ground);
    color: var(--_warning);
    font-size: 13px;
    line-height: 18px;
  }
  .refused > div {
    flex: 1;
    min-width: 0;
    max-height: 110px;
    overflow: auto;
    overflow-wrap: anywhere;
  }
  .refused p {
    margin: 8px 0;
  }
  .refused .icon-button {
    color: inherit;
  }
  .refused .icon-button:hover {
    background: none;
  }
  .drop {
    position: absolute;
    inset: 8px;
    z-index: 1;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 6px;
    padding: 24px;
    text-align: center;
    border: 2px dashed var(--_accent-text);
    border-radius: var(--_bubble-radius);
    background: var(--_soft);
    color: var(--_accent-text);
    pointer-events: none;
  }
  .drop strong {
    font-size: 18px;
    line-height: 26px;
    font-weight: 650;
  }
  .drop span {
    font-size: 13px;
    line-height: 18px;
  }
  @media (forced-colors: active) {
    .refused {
      border-color: CanvasText;
    }
  }
`;
