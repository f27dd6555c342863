/**
 * The design's colours and measures as CSS custom properties, for light and dark. Integrators' own `--ycyw-…` win, and what
 * is read keeps its contrast with them. Private names begin with `--_`; whatever is inside a root that has these styles may
 * use them.
 */
import { unsafeCSS } from 'lit';
import { baseTokens } from './base-tokens.ts';
import { readableOn, scheme } from './colors.ts';
import { asGround, asText, nearText, ofAccent, ofText, onSurface, pole } from './contrast-colors.ts';

export const tokens = unsafeCSS(`${baseTokens}
    :host {
      --_pole: ${pole};
      --_ink: var(--ycyw-text, ${onSurface('#141a24', '#f1f4f9')});
      --_accent: ${asGround(`var(--ycyw-accent, ${scheme('#1d50ab', '#8db5ff')})`)};
      --_line: ${ofText(12, '#e2e7ef', '#2b3444')};
      --_muted: ${nearText(50, '#454e5d', '#aeb9c9')};
      --_canvas: ${ofText(4, '#f4f6fa', '#0d1117')};
      --_raised: ${ofText(3, '#ffffff', '#1a212d')};
      --_control: ${nearText(20, '#7c8799', '#6b788d')};
      --_other: ${ofText(7, '#eef1f6', '#202938')};
      --_own: ${asGround(`var(--ycyw-accent, ${scheme('#1d50ab', '#2450ab')})`)};
      --_on-own: var(--ycyw-on-accent, ${readableOn('var(--_own)')});
      --_accent-text: ${asText('var(--ycyw-accent, var(--_accent))')};
      --_soft: ${ofAccent(12, '#e9f0fd', '#1c2b47')};
      --_signal-text: ${onSurface('#9c2400', '#ffb39a')};
      --_good: ${onSurface('#0f5a37', '#6fd6a2')};
      --_online: ${scheme('#1a9c5f', '#35b578')};
      --_warning: ${onSurface('#6b4200', '#ffd27a')};
      --_warning-ground: ${onSurface('#fff4dc', '#33280f')};
      --_control-radius: 13px;
      --_bubble-radius: 16px;
    }
`);
