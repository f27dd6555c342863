/** Small real recordings for tests, with every write that made them: a browser may die after any of these. */
import {
  AudioBufferSource,
  BufferSource,
  BufferTarget,
  CanvasSource,
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  getFirstEncodableAudioCodec,
  getFirstEncodableVideoCodec,
  Input,
  MP4,
  Mp4OutputFormat,
  Output,
  StreamTarget,
  WEBM,
  WebMOutputFormat,
} from 'mediabunny';
import type { RecordingFormat } from '../../types.ts';

const WIDTH = 320;
const HEIGHT = 180;
const FPS = 20;
const PIECE_S = 0.4;
const SOUND_RATE = 48_000;

export interface Film {
  /** Milliseconds. */
  length: number;
  /** As it is when it was finished. */
  whole: Uint8Array<ArrayBuffer>;
  /** What was on disk when so many milliseconds had been recorded. */
  at(length: number): Uint8Array<ArrayBuffer>;
}

interface Part {
  data: Uint8Array;
  position: number;
  /** When it was written, in milliseconds of the film. */
  at: number;
}

/** A green picture that turns red after the first half, and a tone. */
export async function film(format: RecordingFormat, seconds: number): Promise<Film> {
  const encoded = await encode(format, seconds);
  const input = new Input({ source: new BufferSource(encoded), formats: [MP4, WEBM] });
  const parts: Part[] = [];
  let length = 0;
  const output = new Output({
    format: formatOf(format),
    target: new StreamTarget(
      new WritableStream({
        write: ({ data, position }) => void parts.push({ data: data.slice(), position, at: length }),
      }),
    ),
  });
  // Packet by packet: an encoder would be behind by as much as the machine is busy.
  const packets: { packet: EncodedPacket; write: () => Promise<void> }[] = [];
  for (const track of await input.getVideoTracks()) {
    const [codec, config] = await Promise.all([track.getCodec(), track.getDecoderConfig()]);
    if (!codec || !config) throw new Error('what was encoded can not be read');
    const source = new EncodedVideoPacketSource(codec);
    output.addVideoTrack(source);
    for await (const packet of new EncodedPacketSink(track).packets()) {
      packets.push({ packet, write: () => source.add(packet, { decoderConfig: config }) });
    }
  }
  for (const track of await input.getAudioTracks()) {
    const [codec, config] = await Promise.all([track.getCodec(), track.getDecoderConfig()]);
    if (!codec || !config) throw new Error('what was encoded can not be read');
    const source = new EncodedAudioPacketSource(codec);
    output.addAudioTrack(source);
    for await (const packet of new EncodedPacketSink(track).packets()) {
      packets.push({ packet, write: () => source.add(packet, { decoderConfig: config }) });
    }
  }
  await output.start();
  for (const { packet, write } of packets.sort((a, b) => a.packet.timestamp - b.packet.timestamp)) {
    length = packet.timestamp * 1_000;
    await write();
  }
  await output.finalize();
  return {
    length: seconds * 1_000,
    whole: assembled(parts),
    at: (until) => assembled(parts.filter(({ at }) => at < until)),
  };
}

const formatOf = (format: RecordingFormat): Mp4OutputFormat | WebMOutputFormat =>
  format === 'mp4'
    ? new Mp4OutputFormat({ fastStart: 'fragmented', minimumFragmentDuration: PIECE_S })
    : new WebMOutputFormat({ minimumClusterDuration: PIECE_S });

async function encode(format: RecordingFormat, seconds: number): Promise<ArrayBuffer> {
  const target = new BufferTarget();
  const output = new Output({ format: formatOf(format), target });
  const picture = await getFirstEncodableVideoCodec(output.format.getSupportedVideoCodecs());
  const sound = await getFirstEncodableAudioCodec(output.format.getSupportedAudioCodecs());
  if (!picture || !sound) throw new Error(`this browser makes no ${format}`);
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext('2d');
  const pictures = new CanvasSource(canvas, { codec: picture, bitrate: 500_000, keyFrameInterval: PIECE_S });
  const sounds = new AudioBufferSource({ codec: sound, bitrate: 64_000 });
  output.addVideoTrack(pictures);
  output.addAudioTrack(sounds);
  await output.start();
  for (let frame = 0; frame < seconds * FPS; frame += 1) {
    if (context) {
      context.fillStyle = frame < (seconds * FPS) / 2 ? '#00a000' : '#c00000';
      context.fillRect(0, 0, WIDTH, HEIGHT);
      // Something moves, so that no frame is nothing.
      context.fillStyle = '#fff';
      context.fillRect((frame * 7) % WIDTH, 20, 20, 20);
    }
    await pictures.add(frame / FPS, 1 / FPS);
    await sounds.add(tone(1 / FPS));
  }
  await output.finalize();
  if (!target.buffer) throw new Error('nothing was encoded');
  return target.buffer;
}

function tone(seconds: number): AudioBuffer {
  const buffer = new AudioBuffer({ length: SOUND_RATE * seconds, sampleRate: SOUND_RATE, numberOfChannels: 1 });
  buffer.copyToChannel(
    Float32Array.from({ length: buffer.length }, (_, index) => Math.sin(index / 17) / 4),
    0,
  );
  return buffer;
}

function assembled(parts: readonly Part[]): Uint8Array<ArrayBuffer> {
  const size = parts.reduce((most, { data, position }) => Math.max(most, position + data.length), 0);
  const bytes = new Uint8Array(size);
  for (const { data, position } of parts) bytes.set(data, position);
  return bytes;
}

/** A player that has loaded it; the caller asks it what it sees. */
export async function player(blob: Blob): Promise<HTMLVideoElement> {
  const video = document.createElement('video');
  video.muted = true;
  video.preload = 'auto';
  await happens(video, 'loadeddata', () => {
    video.src = URL.createObjectURL(blob);
  });
  return video;
}

export async function seek(video: HTMLVideoElement, seconds: number): Promise<'green' | 'red' | 'neither'> {
  await happens(video, 'seeked', () => {
    video.currentTime = seconds;
  });
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d');
  // The lower half, in which nothing moves.
  context?.drawImage(video, 0, 100, video.videoWidth, 60, 0, 0, 1, 1);
  const [red = 0, green = 0] = context?.getImageData(0, 0, 1, 1).data ?? [];
  if (red > 100 && green < 60) return 'red';
  return green > 100 && red < 60 ? 'green' : 'neither';
}

function happens(video: HTMLVideoElement, event: string, act: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    video.addEventListener(event, () => resolve(), { once: true });
    video.addEventListener('error', () => reject(new Error(video.error?.message ?? 'it does not play')), {
      once: true,
    });
    act();
  });
}
