/**
 * Which encoders this browser really has. They are tried with a frame each, since browsers promise some whose library is
 * missing on the machine.
 */
import type { RecordingFormat } from '../types.ts';
import type { Size } from './layout.ts';

export interface PictureCodec {
  /** As the container calls it. */
  name: 'avc' | 'vp9' | 'vp8';
  config: VideoEncoderConfig;
  /** Milliseconds between frames from which a player can start, and with each of which a piece of the file begins. */
  keyEveryMs: number;
}

export interface SoundCodec {
  name: 'aac' | 'opus';
  config: AudioEncoderConfig;
}

export interface Codecs {
  format: RecordingFormat;
  picture: PictureCodec;
  sound: SoundCodec;
}

/** What sharp text and moving faces need at 1280×720; half an hour is about 600 MB. */
const PICTURE_BITS_PER_S = 2_500_000;
const SOUND_BITS_PER_S = 96_000;
const CHANNELS = 2;
/** Of 1280×720 at 30 frames a second: H.264 high, main and baseline at level 3.1; VP9 profile 0 at the same level. */
const PICTURES: readonly { format: RecordingFormat; name: PictureCodec['name']; codec: string }[] = [
  { format: 'mp4', name: 'avc', codec: 'avc1.64001f' },
  { format: 'mp4', name: 'avc', codec: 'avc1.4d001f' },
  { format: 'mp4', name: 'avc', codec: 'avc1.42e01f' },
  { format: 'webm', name: 'vp8', codec: 'vp8' },
  { format: 'webm', name: 'vp9', codec: 'vp09.00.31.08' },
];
const SOUNDS: readonly { name: SoundCodec['name']; codec: string; formats: readonly RecordingFormat[] }[] = [
  { name: 'aac', codec: 'mp4a.40.2', formats: ['mp4'] },
  { name: 'opus', codec: 'opus', formats: ['mp4', 'webm'] },
];
/**
 * Milliseconds. What is lost when the browser dies is at most the piece that isn't whole, and a bit that isn't written.
 * MP4 is written a piece at a time; of WebM readers skip the last piece, and a frame is as long as the next one says.
 */
const KEY_EVERY_MS: Record<RecordingFormat, number> = { mp4: 450, webm: 300 };
/** Frames of a trial. An encoder that first collects more would lose as many when the browser dies, and all at a pause. */
const TRIAL_FRAMES = 8;
/** Milliseconds for taking them, on a slow computer, and then for giving something. */
const TAKING_MS = 5_000;
const GIVING_MS = 400;

type Trial =
  | 'works'
  /** It would, but gives its frames much later: Firefox's H.264 of Linux is more than a second behind, and slow. */
  | 'late'
  | 'missing';

/** MP4 where the browser can, since it plays everywhere. Null: it can't encode at all. */
export async function chooseCodecs(size: Size, frameRate: number, soundRate: number): Promise<Codecs | null> {
  if (!('VideoEncoder' in globalThis && 'AudioEncoder' in globalThis)) return null;
  const late = new Set<PictureCodec['name']>();
  for (const { format, name, codec } of PICTURES) {
    if (late.has(name)) continue;
    const config: VideoEncoderConfig = {
      codec,
      ...size,
      bitrate: PICTURE_BITS_PER_S,
      framerate: frameRate,
      latencyMode: 'realtime',
      ...(name === 'avc' ? { avc: { format: 'avc' } } : {}),
    };
    const trial = await tryPicture(config);
    if (trial === 'late') late.add(name);
    if (trial !== 'works') continue;
    const sound = await chooseSound(format, soundRate);
    if (sound) return { format, picture: { name, config, keyEveryMs: KEY_EVERY_MS[format] }, sound };
  }
  return null;
}

async function chooseSound(format: RecordingFormat, sampleRate: number): Promise<SoundCodec | null> {
  for (const { name, codec, formats } of SOUNDS) {
    const config = { codec, sampleRate, numberOfChannels: CHANNELS, bitrate: SOUND_BITS_PER_S };
    if (formats.includes(format) && (await isSupported(AudioEncoder, config))) return { name, config };
  }
  return null;
}

async function tryPicture(config: VideoEncoderConfig): Promise<Trial> {
  if (!(await isSupported(VideoEncoder, config))) return 'missing';
  const { promise, resolve } = Promise.withResolvers<Trial>();
  const encoder = new VideoEncoder({ output: () => resolve('works'), error: () => resolve('missing') });
  let timer = setTimeout(() => resolve('missing'), TAKING_MS);
  encoder.ondequeue = () => {
    if (encoder.encodeQueueSize > 0) return;
    clearTimeout(timer);
    timer = setTimeout(() => resolve('late'), GIVING_MS);
  };
  try {
    encoder.configure(config);
    for (let index = 0; index < TRIAL_FRAMES; index += 1) {
      const frame = darkFrame(config, index);
      encoder.encode(frame, { keyFrame: index === 0 });
      frame.close();
    }
    return await promise;
  } catch {
    return 'missing';
  } finally {
    clearTimeout(timer);
    encoder.ondequeue = null;
    if (encoder.state !== 'closed') encoder.close();
  }
}

function darkFrame({ width, height, framerate = 30 }: VideoEncoderConfig, index: number): VideoFrame {
  const samples = new Uint8Array((width * height * 3) / 2);
  const timestamp = Math.round((index * 1_000_000) / framerate);
  return new VideoFrame(samples, { format: 'I420', codedWidth: width, codedHeight: height, timestamp });
}

async function isSupported<Config>(
  encoder: { isConfigSupported(config: Config): Promise<{ supported?: boolean }> },
  config: Config,
): Promise<boolean> {
  try {
    return (await encoder.isConfigSupported(config)).supported === true;
  } catch {
    return false;
  }
}
