/** The look of menus and whatever else opens above the rest. */
import { css } from 'lit';

/** Lists of commands, and whatever else opens above the rest. They stand in the top layer by themselves. */
export const popovers = css`
  [popover] {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: 8px;
    max-width: calc(100vw - 16px);
    border: 1px solid var(--_line);
    border-radius: 16px;
    background: var(--_raised);
    color: var(--_ink);
    box-shadow: var(--_shadow);
  }
  [role='menu'] button {
    display: flex;
    align-items: center;
    gap: 12px;
    width: 100%;
    min-height: 44px;
    padding-block: 8px;
    padding-inline: 12px 14px;
    border-radius: 10px;
    text-align: start;
  }
  [role='menu'] button:hover,
  [role='menu'] button:focus-visible {
    background: var(--_other);
  }
  [role='menu'] button:focus-visible {
    outline-offset: -2px;
  }
`;
