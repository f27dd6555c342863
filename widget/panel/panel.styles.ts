/** The look of the panel's inside. The frame around it belongs to the first script. */
import { css } from 'lit';

export const panelStyles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    flex: 1;
    min-height: 0;
    overflow: hidden;
    color: var(--_ink);
    background: var(--_surface);
  }
  .all {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-height: 0;
  }
  .call {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
  }
  .call-bar {
    flex: none;
  }
  .recordings {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-height: 0;
  }
  .call-word {
    margin: 0;
    padding: 10px 16px;
    border-bottom: 1px solid var(--_line);
    background: var(--_soft);
    color: var(--_accent-text);
  }
  .late {
    animation: late 120ms 150ms both;
  }
  @keyframes late {
    from {
      opacity: 0;
    }
  }
  .header {
    display: flex;
    align-items: center;
    gap: 2px;
    flex: none;
    min-height: 72px;
    padding-block: calc(12px + env(safe-area-inset-top, 0px)) 12px;
    padding-inline: 16px 10px;
    border-bottom: 1px solid var(--_line);
  }
  .header > .icon-button:first-child {
    margin-inline-start: -8px;
  }
  .who {
    flex: 1;
    min-width: 0;
    margin-inline: 10px 4px;
  }
  h2 {
    margin: 0;
    overflow-wrap: anywhere;
    font-size: 16px;
    line-height: 22px;
    font-weight: 650;
  }
  .who p {
    margin: 0;
    font-size: 13px;
    line-height: 18px;
    color: var(--_muted);
  }
  .start {
    display: grid;
    margin-top: 12px;
  }
`;
