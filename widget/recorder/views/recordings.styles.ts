/** The look of the page of recordings. */
import { css } from 'lit';

export const recordingsStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-height: 0;
    font: var(--_font);
    color: var(--_ink);
    background: var(--_surface);
  }
  p {
    margin: 0;
  }
  .page {
    flex: 1;
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .list {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 16px;
    outline-offset: -2px;
  }
  ul {
    display: grid;
    gap: 10px;
    list-style: none;
    margin: 0;
    padding: 0;
  }
  /* Hundreds of them cost only what is in sight. */
  li {
    min-width: 0;
    content-visibility: auto;
    contain-intrinsic-block-size: auto 84px;
  }
  .deleted {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 56px;
    padding-inline: 16px 6px;
    border: 1px dashed var(--_control);
    border-radius: 14px;
    color: var(--_muted);
  }
  .deleted span {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .button:focus-visible {
    outline-offset: -2px;
  }
  .primary:focus-visible {
    outline-offset: 2px;
  }
  .low {
    display: flex;
    gap: 10px;
    margin-block-end: 12px;
    padding: 10px 14px;
    border-radius: var(--_control-radius);
    font-size: 13px;
    line-height: 18px;
    background: var(--_warning-ground);
    color: var(--_warning);
  }
  .invite {
    display: grid;
    justify-items: center;
    align-content: center;
    gap: 8px;
    min-height: 100%;
    max-width: 320px;
    margin-inline: auto;
    padding: 24px 0;
    text-align: center;
    color: var(--_muted);
  }
  .invite .mark {
    display: grid;
    place-items: center;
    width: 64px;
    height: 64px;
    margin-block-end: 8px;
    border-radius: 50%;
    background: var(--_soft);
    color: var(--_accent-text);
  }
  .invite .title {
    font-size: 18px;
    line-height: 26px;
    font-weight: 650;
    color: var(--_ink);
  }
  .skeleton {
    height: 84px;
    margin-block-end: 10px;
    border-radius: 14px;
  }
  footer {
    flex: none;
    display: grid;
    gap: 12px;
    padding: 12px 16px 16px;
    border-block-start: 1px solid var(--_line);
  }
  footer p {
    font-size: 13px;
    line-height: 18px;
    color: var(--_muted);
  }
  .start {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(9em, 100%), 1fr));
    gap: 10px;
  }
  .start .button {
    padding-inline: 10px;
  }
`;
