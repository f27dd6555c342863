/** Which files are drawn as pictures in the timeline, and how large: known before it has come, so that nothing moves when it comes. */

/** Pixels. As wide as a bubble is at most on a phone, and not so high that it fills the panel. */
const MAX_WIDTH = 250;
const MAX_HEIGHT = 280;
const MIN_SIDE = 72;
/** Where the size isn't known. */
const UNKNOWN = { width: MAX_WIDTH, height: 160 };

/** Fits a picture into the timeline. A very long one is cut to a shape that can be seen; the file itself shows it whole. */
export function pictureSize(picture: { width?: number; height?: number }): { width: number; height: number } {
  const { width, height } = picture;
  if (width === undefined || height === undefined || width <= 0 || height <= 0) return UNKNOWN;
  const scale = Math.min(1, MAX_WIDTH / width, MAX_HEIGHT / height);
  return {
    width: Math.max(MIN_SIDE, Math.round(width * scale)),
    height: Math.max(MIN_SIDE, Math.round(height * scale)),
  };
}

const SHOWN = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif']);

/** Whether every browser draws it. HEIC is sent as a file: most can't. */
export const isShownPicture = (type: string): boolean => SHOWN.has(type);
