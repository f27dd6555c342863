/** How the tokens' colours come about, as CSS text: for light and dark, mixed with the page's own, and text picked by contrast. */

/** One colour for light surroundings, one for dark. */
export const scheme = (light: string, dark: string): string => `light-dark(${light}, ${dark})`;

/**
 * Black or white, whichever has the higher contrast: in XYZ, `y` is the luminance that contrast is counted from, and
 * at 0.18 both are equally far away.
 */
export const readableOn = (background: string): string => {
  const light = 'clamp(0, (0.18 - y) * 1e5, 1)';
  return `color(from ${background} xyz-d65 calc(0.95 * ${light}) calc(${light}) calc(1.09 * ${light}))`;
};
