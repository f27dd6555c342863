/** Small pictures of a recording, between what is drawn and the text that goes over a call's line. */
import { jpegSize } from './jpeg-size.ts';

/** Pixels: enough to see that it is the right thing. */
const WIDTH = 160;
/** Pixels of what is taken from the other side. A few bytes can say to be gigabytes of pixels. */
const SIDE_MAX = 4 * WIDTH;
/** The call's own pictures come first on a poor line. */
const QUALITY = 0.5;

export const newsPictures = {
  async encode(picture: ImageBitmap): Promise<string> {
    const canvas = new OffscreenCanvas(WIDTH, Math.round((WIDTH * picture.height) / picture.width));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
    return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
  },
  /** Rejects whatever isn't a small JPEG: it comes from the other side, whoever that is. */
  async decode(picture: string): Promise<ImageBitmap> {
    const bytes = Uint8Array.from(atob(picture), (character) => character.charCodeAt(0));
    const size = jpegSize(bytes);
    if (!size || size.width > SIDE_MAX || size.height > SIDE_MAX) throw new Error('this is no small picture');
    return createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
  },
};
