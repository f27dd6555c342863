/** The look of the conversation's head and of the bar that stands where one can't write. */
import { css } from 'lit';

export const columnStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    background: var(--_surface);
    container-type: inline-size;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 4px;
    min-height: 72px;
    padding-block: 8px;
    padding-inline: 16px 12px;
    border-block-end: 1px solid var(--_line);
  }
  .who {
    flex: 1;
    min-width: 0;
    padding-inline: 8px;
  }
  h2,
  .who p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  h2 {
    font-size: 16px;
    line-height: 22px;
    font-weight: 650;
  }
  .who p {
    font-size: 13px;
    line-height: 18px;
    color: var(--_muted);
  }
  .typing {
    color: var(--_accent-text);
    font-weight: 600;
  }
  .wide {
    display: flex;
    align-items: center;
    gap: 4px;
  }
  .narrow,
  .to-inbox {
    display: none;
  }
  .wide .button {
    margin-inline: 4px;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
    min-height: 60px;
    padding: 8px 20px;
    background: var(--_canvas);
    border-block-end: 1px solid var(--_line);
  }
  .bar.waiting {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    background: var(--_warning-ground);
    color: var(--_warning);
  }
  .calls {
    display: flex;
  }
  .both {
    display: flex;
    flex: 1;
    min-height: 0;
  }
  ycyw-conversation {
    flex: 1;
    min-width: 0;
  }
  .call {
    display: flex;
    flex: 3;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
  }
  .in-call ycyw-conversation {
    flex: 2;
    min-width: 280px;
    border-inline-start: 1px solid var(--_line);
  }
  .in-call.closed ycyw-conversation {
    display: none;
  }
  .late {
    animation: late 120ms 150ms both;
  }
  @keyframes late {
    from {
      opacity: 0;
    }
  }
  @container (width < 640px) {
    .in-call {
      flex-direction: column;
    }
    .in-call ycyw-conversation {
      min-height: 0;
      border-inline-start: 0;
      border-block-start: 1px solid var(--_line);
    }
  }
  @container (width < 520px) {
    .wide {
      display: none;
    }
    .narrow {
      display: grid;
    }
  }
  @media (width < 800px) {
    .head {
      padding-inline-start: 4px;
    }
    .to-inbox {
      display: grid;
    }
  }
`;
