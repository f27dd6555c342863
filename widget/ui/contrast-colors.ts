/**
 * Colours that keep a contrast of 7:1 whatever the page has set, as CSS text. All is counted by the browser, so that it
 * follows when the page changes a colour.
 */
import { readableOn } from './colors.ts';

/** Black on a light surface, white on a dark one: the page may have set a surface that isn't its colour scheme's. */
const POLE = 'var(--_pole)';
export const pole = readableOn('var(--_surface)');

/** The one for a light surface or the one for a dark one, each as `#rrggbb`. */
export const onSurface = (light: string, dark: string): string => {
  const channels = ['r', 'g', 'b'].map((name, at) => {
    const [from = 0, to = 0] = [light, dark].map((hex) => Number(`0x${hex.slice(1 + 2 * at, 3 + 2 * at)}`));
    // Two digits are exact to a step of a channel, and all of it is text in the bundle.
    return `calc(${from} + ${name} * ${Number(((to - from) / 255).toFixed(2))})`;
  });
  return `rgb(from ${POLE} ${channels.join(' ')})`;
};

/**
 * The ground that an accent makes: the nearest of its kind on which black or white has 7:1. Between the luminances 0.098
 * and 0.302 neither has, so it is made darker where white is on it, or lighter where black is.
 */
export const asGround = (accent: string): string => {
  const isDark = 'clamp(0, (0.18 - y) * 1e5, 1)';
  const channels = Object.entries({ x: 0.95, y: 1, z: 1.09 }).map(
    ([name, white]) =>
      `calc(${isDark} * ${name} * min(1, 0.098 / y) + (1 - ${isDark}) * (${name} + max(0, (0.302 - y) / (1 - y)) * (${white} - ${name})))`,
  );
  return `color(from ${accent} xyz-d65 ${channels.join(' ')})`;
};

/** How much of the accent is in the mixture below; the rest says whether the surface is light or dark. */
const PART = 0.4;

/**
 * The accent as text: its hue, in a lightness that reads at 7:1 on the surface and on the soft accent. Mixed with the pole
 * first, so that one colour knows both: below the middle the surface is light.
 */
export const asText = (accent: string): string => {
  const isDark = 'clamp(0, (l - 0.5) * 1e5, 1)';
  const lightness = `${isDark} * max((l - ${1 - PART}) / ${PART}, 0.85) + (1 - ${isDark}) * min(l / ${PART}, 0.37)`;
  const chroma = `min(c / ${PART}, 0.2 - 0.1 * ${isDark})`;
  return `oklch(from color-mix(in oklab, ${accent} ${100 * PART}%, ${POLE}) calc(${lightness}) calc(${chroma}) h)`;
};

/**
 * A colour between one of the page's and its surface. By default exactly the given one: both sides fall back to it. When
 * the page sets its own colours, the mixture follows.
 * @param part how much of the page's colour is in it, in percent
 */
const between = (custom: '--ycyw-text' | '--ycyw-accent') => (part: number, light: string, dark: string) => {
  const own = onSurface(light, dark);
  return `color-mix(in srgb, var(${custom}, ${own}) ${part}%, var(--ycyw-surface, ${own}))`;
};
export const ofText = between('--ycyw-text');
export const ofAccent = between('--ycyw-accent');

/** Between the page's text and the one of these that reads on its surface; exactly that where the page sets no text. */
export const nearText = (part: number, light: string, dark: string): string => {
  const own = onSurface(light, dark);
  return `color-mix(in srgb, var(--ycyw-text, ${own}) ${part}%, ${own})`;
};
