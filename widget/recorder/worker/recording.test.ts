import { expect } from 'chai';
import { type Sink, SinkError, type SinkFiles } from '../storage/sink.ts';
import type { FromRecorder } from './messages.ts';
import { RefusedError, startRecording } from './recording.ts';

const RATE = 48_000;

type Over = Extract<FromRecorder, { kind: 'failed' | 'finished' }>;

/** A disk in memory, that does before each write what the test wants. */
class Disk {
  bytes = new Uint8Array(0);
  isClosed = false;
  before: () => Promise<void> | void = () => {};

  readonly files: SinkFiles = {
    create: async () => this.#sink,
    read: async () => new Blob([this.bytes]),
    replace: async () => {},
    remove: async () => {},
    list: async () => [],
  };

  readonly #sink: Sink = {
    write: async (data, position) => {
      await this.before();
      const end = position + data.byteLength;
      const grown = new Uint8Array(Math.max(this.bytes.byteLength, end));
      grown.set(this.bytes);
      grown.set(data, position);
      this.bytes = grown;
    },
    close: async () => {
      this.isClosed = true;
      return this.bytes.byteLength;
    },
  };
}

async function begin(disk: Disk, tooSlowMs = 5_000) {
  const { promise: over, resolve } = Promise.withResolvers<Over>();
  const watch = { length: 0, told: () => {} };
  const recording = await startRecording({
    id: 'one',
    files: disk.files,
    rate: RATE,
    tooSlowMs,
    tell(news) {
      if (news.kind === 'preview') news.picture.close();
      if (news.kind === 'running') watch.length = news.length;
      if (news.kind === 'failed' || news.kind === 'finished') resolve(news);
      watch.told();
    },
  });
  const canvas = new OffscreenCanvas(1280, 720);
  const context = canvas.getContext('2d')!;
  let turn = 0;
  const show = () => {
    turn += 1;
    context.fillStyle = `hsl(${turn} 70% 50%)`;
    context.fillRect(0, 0, 1280, 720);
    recording.show('own', new VideoFrame(canvas, { timestamp: turn }));
  };
  return {
    recording,
    over,
    show,
    until(ms: number): Promise<void> {
      const { promise, resolve: reached } = Promise.withResolvers<void>();
      watch.told = () => {
        show();
        if (watch.length >= ms) reached();
      };
      void over.then(() => reached());
      return promise;
    },
  };
}

describe('a recording and its disk', () => {
  it('ends in good order when there is no room left, and keeps what was written', async () => {
    const disk = new Disk();
    const one = await begin(disk);
    await one.until(1_500);
    const before = disk.bytes.byteLength;
    expect(before).to.be.above(0);
    disk.before = () => {
      throw new SinkError('no_room');
    };
    const over = await one.over;
    expect(over).to.include({ kind: 'failed', reason: 'no_room', size: before });
    expect(over.length).to.be.within(500, 2_500);
    expect(disk.isClosed).to.equal(true);
    expect(await one.recording.finish()).to.deep.equal({ length: over.length, size: before });
  });

  it('waits for a slow disk', async () => {
    const disk = new Disk();
    disk.before = () => new Promise((resolve) => setTimeout(resolve, 100));
    const one = await begin(disk);
    await one.until(1_500);
    const { size } = await one.recording.finish();
    expect(await one.over).to.include({ kind: 'finished', size });
    expect(size).to.equal(disk.bytes.byteLength);
  });

  it('ends when the disk takes nothing any more', async () => {
    const disk = new Disk();
    const one = await begin(disk, 800);
    await one.until(1_000);
    disk.before = () => new Promise(() => {});
    expect(await one.over).to.include({ kind: 'failed', reason: 'too_slow' });
    expect(disk.isClosed).to.equal(true);
  });

  it('closes frames that come after the end', async () => {
    const one = await begin(new Disk());
    await one.recording.finish();
    const late = new VideoFrame(new Uint8Array(6), { format: 'I420', codedWidth: 2, codedHeight: 2, timestamp: 0 });
    one.recording.show('own', late);
    expect(late.format).to.equal(null);
  });

  it('is refused where nothing can be kept', async () => {
    const disk = new Disk();
    disk.files.create = () => Promise.reject(new SinkError('no_storage'));
    const error = await startRecording({ id: 'one', files: disk.files, rate: RATE, tell() {} }).catch((one) => one);
    expect(error).to.be.instanceOf(RefusedError);
    expect(error.reason).to.equal('no_storage');
  });
});
