/** The look of the customer's column: labels left, facts right, sections apart. */
import { css } from 'lit';

export const cardStyles = css`
  :host {
    display: block;
    overflow: auto;
    background: var(--_surface);
    scrollbar-width: thin;
    scrollbar-color: var(--_control) transparent;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 72px;
    padding: 8px 20px;
    border-block-end: 1px solid var(--_line);
  }
  .head > div {
    min-width: 0;
  }
  h2 {
    display: flex;
    align-items: center;
    gap: 6px;
    margin: 0;
    font-size: 16px;
    line-height: 22px;
    font-weight: 650;
    overflow-wrap: anywhere;
  }
  .seal {
    color: var(--_good);
  }
  .head p {
    margin: 0;
    font-size: 13px;
    line-height: 18px;
    color: var(--_muted);
  }
  .hide {
    display: none;
    position: absolute;
    inset-block-start: 14px;
    inset-inline-end: 8px;
  }
  section {
    padding: 18px 20px;
    border-block-end: 1px solid var(--_line);
  }
  section:last-of-type {
    border: 0;
  }
  h3 {
    display: flex;
    align-items: center;
    gap: 6px;
    margin: 0 0 10px;
    font-size: 12px;
    line-height: 18px;
    font-weight: 600;
    color: var(--_muted);
  }
  .verified h3 {
    color: var(--_good);
  }
  dl,
  ol,
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  dl {
    display: grid;
    gap: 6px;
    font-size: 14px;
    line-height: 20px;
  }
  dl > div {
    display: grid;
    grid-template-columns: minmax(84px, 34%) minmax(0, 1fr);
    gap: 12px;
  }
  dt {
    color: var(--_muted);
    overflow-wrap: anywhere;
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  ol {
    display: grid;
    gap: 2px;
  }
  ol small {
    font-size: 12px;
    color: var(--_muted);
    white-space: nowrap;
  }
  .none,
  .failed {
    margin: 0;
    font-size: 14px;
    line-height: 20px;
    color: var(--_muted);
  }
  ul {
    margin-inline: -12px;
  }
  li button {
    display: flex;
    align-items: center;
    gap: 12px;
    width: 100%;
    min-height: 44px;
    padding: 6px 12px;
    border-radius: 12px;
    text-align: start;
    font-size: 14px;
    line-height: 20px;
  }
  li button:hover {
    background: var(--_canvas);
  }
  .old {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  time {
    font-size: 13px;
    color: var(--_muted);
  }
  .ghost {
    display: grid;
    gap: 14px;
    padding: 24px 20px;
  }
  .ghost .skeleton {
    height: 16px;
    border-radius: 8px;
  }
  .w90 {
    width: 90%;
  }
  .w80 {
    width: 80%;
  }
  .w75 {
    width: 75%;
  }
  .w60 {
    width: 60%;
  }
  .w50 {
    width: 50%;
  }
  @media (width < 1200px) {
    .hide {
      display: grid;
    }
    .head {
      padding-inline-end: 60px;
    }
  }
`;
