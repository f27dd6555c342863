/** How the desk's columns share the window: three from 1200 pixels, two from 800, one below. */
import { css } from 'lit';

export const deskStyles = css`
  :host {
    position: relative;
    display: grid;
    grid-template: auto minmax(0, 1fr) / 64px minmax(0, 1fr);
    height: 100%;
    background: var(--_surface);
  }
  .top {
    grid-area: 1 / 1 / 2 / -1;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 4px 16px;
    min-height: 44px;
    margin: 0;
    padding: 6px 16px;
    font-weight: 600;
    text-align: center;
    background: var(--_warning-ground);
    color: var(--_warning);
  }
  agent-rail {
    grid-area: 2 / 1;
  }
  main {
    position: relative;
    grid-area: 2 / 2;
    display: grid;
    grid-template: minmax(0, 1fr) / var(--_inbox) 0 minmax(0, 1fr) auto auto;
    min-width: 0;
    min-height: 0;
  }
  section {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
  }
  agent-conversation {
    flex: 1;
  }
  agent-card {
    position: relative;
    width: var(--_card);
  }
  .notice {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    margin: 0;
    padding-block: 6px;
    padding-inline: 20px 8px;
    background: var(--_soft);
    color: var(--_ink);
    font-weight: 600;
  }
  .other-call {
    border-block-end: 1px solid var(--_line);
    background: var(--_soft);
  }
  .nothing {
    display: grid;
    align-content: center;
    justify-items: center;
    gap: 8px;
    flex: 1;
    padding: 32px;
    text-align: center;
    background: var(--_canvas);
  }
  .nothing img {
    opacity: 0.9;
  }
  .nothing h2 {
    margin: 8px 0 0;
    font-size: 18px;
    line-height: 26px;
    font-weight: 650;
  }
  .nothing p {
    max-width: 34em;
    margin: 0 0 12px;
    color: var(--_muted);
    text-wrap: balance;
  }
  @media (width < 1200px) {
    section ~ agent-split {
      display: none;
    }
    agent-card {
      position: absolute;
      inset-block: 0;
      inset-inline: auto 0;
      z-index: 2;
      width: min(360px, 100%);
      box-shadow: 0 0 32px #0d111733;
    }
  }
  @media (width < 800px) {
    :host {
      grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
    }
    main {
      grid-area: 2 / 1;
      grid-template-columns: minmax(0, 1fr);
    }
    agent-rail {
      grid-area: 3 / 1;
    }
    agent-split,
    :host([data-open]) :is(agent-inbox, agent-rail),
    :host(:not([data-open])) section {
      display: none;
    }
  }
`;
