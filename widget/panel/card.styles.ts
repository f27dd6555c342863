/** The look of a form in the timeline: contact, rating. */
import { css } from 'lit';

export const cardStyles = css`
  :host {
    display: block;
  }
  form,
  .done {
    display: grid;
    gap: 12px;
    margin: 18px 0 4px;
    padding: 16px;
    border: 1px solid var(--_line);
    border-radius: var(--_bubble-radius);
    background: var(--_raised);
  }
  .done {
    display: flex;
    align-items: center;
    gap: 10px;
    padding-block: 12px;
    color: var(--_good);
    font-weight: 600;
  }
  h3,
  legend {
    margin: 0;
    padding: 0;
    font-size: 16px;
    line-height: 22px;
    font-weight: 650;
  }
  p {
    margin: 0;
    font-size: 13px;
    line-height: 18px;
    color: var(--_muted);
  }
  .problem {
    color: var(--_signal-text);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    justify-content: flex-end;
  }
`;
