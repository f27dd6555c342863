/**
 * The part of the design's tokens that the first script carries: what the launcher and the panel's frame need. Plain text,
 * since the first script and the rest read CSS by different packages.
 */
import { readableOn, scheme } from './colors.ts';

export const baseTokens = `
  :host {
    --_accent: var(--ycyw-accent, ${scheme('#1d50ab', '#8db5ff')});
    --_on-accent: var(--ycyw-on-accent, ${readableOn('var(--_accent)')});
    --_surface: var(--ycyw-surface, ${scheme('#fff', '#131922')});
    --_ink: var(--ycyw-text, ${scheme('#141a24', '#f1f4f9')});
    --_radius: var(--ycyw-radius, 18px);
    --_shadow: 0 1px 2px #0d11171a, 0 12px 40px #0d111733;
    --_font: 400 15px / 22px var(--ycyw-font, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif);
  }
`;
