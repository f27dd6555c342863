import { expect } from 'chai';
import { withOpenCluster } from './open-cluster.ts';

const HEAD = [0x1a, 0x45, 0xdf, 0xa3, 0x80];
const SEGMENT = [0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
const cluster = (size: number) => [0x1f, 0x43, 0xb6, 0x75, 0x08, 0, 0, 0, size];
const TIMESTAMP = [0xe7, 0x81, 7];
const BLOCK = [0xa3, 0x84, 1, 2, 3, 4];
const WHOLE = [...HEAD, ...SEGMENT, ...cluster(9), ...TIMESTAMP, ...BLOCK];

async function repaired(...parts: number[][]): Promise<number[]> {
  const blob = await withOpenCluster(new Blob([Uint8Array.from(parts.flat())]));
  return [...new Uint8Array(await blob.arrayBuffer())];
}

describe('the last cluster of a WebM', () => {
  it('stays as it is when it is complete', async () => {
    expect(await repaired(WHOLE)).to.deep.equal(WHOLE);
  });

  it('gets the blocks that came after its size was written', async () => {
    expect(await repaired(WHOLE, cluster(3), TIMESTAMP, BLOCK, BLOCK)).to.deep.equal(
      [WHOLE, cluster(15), TIMESTAMP, BLOCK, BLOCK].flat(),
    );
  });

  it('ends before a block that is not whole', async () => {
    expect(await repaired(WHOLE, cluster(3), TIMESTAMP, BLOCK, BLOCK.slice(0, 4))).to.deep.equal(
      [WHOLE, cluster(9), TIMESTAMP, BLOCK].flat(),
    );
  });

  it('is as large as what is there of it', async () => {
    expect(await repaired(WHOLE, cluster(99), TIMESTAMP, BLOCK, [0xa3])).to.deep.equal(
      [WHOLE, cluster(9), TIMESTAMP, BLOCK].flat(),
    );
  });

  it('is sought only in what looks like a WebM', async () => {
    expect(await repaired([0, 0, 0, 24, 1, 2])).to.deep.equal([0, 0, 0, 24, 1, 2]);
    expect(await repaired([])).to.deep.equal([]);
  });
});
