import { expect } from 'chai';
import { idbFiles } from '../storage/idb-files.ts';
import { storedFiles } from '../storage/open-sink-files.ts';
import { repairRecording } from '../storage/repair.ts';
import { type Film, film, player, seek } from '../storage/testing/film.ts';
import { remoteFiles } from '../storage/testing/remote-files.ts';
import type { RecordingFormat } from '../types.ts';
import { repair } from './repair.ts';
import { thumbnailOf } from './thumbnail.ts';

const FOLDER = 'ycyw-test:repair';

/** What a worker that died has left. */
async function leave(bytes: Uint8Array<ArrayBuffer>, driver: 'private' | 'idb' = 'private'): Promise<void> {
  const worker = driver === 'private' ? remoteFiles('private', FOLDER) : null;
  const sink = await (worker ?? idbFiles(FOLDER)).create('a');
  await sink.write(bytes, 0);
  worker?.kill();
}

async function left(): Promise<Blob> {
  const blob = await storedFiles(FOLDER).read('a');
  if (!blob) throw new Error('there is no file');
  return blob;
}

const TWO_SECONDS = 2;
/** Milliseconds: of an MP4 the piece that isn't complete, of a WebM a frame or two. */
const LOST_MS = { mp4: 1_000, webm: 200 };

for (const format of ['mp4', 'webm'] as const satisfies readonly RecordingFormat[]) {
  describe(`a ${format} whose writer died`, () => {
    let made: Film;

    before(async () => {
      made = await film(format, TWO_SECONDS);
    });

    afterEach(async () => {
      await Promise.all((await storedFiles(FOLDER).list()).map((id) => storedFiles(FOLDER).remove(id)));
    });

    it('plays, seeks and knows its length after the repair', async () => {
      await leave(made.at(made.length));
      const repaired = await repair(FOLDER, 'a');
      if (repaired.kind !== 'whole') throw new Error('nothing was left');
      expect(repaired.format).to.equal(format);
      expect(repaired.length).to.be.within(1_000, made.length + 50);
      const blob = await left();
      expect(repaired.size).to.equal(blob.size);
      const video = await player(blob);
      expect(video.duration * 1_000).to.be.closeTo(repaired.length, 100);
      expect(await seek(video, 0.5)).to.equal('green');
      expect(await seek(video, video.duration * 0.8)).to.equal('red');
      expect(await storedFiles(FOLDER).list()).to.deep.equal(['a']);
    });

    it('loses what was not complete, and no more, whenever it died', async () => {
      for (const death of [1_200, 1_500, 1_700, 1_990]) {
        await leave(made.at(death), 'idb');
        const repaired = await repairRecording(FOLDER, 'a');
        if (repaired.kind !== 'whole') throw new Error('nothing was left');
        expect(repaired.length).to.be.within(death - LOST_MS[format], death);
        const video = await player(await left());
        expect(video.duration * 1_000).to.be.closeTo(repaired.length, 100);
      }
    });

    it('is cut where it breaks off, at whichever byte that is', async () => {
      const { whole } = made;
      for (let cut = whole.length - 1; cut > whole.length / 4; cut -= Math.ceil(whole.length / 13)) {
        await leave(whole.slice(0, cut), 'idb');
        const repaired = await repairRecording(FOLDER, 'a');
        if (repaired.kind !== 'whole') throw new Error(`nothing was left of ${cut} bytes`);
        expect(repaired.length).to.be.within(1, made.length + 50);
        const video = await player(await left());
        expect(video.duration * 1_000).to.be.closeTo(repaired.length, 100);
      }
    });

    it('is nothing when it broke off before the first picture', async () => {
      for (const size of [1, 20, 200]) {
        await leave(made.whole.slice(0, size), 'idb');
        expect(await repairRecording(FOLDER, 'a')).to.deep.equal({ kind: 'nothing', size });
        // What nobody can play now stays, until its owner removes it.
        expect((await left()).size).to.equal(size);
      }
    });

    it('has a small picture to be known by', async () => {
      const bytes = await thumbnailOf(new Blob([made.whole], { type: `video/${format}` }));
      if (!bytes) throw new Error('there is no picture');
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
      expect([picture.width, picture.height]).to.deep.equal([320, 180]);
      expect(bytes.length).to.be.below(20_000);
    });
  });
}

describe('a recording of which there is nothing', () => {
  it('is told as nothing', async () => {
    expect(await repair(FOLDER, 'nothing')).to.deep.equal({ kind: 'nothing', size: 0 });
    expect(await thumbnailOf(new Blob(['not a film']))).to.equal(null);
  });
});
