import { expect } from 'chai';
import { newsPictures } from './news-pictures.ts';

async function image(width: number, height: number, type = 'image/jpeg'): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.fillRect(0, 0, width, height);
  return new Uint8Array(await (await canvas.convertToBlob({ type })).arrayBuffer());
}

const text = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/** Whether it is refused, and not by an error in the middle of whoever asks. */
const isRefused = (picture: string): Promise<boolean> =>
  newsPictures.decode(picture).then(
    () => false,
    () => true,
  );

describe('a small picture of a recording', () => {
  it('is small on the line, and the same at the other side', async () => {
    const canvas = new OffscreenCanvas(320, 180);
    canvas.getContext('2d')?.fillRect(0, 0, 320, 180);
    const sent = await newsPictures.encode(canvas.transferToImageBitmap());
    const { width, height } = await newsPictures.decode(sent);
    expect([width, height]).to.deep.equal([160, 90]);
  });

  it('is refused when it says to be large, before it is decoded', async () => {
    expect(await isRefused(text(await image(640, 360)))).to.equal(false);
    expect(await isRefused(text(await image(641, 8)))).to.equal(true);
    expect(await isRefused(text(await image(8, 641)))).to.equal(true);
  });

  it('is refused when it is none', async () => {
    const picture = await image(160, 90);
    const none = ['', '%', 'AAAA', text(picture.slice(0, 12)), text(await image(160, 90, 'image/png'))];
    for (const each of none) expect(await isRefused(each), each).to.equal(true);
    // Parts that lead back to themselves.
    expect(await isRefused(text(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xe0, 0, 0, 0, 0, 0, 0)))).to.equal(
      true,
    );
  });

  it('is refused when another size stands behind a mark that has no length', async () => {
    const picture = await image(160, 90);
    // A decoder takes the mark alone, and then what seems to be its length and its content.
    const hidden = [0xff, 0xd0, 0, 12, 0xff, 0xc0, 0, 17, 8, 0x40, 0, 0x40, 0, 3];
    const forged = Uint8Array.of(0xff, 0xd8, ...hidden, ...picture.slice(2));
    expect(await isRefused(text(forged))).to.equal(true);
  });
});
