/** What stands in a recorded file, for tests: read by mediabunny, and played by the browser's own video. */
import { ALL_FORMATS, AudioSampleSink, BlobSource, EncodedPacketSink, Input, VideoSampleSink } from 'mediabunny';
import { storedFiles } from '../../storage/open-sink-files.ts';

export interface Colour {
  red: number;
  green: number;
  blue: number;
}

export async function fileOf(folder: string, id: string): Promise<Blob> {
  const blob = await storedFiles(folder).read(id);
  if (!blob) throw new Error('nothing was recorded');
  return blob;
}

/** Of one file; times are in seconds. */
export async function inspect(blob: Blob) {
  const input = new Input({ source: new BlobSource(blob), formats: ALL_FORMATS });
  const picture = await input.getPrimaryVideoTrack();
  const sound = await input.getPrimaryAudioTrack();
  if (!picture || !sound) throw new Error('a track is missing');
  const frames: { at: number; isKey: boolean }[] = [];
  for await (const { timestamp, type } of new EncodedPacketSink(picture).packets()) {
    frames.push({ at: timestamp, isKey: type === 'key' });
  }
  return {
    format: (await input.getFormat()).name,
    codecs: [picture.codec, sound.codec],
    size: [picture.displayWidth, picture.displayHeight],
    pictureLength: await picture.computeDuration(),
    soundLength: await sound.computeDuration(),
    frames,
    /** The longest time without a new frame. */
    longestGap: Math.max(...frames.map(({ at }, index) => at - (frames[index - 1]?.at ?? 0))),
    /** What is seen at a time, at shares of width and height. */
    async colour(at: number, x: number, y: number): Promise<Colour> {
      using sample = await new VideoSampleSink(picture).getSample(at);
      if (!sample) throw new Error(`no picture at ${at} s`);
      const canvas = new OffscreenCanvas(sample.displayWidth, sample.displayHeight);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('this browser paints no canvas');
      sample.draw(context, 0, 0);
      const [red = 0, green = 0, blue = 0] = context.getImageData(x * canvas.width, y * canvas.height, 1, 1).data;
      return { red, green, blue };
    },
    /** The strongest sample between two times. */
    async loudest(from: number, to: number): Promise<number> {
      let loudest = 0;
      for await (const sample of new AudioSampleSink(sound).samples(from, to)) {
        const samples = new Float32Array(sample.numberOfFrames);
        sample.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
        sample.close();
        for (const one of samples) loudest = Math.max(loudest, Math.abs(one));
      }
      return loudest;
    },
    end: () => input.dispose(),
  };
}

/** Plays it a little, then goes to 80 %. @returns what the browser says about it, in seconds */
export async function play(blob: Blob): Promise<{ length: number; played: number; sought: number }> {
  const video = document.createElement('video');
  const address = URL.createObjectURL(blob);
  const next = (event: string) => new Promise((resolve) => video.addEventListener(event, resolve, { once: true }));
  video.muted = true;
  try {
    const loaded = next('loadedmetadata');
    video.src = address;
    await loaded;
    const moved = next('timeupdate');
    await video.play();
    await moved;
    video.pause();
    const played = video.currentTime;
    const length = video.duration;
    const sought = next('seeked');
    video.currentTime = length * 0.8;
    await sought;
    return { length, played, sought: video.currentTime };
  } finally {
    video.removeAttribute('src');
    video.load();
    URL.revokeObjectURL(address);
  }
}
