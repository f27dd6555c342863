/** Which addresses a worker may be made of. */
import { assert } from 'chai';
import { scriptAddress } from './script-address.ts';

describe('a script’s address', () => {
  it('is a blob’s of this page, and can be asked for again and again', async () => {
    const address = URL.createObjectURL(new Blob(['postMessage("here")'], { type: 'text/javascript' }));
    scriptAddress(address);
    const worker = new Worker(scriptAddress(address), { type: 'module' });
    const said = await new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(data);
    });
    assert.equal(said, 'here');
    worker.terminate();
    URL.revokeObjectURL(address);
  });

  it('is nothing else, whoever asks', () => {
    for (const address of ['https://evil.example/x.js', 'data:text/javascript,1', '/x.js', ' blob:x', 'javascript:1']) {
      assert.throws(() => scriptAddress(address), TypeError);
    }
  });
});
