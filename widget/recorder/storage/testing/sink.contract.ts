/** What every driver of a recording's files must keep to; run by the tests of each. */
import { expect } from 'chai';
import type { SinkError, SinkFiles } from '../sink.ts';

/** More than one block of any driver. */
const LARGE = 2_500_000;

const bytes = (text: string) => new TextEncoder().encode(text);

/** Bytes that tell their place. */
const pattern = (length: number, from = 0) => Uint8Array.from({ length }, (_, index) => ((index + from) * 31) % 251);

async function contentOf(files: SinkFiles, id: string): Promise<Uint8Array | null> {
  const blob = await files.read(id);
  return blob && new Uint8Array(await blob.arrayBuffer());
}

const textOf = async (files: SinkFiles, id: string) => (await files.read(id))?.text() ?? null;

async function reasonOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error: SinkError) => error.reason,
  );
}

export function describeSinkFiles(name: string, open: (folder: string) => SinkFiles & { kill?: () => void }): void {
  describe(`files of recordings in ${name}`, () => {
    let count = 0;
    let files: SinkFiles & { kill?: () => void };
    const folder = () => `ycyw:2:customer:https://support.example/${name}/${count}/:`;

    beforeEach(() => {
      count += 1;
      files = open(folder());
    });

    afterEach(async () => {
      for (const id of await files.list()) await files.remove(id);
      files.kill?.();
    });

    it('are not there before they are made', async () => {
      expect(await files.list()).to.deep.equal([]);
      expect(await files.read('nothing')).to.equal(null);
      await files.remove('nothing');
    });

    it('hold what was written one after the other', async () => {
      const sink = await files.create('a');
      await sink.write(bytes('one '), 0);
      await sink.write(bytes('two'), 4);
      expect(await sink.close()).to.equal(7);
      expect(await textOf(files, 'a')).to.equal('one two');
      expect(await files.list()).to.deep.equal(['a']);
    });

    it('are overwritten where a write says so, and keep their size', async () => {
      const sink = await files.create('a');
      await sink.write(bytes('length: ????, rest'), 0);
      await sink.write(bytes('1234'), 8);
      expect(await sink.close()).to.equal(18);
      expect(await textOf(files, 'a')).to.equal('length: 1234, rest');
    });

    it('grow over many blocks, and are overwritten across the border of two', async () => {
      const sink = await files.create('a');
      const expected = pattern(LARGE);
      for (let at = 0; at < LARGE; at += 150_000) await sink.write(expected.subarray(at, at + 150_000), at);
      const over = pattern(1_200_000, 7);
      expected.set(over, 900_000);
      await sink.write(over, 900_000);
      const head = bytes('header');
      expected.set(head, 0);
      await sink.write(head, 0);
      // And on at the end, as if nothing had been.
      await sink.write(bytes('end'), LARGE);
      expect(await sink.close()).to.equal(LARGE + 3);
      const content = await contentOf(files, 'a');
      expect(content?.length).to.equal(LARGE + 3);
      expect(content?.subarray(0, LARGE).every((byte, index) => byte === expected[index])).to.equal(true);
    });

    it('have zeroes where nothing was written before the end', async () => {
      const sink = await files.create('a');
      await sink.write(bytes('a'), 0);
      await sink.write(bytes('b'), 1_500_000);
      expect(await sink.close()).to.equal(1_500_001);
      const content = await contentOf(files, 'a');
      expect(content?.length).to.equal(1_500_001);
      expect([content?.[0], content?.[1], content?.[1_499_999], content?.[1_500_000]]).to.deep.equal([97, 0, 0, 98]);
    });

    it('can be read while they are written, as far as they have come', async () => {
      const sink = await files.create('a');
      await sink.write(bytes('so far'), 0);
      expect(await textOf(files, 'a')).to.equal('so far');
      await sink.write(bytes(' and on'), 6);
      expect(await textOf(files, 'a')).to.equal('so far and on');
      await sink.close();
    });

    it('begin empty, also where there was one', async () => {
      const first = await files.create('a');
      await first.write(pattern(LARGE), 0);
      await first.close();
      const second = await files.create('a');
      await second.write(bytes('new'), 0);
      await second.close();
      expect(await textOf(files, 'a')).to.equal('new');
    });

    it('take the place of another', async () => {
      for (const id of ['old', 'new']) {
        const sink = await files.create(id);
        await sink.write(bytes(`the ${id} one`), 0);
        await sink.close();
      }
      await files.replace('old', 'new');
      expect(await files.list()).to.deep.equal(['old']);
      expect(await textOf(files, 'old')).to.equal('the new one');
      expect(await files.read('new')).to.equal(null);
    });

    it('stay what they are when what should take their place is not there', async () => {
      const sink = await files.create('old');
      await sink.write(bytes('old'), 0);
      await sink.close();
      expect(await reasonOf(files.replace('old', 'nothing'))).to.equal('failed');
      expect(await textOf(files, 'old')).to.equal('old');
    });

    it('are gone when they are removed, and only they', async () => {
      for (const id of ['a', 'b']) {
        const sink = await files.create(id);
        await sink.write(bytes(id), 0);
        await sink.close();
      }
      await files.remove('a');
      expect(await files.list()).to.deep.equal(['b']);
      expect(await files.read('a')).to.equal(null);
    });

    it('are of their folder alone', async () => {
      const elsewhere = open(`${folder()}elsewhere`);
      const sink = await elsewhere.create('a');
      await sink.write(bytes('elsewhere'), 0);
      await sink.close();
      expect(await files.list()).to.deep.equal([]);
      expect(await files.read('a')).to.equal(null);
      await elsewhere.remove('a');
      elsewhere.kill?.();
    });

    it('keep everything that a writer had been told of when it died', async () => {
      if (!files.kill) return;
      const sink = await files.create('a');
      await sink.write(pattern(LARGE), 0);
      void sink.write(pattern(LARGE), LARGE).catch(() => {});
      files.kill();
      files = open(folder());
      const content = await contentOf(files, 'a');
      expect(content?.length).to.be.at.least(LARGE);
      expect(content?.subarray(0, LARGE).every((byte, index) => byte === (index * 31) % 251)).to.equal(true);
    });
  });
}
