import { expect } from 'chai';
import type { Call } from '../../call/types.ts';
import { virtualClock } from '../../session/testing/virtual-clock.ts';
import { Value } from '../../session/value.ts';
import { News, type NewsDeps } from './news.ts';
import { CallInWindow } from './testing/recorder-world.ts';

const picture = () => createImageBitmap(new ImageData(2, 2));
const isClosed = ({ width }: ImageBitmap) => width === 0;

function telling(encode: NewsDeps['pictures']['encode'] = async () => 'a picture') {
  const clock = virtualClock();
  const call = new CallInWindow();
  const shown: (ImageBitmap | null)[] = [];
  const decoded: ImageBitmap[] = [];
  const decode = async (text: string) => {
    if (text === 'broken') throw new Error('no picture');
    const bitmap = await picture();
    decoded.push(bitmap);
    return bitmap;
  };
  const news = new News({
    call: new Value<Call | null>(call),
    clock,
    pictures: { encode, decode },
    show: (bitmap) => shown.push(bitmap),
  });
  const progress = new Value({ paused: false, length: 1_000, size: 500 });
  const preview = new Value<ImageBitmap | null>(null);
  return { clock, call, news, progress, preview, shown, decoded };
}

/** Decoding takes no virtual time, but real turns. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve));
}

describe('whoever records tells the other side', () => {
  it('each second how far it is, every other time with a picture, and in the end that it is over', async () => {
    const { clock, call, news, progress, preview } = telling();
    preview.set(await picture());
    news.begin(progress, preview);
    await clock.advance(1_000);
    progress.set({ paused: true, length: 2_000, size: 900 });
    await clock.advance(1_000);
    const first = { paused: false, length: 1_000, size: 500 };
    const third = { paused: true, length: 2_000, size: 900, picture: 'a picture' };
    expect(call.told).to.deep.equal([{ ...first, picture: 'a picture' }, first, third]);
    news.end();
    news.end();
    await clock.advance(5_000);
    expect(call.told.slice(3)).to.deep.equal([null]);
  });

  it('without the picture when there is none, when it can’t be made, or when it is too large for the line', async () => {
    for (const encode of [() => Promise.reject(new Error('closed')), async () => 'x'.repeat(12_001)]) {
      const { clock, call, news, progress, preview } = telling(encode);
      preview.set(await picture());
      news.begin(progress, preview);
      await clock.advance(500);
      expect(call.told).to.deep.equal([{ paused: false, length: 1_000, size: 500 }]);
    }
  });

  it('of one recording at a time, also when a picture of the one before is still being made', async () => {
    const made = Promise.withResolvers<string>();
    const { clock, call, news, progress, preview } = telling(() => made.promise);
    preview.set(await picture());
    news.begin(progress, preview);
    news.end();
    preview.set(null);
    news.begin(progress, preview);
    made.resolve('of the one before');
    await clock.advance(2_500);
    const plain = { paused: false, length: 1_000, size: 500 };
    expect(call.told).to.deep.equal([null, plain, plain, plain]);
  });
});

describe('whoever is recorded', () => {
  const told = { paused: false, length: 1_000, size: 500 };

  it('sees the newest picture until the next one is there, and each is let go of', async () => {
    const { news, shown, decoded } = telling();
    news.hear({ ...told, picture: 'first' });
    await until(() => shown.length === 1);
    news.hear(told);
    news.hear({ ...told, picture: 'broken' });
    news.hear({ ...told, picture: 'second' });
    await until(() => shown.length === 2);
    expect(shown).to.deep.equal(decoded);
    expect(decoded.map(isClosed)).to.deep.equal([true, false]);
    news.hear(null);
    expect(shown.at(-1)).to.equal(null);
    expect(decoded.map(isClosed)).to.deep.equal([true, true]);
  });

  it('sees nothing that was decoded too late', async () => {
    const { news, shown, decoded } = telling();
    news.hear({ ...told, picture: 'first' });
    news.dispose();
    await until(() => decoded.length === 1 && decoded.every(isClosed));
    expect(shown).to.deep.equal([null]);
  });
});
