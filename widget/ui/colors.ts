/** How the tokens' colours come about, as CSS text: for light and dark, mixed with the page's own, and text picked by contrast. */

/** One colour for light surroundings, one for dark. */
export const scheme = (light: string, dark: string): string => `light-dark(${light}, ${dark})`;

/**
 * Black or white, whichever has the higher contrast: in XYZ, `y` is the luminance that contrast is counted from, and
 * at 0.179 both are equally far away.
 */
export const readableOn = (background: string): string => {
  const light = 'clamp(0, (0.179 - y) * 100000, 1)';
  return `color(from ${background} xyz-d65 calc(0.95 * ${light}) calc(${light}) calc(1.089 * ${light}))`;
};

/** The accent as text: its hue, in a lightness that reads at 7:1 on the surface and on the soft accent. */
export const asText = (accent: string): string =>
  scheme(`oklch(from ${accent} min(l, 0.4) c h)`, `oklch(from ${accent} max(l, 0.82) min(c, 0.1) h)`);

/**
 * A colour between one of the page's and its surface. By default exactly the given one: both sides fall back to it. When
 * the page sets its own colours, the mixture follows.
 * @param part how much of the page's colour is in it, in percent
 */
const between = (custom: '--ycyw-text' | '--ycyw-accent') => (part: number, light: string, dark: string) => {
  const own = scheme(light, dark);
  return `color-mix(in srgb, var(${custom}, ${own}) ${part}%, var(--ycyw-surface, ${own}))`;
};
export const ofText = between('--ycyw-text');
export const ofAccent = between('--ycyw-accent');
