/** Small pictures of a recording, between what is drawn and the text that goes over a call's line. */

/** Pixels: enough to see that it is the right thing. */
const WIDTH = 160;
/** The call's own pictures come first on a poor line. */
const QUALITY = 0.5;

export const newsPictures = {
  async encode(picture: ImageBitmap): Promise<string> {
    const canvas = new OffscreenCanvas(WIDTH, Math.round((WIDTH * picture.height) / picture.width));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
    return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
  },
  decode(picture: string): Promise<ImageBitmap> {
    const bytes = Uint8Array.from(atob(picture), (character) => character.charCodeAt(0));
    return createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
  },
};
