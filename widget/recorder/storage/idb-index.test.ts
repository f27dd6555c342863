import { expect } from 'chai';
import type { RecordingEntry } from '../engine/recordings-index.ts';
import { idbIndex } from './idb-index.ts';

const entry = (id: string): RecordingEntry => ({
  id,
  name: '',
  what: 'screen',
  at: 0,
  length: 0,
  size: 0,
  format: null,
  conversation: null,
  thumbnail: Uint8Array.of(1, 2, 3),
  state: 'recording',
  repairs: 0,
  share: { kind: 'none' },
});

/** What a subscriber is told, in order. */
function toldTo(index: ReturnType<typeof idbIndex>): { told: (string | null)[]; next: () => Promise<void> } {
  const told: (string | null)[] = [];
  let wake = () => {};
  index.subscribe((id) => {
    told.push(id);
    wake();
  });
  return {
    told,
    next: () =>
      new Promise((resolve) => {
        wake = resolve;
      }),
  };
}

describe('the index of recordings', () => {
  afterEach(async () => {
    for (const prefix of ['ycyw-test:here:', 'ycyw-test:there:']) await idbIndex(prefix).clear();
  });

  it('makes no database by being looked at', async () => {
    expect(await idbIndex('ycyw-test:here:').all()).to.deep.equal([]);
    expect(await idbIndex('ycyw-test:here:').get('a')).to.equal(null);
    expect((await indexedDB.databases()).map(({ name }) => name)).to.not.include('ycyw-recordings-index');
  });

  it('holds what was written, for every tab, each service by itself', async () => {
    await idbIndex('ycyw-test:here:').change('a', () => entry('a'));
    await idbIndex('ycyw-test:there:').change('b', () => entry('b'));
    expect(await idbIndex('ycyw-test:here:').all()).to.deep.equal([entry('a')]);
    expect(await idbIndex('ycyw-test:here:').get('b')).to.equal(null);
    await idbIndex('ycyw-test:here:').clear();
    expect(await idbIndex('ycyw-test:here:').all()).to.deep.equal([]);
    expect(await idbIndex('ycyw-test:there:').get('b')).to.deep.equal(entry('b'));
  });

  it('loses no change of many tabs at once', async () => {
    const tabs = Array.from({ length: 5 }, () => idbIndex('ycyw-test:here:'));
    await tabs[0]?.change('a', () => entry('a'));
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        tabs[index % 5]?.change('a', (one) => one && { ...one, size: one.size + 1 }),
      ),
    );
    expect((await idbIndex('ycyw-test:here:').get('a'))?.size).to.equal(50);
  });

  it('forgets what a change leaves nothing of', async () => {
    const index = idbIndex('ycyw-test:here:');
    await index.change('a', () => entry('a'));
    expect(await index.change('a', () => null)).to.equal(null);
    expect(await index.all()).to.deep.equal([]);
  });

  it('tells the other tabs, and not oneself', async () => {
    const [here, there] = [idbIndex('ycyw-test:here:'), idbIndex('ycyw-test:here:')];
    const own = toldTo(here);
    const other = toldTo(there);
    let heard = other.next();
    await here.change('a', () => entry('a'));
    await heard;
    heard = other.next();
    await here.clear();
    await heard;
    expect(other.told).to.deep.equal(['a', null]);
    expect(own.told).to.deep.equal([]);
    here.dispose();
    there.dispose();
  });

  it('says why it takes nothing where storage is blocked', async () => {
    const descriptor = Object.getOwnPropertyDescriptor(window, 'indexedDB');
    Object.defineProperty(window, 'indexedDB', { configurable: true, value: undefined });
    try {
      const reason = await idbIndex('ycyw-test:blocked:')
        .change('a', () => entry('a'))
        .then(
          () => 'none',
          (error: { reason: string }) => error.reason,
        );
      expect(reason).to.equal('no_storage');
    } finally {
      if (descriptor) Object.defineProperty(window, 'indexedDB', descriptor);
    }
  });
});
