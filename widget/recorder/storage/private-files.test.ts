import { expect } from 'chai';
import { storedFiles } from './open-sink-files.ts';
import { canWritePrivateFiles } from './private-files.ts';
import { remoteFiles } from './testing/remote-files.ts';
import { describeSinkFiles } from './testing/sink.contract.ts';

describeSinkFiles('the private file system', (folder) => remoteFiles('private', folder));

describe('the private file system', () => {
  it('is written to in a worker, and not in a page', async () => {
    const files = remoteFiles('best', 'ycyw-test');
    expect(await files.canWritePrivate()).to.equal(true);
    expect(await files.list()).to.deep.equal([]);
    files.kill();
    expect(await canWritePrivateFiles('ycyw-test')).to.equal(false);
  });

  it('shows a page what a worker writes, at this moment and later', async () => {
    const folder = 'ycyw-test:seen';
    const files = remoteFiles('private', folder);
    const page = storedFiles(folder);
    const sink = await files.create('a');
    await sink.write(new TextEncoder().encode('so far'), 0);
    expect(await page.list()).to.deep.equal(['a']);
    expect(await (await page.read('a'))?.text()).to.equal('so far');
    await sink.write(new TextEncoder().encode(' and on'), 6);
    files.kill();
    expect(await (await page.read('a'))?.text()).to.equal('so far and on');
    await page.remove('a');
    expect(await page.list()).to.deep.equal([]);
  });
});
