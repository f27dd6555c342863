/** The round buttons of a call: in the mirror, in the row of controls, on pictures, in the small bar. */
import { css, html, nothing, type TemplateResult } from 'lit';
import { type IconNode, icon } from '../../ui/icons.ts';

export interface Round {
  name: string;
  /** What a click does now. */
  tip?: string | undefined;
  picture: IconNode;
  /** Leave it out for what isn't switched on and off. */
  pressed?: boolean | undefined;
  look?: 'off' | 'on' | 'end' | undefined;
  act?: () => void;
  /** The popover that it opens and closes, by its id. */
  opens?: string;
  more?: unknown;
}

export function round({ name, tip = name, picture, pressed, look, act, opens, more = nothing }: Round): TemplateResult {
  return html`<button
    class="round ${look ?? ''}"
    aria-label=${name}
    title=${tip}
    aria-pressed=${pressed ?? nothing}
    popovertarget=${opens ?? nothing}
    @click=${act}
  >
    ${icon(picture, 20)}${more}
  </button>`;
}

export const roundStyles = css`
  .round {
    position: relative;
    display: grid;
    place-items: center;
    flex: none;
    width: var(--_round, 46px);
    height: var(--_round, 46px);
    border-radius: 50%;
    color: #fff;
    background: #262d38e0;
    transition:
      background-color 120ms,
      color 120ms;
  }
  .round:hover {
    background: #404957;
  }
  .round.off {
    background: #fff;
    color: #141a24;
  }
  .round.off:hover {
    background: #dfe5ee;
  }
  .round.on {
    background: #8db5ff;
    color: #0d1117;
  }
  .round.end {
    width: 58px;
    border-radius: 23px;
    background: #cf2c00;
  }
  .round.end:hover {
    background: #a82700;
  }
  .round:focus-visible {
    outline: 2px solid #fff;
    outline-offset: 2px;
    box-shadow: 0 0 0 5px #0d1117;
  }
  .round ycyw-call-level {
    position: absolute;
    bottom: 6px;
    width: 18px;
    height: 3px;
    --_level-ground: #ffffff40;
    --_online: #6fd6a2;
  }
  .mirrored {
    transform: scaleX(-1);
  }
  @media (forced-colors: active) {
    .round {
      border-color: ButtonBorder;
    }
    .round[aria-pressed='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
