import { expect } from 'chai';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { chooseCodecs } from './codecs.ts';
import { PictureEncoder } from './picture-encoder.ts';
import { RecordingFile } from './recording-file.ts';
import { SoundEncoder } from './sound-encoder.ts';

const SIZE = { width: 640, height: 360 };
const RATE = 48_000;
const FRAMES = 104;
/** Microseconds between frames, each of which begins a piece of the file. */
const STEP = 500_000;

describe('the file of a recording', () => {
  it('of many pieces is whole, and can be entered at each of them', async () => {
    const codecs = await chooseCodecs(SIZE, 30, RATE);
    const parts: { data: Uint8Array; position: number }[] = [];
    const sink = {
      write: async (data: Uint8Array, position: number) => void parts.push({ data: data.slice(), position }),
      close: async () => 0,
    };
    const failed = (error: unknown) => {
      throw error;
    };
    const file = new RecordingFile(codecs!, sink, failed);
    await file.start();
    const pictures = new PictureEncoder(codecs!.picture, (chunk, meta) => file.addPicture(chunk, meta, 0), failed);
    const sounds = new SoundEncoder(codecs!.sound, (chunk, meta) => file.addSound(chunk, meta, 0), failed);
    const canvas = new OffscreenCanvas(SIZE.width, SIZE.height);
    canvas.getContext('2d');
    for (let index = 0; index < FRAMES; index += 1) {
      pictures.encode(new VideoFrame(canvas, { timestamp: index * STEP, alpha: 'discard' }));
      sounds.end(((index + 1) * STEP) / 1000);
      if (index % 8 === 7) await Promise.all([pictures.flush(), sounds.flush()]);
    }
    await file.finalize();
    pictures.close();
    sounds.close();

    const bytes = new Uint8Array(file.size);
    for (const { data, position } of parts) bytes.set(data, position);
    using input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
    const track = await input.getPrimaryVideoTrack();
    const packets = new EncodedPacketSink(track!);
    for (const index of [0, 1, 70, FRAMES - 1]) {
      const packet = await packets.getKeyPacket((index * STEP) / 1_000_000);
      expect(packet?.timestamp).to.be.closeTo((index * STEP) / 1_000_000, 0.001);
    }
    expect(await input.computeDuration()).to.be.closeTo((FRAMES * STEP) / 1_000_000, 0.6);
  }).timeout(30_000);
});
