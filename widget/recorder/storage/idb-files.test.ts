import { expect } from 'chai';
import { idbFiles } from './idb-files.ts';
import { remoteFiles } from './testing/remote-files.ts';
import { describeSinkFiles } from './testing/sink.contract.ts';

describeSinkFiles('IndexedDB in a page', idbFiles);
describeSinkFiles('IndexedDB in a worker', (folder) => remoteFiles('idb', folder));

describe('IndexedDB', () => {
  it('that is blocked is told as no storage', async () => {
    const descriptor = Object.getOwnPropertyDescriptor(window, 'indexedDB');
    Object.defineProperty(window, 'indexedDB', { configurable: true, value: undefined });
    try {
      const files = idbFiles('ycyw-test');
      const reason = await files.create('a').then(
        () => 'none',
        (error: { reason: string }) => error.reason,
      );
      expect(reason).to.equal('no_storage');
      expect(await files.read('a')).to.equal(null);
      expect(await files.list()).to.deep.equal([]);
      await files.remove('a');
    } finally {
      if (descriptor) Object.defineProperty(window, 'indexedDB', descriptor);
    }
  });
});
