/** The look of a call's frame, and of the quiet cards before and after it. */
import { css } from 'lit';

export const callStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-width: 0;
    min-height: 0;
    overflow: hidden;
    font: var(--_font);
    color: var(--_ink);
    background: var(--_surface);
  }
  .card {
    display: grid;
    justify-items: center;
    gap: 8px;
    margin: auto;
    padding: 24px;
    min-height: 0;
    max-width: 380px;
    overflow-y: auto;
    text-align: center;
    text-wrap: balance;
  }
  ::slotted([slot='words']) {
    width: 100%;
    margin-bottom: 12px;
    overflow: hidden;
    border-radius: 14px;
    text-align: start;
  }
  .card .avatar {
    width: 80px;
    height: 80px;
    margin-bottom: 12px;
    font-size: 30px;
  }
  .card h2,
  .card p {
    margin: 0;
  }
  .card h2 {
    font-size: 18px;
    line-height: 26px;
    font-weight: 650;
  }
  .card p {
    color: var(--_muted);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 10px;
    margin-top: 14px;
  }
`;
