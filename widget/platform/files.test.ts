import { expect } from 'chai';
import { blobDisk } from './blob-disk.ts';
import { newId } from './ids.ts';
import { readFile } from './read-file.ts';

async function png(width: number, height: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.fillRect(0, 0, width, height);
  return canvas.convertToBlob({ type: 'image/png' });
}

describe('files that wait', () => {
  it('make no database by being looked for after a log-out', async () => {
    await blobDisk('ycyw-test:').clear();
    expect((await indexedDB.databases()).map(({ name }) => name)).to.not.include('ycyw-support');
  });

  it('lie in the browser until they are removed, each service by itself', async () => {
    const here = blobDisk('ycyw-test:here:');
    const there = blobDisk('ycyw-test:there:');
    await here.put('a', new Blob(['of here']));
    await there.put('a', new Blob(['of there']));
    expect(await (await blobDisk('ycyw-test:here:').get('a'))?.text()).to.equal('of here');
    await here.clear();
    expect(await here.get('a')).to.equal(null);
    expect(await (await there.get('a'))?.text()).to.equal('of there');
    await there.remove('a');
    expect(await there.get('a')).to.equal(null);
  });
});

describe('files that wait, where the browser keeps nothing', () => {
  it('are refused, so that nobody promises them to another tab', async () => {
    const descriptor = Object.getOwnPropertyDescriptor(window, 'indexedDB')!;
    Object.defineProperty(window, 'indexedDB', { configurable: true, value: undefined });
    try {
      const files = blobDisk('ycyw-test:blocked:');
      expect(
        await files.put('a', new Blob(['x'])).then(
          () => 'kept',
          () => 'refused',
        ),
      ).to.equal('refused');
      expect(await files.get('a')).to.equal(null);
      await files.remove('a');
      await files.clear();
    } finally {
      Object.defineProperty(window, 'indexedDB', descriptor);
    }
  });
});

describe('a chosen file', () => {
  it('brings the size of a picture and a preview', async () => {
    const file = await readFile(new File([await png(40, 30)], 'scratch.png', { type: 'image/png' }));
    expect(file).to.include({ name: 'scratch.png', type: 'image/png', width: 40, height: 30 });
    expect(file.preview).to.match(/^blob:/);
    URL.revokeObjectURL(file.preview ?? '');
  });

  it('gets by its name the type that the system does not know', async () => {
    expect((await readFile(new File(['x'], 'IMG_1.HEIC'))).type).to.equal('image/heic');
    expect((await readFile(new File(['x'], 'song.mp3', { type: 'audio/mp3' }))).type).to.equal('audio/mpeg');
    expect((await readFile(new File(['x'], 'notes.txt', { type: 'text/plain;charset=utf-8' }))).type).to.equal(
      'text/plain',
    );
    expect((await readFile(new File(['x'], 'setup.exe'))).type).to.equal('');
  });

  it('that is no picture, whatever its name says, is passed on without a preview', async () => {
    const file = await readFile(new File(['not a picture'], 'broken.png', { type: 'image/png' }));
    expect(file.preview).to.equal(null);
    expect(file.width).to.equal(undefined);
  });
});

describe('an id', () => {
  it('is a UUID, also where the browser makes none', () => {
    const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
    expect(newId()).to.match(uuid);
    const descriptor = Object.getOwnPropertyDescriptor(Crypto.prototype, 'randomUUID')!;
    Object.defineProperty(Crypto.prototype, 'randomUUID', { configurable: true, value: undefined });
    try {
      expect(newId()).to.match(uuid);
      expect(newId()).to.not.equal(newId());
    } finally {
      Object.defineProperty(Crypto.prototype, 'randomUUID', descriptor);
    }
  });
});
