/** The look of the call: a dark room in every colour scheme, since it is a picture that is looked at. */
import { css } from 'lit';

export const stageStyles = css`
  :host {
    display: block;
    flex: 1;
    min-height: 0;
    color-scheme: dark;
    container: stage / size;
  }
  p {
    margin: 0;
  }
  .stage {
    --_below-top: calc(68px + env(safe-area-inset-top, 0px));
    --_above-controls: calc(84px + env(safe-area-inset-bottom, 0px));
    position: relative;
    height: 100%;
    overflow: hidden;
    outline-offset: -4px;
    color: #fff;
    background: radial-gradient(110% 80% at 28% 12%, #3a5685, #1a2740 58%, #0d1420);
  }
  .pictures,
  .person,
  .screen {
    position: absolute;
    inset: 0;
  }
  video {
    display: block;
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
  .reconnecting .person video,
  .reconnecting .screen video {
    opacity: 0.55;
  }
  .letters {
    display: grid;
    align-content: center;
    justify-items: center;
    gap: 18px;
    height: 100%;
    padding: 64px 24px 96px;
    text-align: center;
  }
  .letters .avatar {
    width: 112px;
    height: 112px;
    font-size: 42px;
    box-shadow: 0 12px 40px #0d111766;
  }
  .asking .avatar,
  .ringing .avatar,
  .connecting .avatar {
    animation: call 1.8s ease-out infinite;
  }
  @keyframes call {
    from {
      box-shadow: 0 0 0 0 #8db5ff80;
    }
    70%,
    to {
      box-shadow: 0 0 0 28px #8db5ff00;
    }
  }
  .told {
    max-width: 320px;
    text-wrap: balance;
  }
  .title {
    font-size: 18px;
    line-height: 26px;
    font-weight: 650;
  }
  .told p + p {
    margin-top: 4px;
  }
  ycyw-call-time {
    font-variant-numeric: tabular-nums;
  }

  /* The other side's screen: all of it, with the person beside or below. */
  .sharing .screen {
    bottom: 38%;
    padding-top: var(--_below-top);
  }
  .sharing .person {
    top: 62%;
  }
  .sharing .letters {
    padding-block: 8px 92px;
    padding-inline: 16px 130px;
    gap: 8px;
  }
  .sharing .letters .avatar {
    width: 56px;
    height: 56px;
    font-size: 20px;
  }
  .enlarged .person {
    display: none;
  }
  .screen {
    background: #0d1117;
    touch-action: none;
  }
  .screen video {
    object-fit: contain;
    cursor: crosshair;
  }
  /* Where the own picture isn't, as long as nobody moves it. */
  .tools {
    position: absolute;
    inset-inline-start: 12px;
    bottom: 12px;
    display: flex;
    gap: 8px;
    --_round: 44px;
  }
  .enlarged .tools {
    top: calc(12px + env(safe-area-inset-top, 0px));
    bottom: auto;
    inset-inline: auto 12px;
  }
  @container stage (min-width: 620px) {
    .sharing .screen {
      bottom: 0;
      inset-inline-end: 240px;
      padding-bottom: var(--_above-controls);
    }
    .sharing .person {
      top: 0;
      inset-inline-start: calc(100% - 240px);
    }
    .sharing .tools {
      bottom: calc(var(--_above-controls) + 12px);
    }
    .sharing .letters {
      padding: 64px 16px 260px;
    }
    .words {
      max-width: 520px;
    }
  }

  .top,
  .words {
    position: absolute;
    inset-inline: 12px;
    z-index: 3;
    pointer-events: none;
  }
  .top > *,
  .words > * {
    pointer-events: auto;
  }
  .top {
    top: calc(12px + env(safe-area-inset-top, 0px));
    font-size: 14px;
  }
  .chips {
    display: flex;
    justify-content: space-between;
    gap: 8px;
    pointer-events: none;
  }
  .chips > * {
    pointer-events: auto;
  }
  .words {
    top: var(--_below-top);
    display: grid;
    gap: 8px;
    margin-inline: auto;
    max-height: calc(100% - 160px);
    overflow-y: auto;
    scrollbar-width: none;
  }
  ::slotted([slot='words']) {
    overflow: hidden;
    border-radius: 14px;
  }
  .bottom {
    position: absolute;
    inset: auto 0 0;
    z-index: 2;
    display: grid;
    gap: 10px;
    justify-items: center;
    padding: 32px 8px calc(18px + env(safe-area-inset-bottom, 0px));
    background: linear-gradient(transparent, #0d1117b3 60%);
    pointer-events: none;
  }
  .bottom > * {
    pointer-events: auto;
  }
  .busy {
    padding: 6px 14px;
    border-radius: 17px;
    font-size: 13px;
    line-height: 18px;
    text-align: center;
    background: #141a24e6;
  }
  .top,
  .bottom,
  .tools {
    transition: opacity 180ms;
  }
  .faded {
    cursor: none;
  }
  .faded :is(.top, .bottom, .tools) {
    opacity: 0;
  }
  .faded :is(.top, .bottom, .tools, .chips) > * {
    pointer-events: none;
  }

  .tile {
    position: relative;
    justify-self: end;
    width: 96px;
    aspect-ratio: 3 / 4;
    overflow: hidden;
    border: 1.5px solid #ffffff73;
    border-radius: 14px;
    background: #1a2740;
    box-shadow: 0 4px 20px #0d111766;
  }
  /* As large as the picture in it, without bars: so a part of the one is the same part of the other. */
  .tile.wide {
    width: fit-content;
    aspect-ratio: auto;
  }
  .tile.wide video {
    width: auto;
    height: auto;
    max-width: 144px;
    max-height: 110px;
  }
  ycyw-own-picture[x='start'] .tile {
    justify-self: start;
  }
  .tile video {
    pointer-events: none;
  }
  .tile .round {
    position: absolute;
    inset-inline-end: 2px;
    bottom: 2px;
    --_round: 44px;
    background: none;
    filter: drop-shadow(0 0 3px #0d1117);
  }
  .dot {
    position: absolute;
    margin: -3px 0 0 -3px;
    color: #ff7a50;
  }
  .dot path {
    fill: currentColor;
    stroke: #fff;
  }

  @container stage (max-width: 330px) {
    .controls {
      gap: 5px;
      --_round: 44px;
    }
    .round.end {
      width: 52px;
    }
    .tile {
      width: 80px;
    }
  }
  @container stage (min-width: 620px) {
    .tile {
      width: 168px;
      aspect-ratio: 4 / 3;
    }
    .tile.wide video {
      max-width: 208px;
      max-height: 140px;
    }
  }
  /* A small window: the picture matters more than the letters. */
  @container stage (max-height: 520px) {
    .letters {
      gap: 12px;
    }
    .letters .avatar {
      width: 80px;
      height: 80px;
      font-size: 30px;
    }
  }
`;
