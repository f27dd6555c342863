/** The look of the mirror: one column on a phone, two where there is room. */
import { css } from 'lit';

export const lobbyStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-height: 0;
    container: lobby / inline-size;
    background: var(--_surface);
  }
  p,
  h2 {
    margin: 0;
  }
  .header {
    display: flex;
    align-items: center;
    flex: none;
    gap: 12px;
    padding-block: calc(12px + env(safe-area-inset-top, 0px)) 12px;
    padding-inline: 16px 10px;
    border-bottom: 1px solid var(--_line);
  }
  .who {
    flex: 1;
    min-width: 0;
  }
  h2 {
    overflow-wrap: anywhere;
    font-size: 16px;
    line-height: 22px;
    font-weight: 650;
  }
  .who p {
    font-size: 13px;
    line-height: 18px;
    color: var(--_muted);
  }
  .body {
    display: flex;
    flex-direction: column;
    flex: 1;
    gap: 14px;
    min-height: 0;
    overflow-y: auto;
    padding: 16px 16px 4px;
  }
  .mirror {
    position: relative;
    display: grid;
    flex: 1 0 auto;
    min-height: min(200px, 34dvh);
    overflow: hidden;
    border-radius: 16px;
    color: #fff;
    background: radial-gradient(120% 100% at 30% 0%, #3a5685, #1a2740 60%, #111a2b);
  }
  video {
    position: absolute;
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
  .letters {
    display: grid;
    justify-items: center;
    gap: 8px;
    place-self: center;
    padding: 20px 16px 70px;
    text-align: center;
  }
  .pill {
    position: relative;
    place-self: start;
    display: flex;
    align-items: center;
    gap: 8px;
    margin: 12px 12px 68px;
    padding-block: 6px;
    padding-inline: 12px 14px;
    border-radius: 17px;
    font-size: 13px;
    line-height: 18px;
    background: #141a24d9;
  }
  .switches {
    position: absolute;
    inset: auto 0 12px;
    display: flex;
    justify-content: center;
    gap: 12px;
  }
  .side {
    display: flex;
    flex-direction: column;
    gap: 10px;
  }
  .missing {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 12px;
    padding: 10px 14px;
    border: 1px solid transparent;
    border-radius: var(--_control-radius);
    font-size: 13px;
    line-height: 18px;
    background: var(--_warning-ground);
    color: var(--_warning);
  }
  .missing p {
    flex: 1 1 180px;
  }
  .missing .button {
    background: transparent;
    color: inherit;
    border-color: currentColor;
  }
  .letters .missing {
    justify-content: center;
    padding: 0;
    color: #fff;
    background: none;
  }
  .missing :focus-visible {
    outline-color: currentColor;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
    flex: none;
    padding: 10px 16px calc(16px + env(safe-area-inset-bottom, 0px));
  }
  .actions .button {
    flex: 1 1 0;
    min-width: fit-content;
    padding-inline: 14px;
  }
  .actions .primary {
    flex-grow: 1.4;
  }
  .actions .plain {
    flex: 1 0 100%;
    margin-block: -4px -8px;
  }
  @container lobby (min-width: 620px) {
    .body {
      display: grid;
      grid-template-columns: minmax(0, 1.35fr) minmax(280px, 1fr);
      align-content: safe center;
      gap: 24px;
      padding: 24px;
      width: 100%;
      max-width: 980px;
      margin: 0 auto;
    }
    .mirror {
      aspect-ratio: 4 / 3;
    }
    .actions {
      justify-content: center;
      padding-bottom: 24px;
    }
    .actions .button {
      flex: none;
      padding-inline: 20px;
    }
    .actions .plain {
      order: -1;
      margin: 0;
    }
  }
  @container lobby (max-width: 380px) {
    .actions .primary {
      order: -1;
      flex-basis: 100%;
    }
  }
`;
