/**
 * Writes a recording anew, with its length and an index, out of as much of it as can be read. Packets are copied as they
 * are, nothing is decoded. Knows nothing of where files lie.
 */
import {
  BlobSource,
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  type InputTrack,
  MP4,
  Mp4OutputFormat,
  Output,
  StreamTarget,
  WEBM,
  WebMOutputFormat,
} from 'mediabunny';
import type { RecordingFormat } from '../types.ts';
import { withOpenCluster } from './open-cluster.ts';
import type { Sink } from './sink.ts';

/** Bytes that are written at once: a file is copied, so the larger the better, and memory stays flat. */
const PIECE_BYTES = 4 * 1024 * 1024;

interface Lane {
  kind: 'picture' | 'sound';
  /** The next packet; null after the last that is whole. */
  next: EncodedPacket | null;
  /** Writes it, and takes the one after. */
  advance(packet: EncodedPacket): Promise<void>;
}

/** @returns milliseconds; null when there is not one picture */
export async function remux(blob: Blob, format: RecordingFormat, sink: Sink): Promise<number | null> {
  const input = inputOf(format === 'webm' ? await withOpenCluster(blob) : blob);
  try {
    const output = new Output({
      format: format === 'mp4' ? new Mp4OutputFormat({ fastStart: false }) : new WebMOutputFormat(),
      target: new StreamTarget(new WritableStream({ write: ({ data, position }) => sink.write(data, position) }), {
        chunked: true,
        chunkSize: PIECE_BYTES,
      }),
    });
    const lanes: Lane[] = [];
    for (const track of await input.getTracks()) {
      const lane = await laneOf(track, output);
      if (lane) lanes.push(lane);
    }
    if (!lanes.some(({ kind }) => kind === 'picture')) return null;
    await output.start();
    const end = await copy(lanes);
    await output.finalize();
    return end;
  } finally {
    input.dispose();
  }
}

/** Milliseconds that it plays as it is; null when that isn't to be found out. */
export async function lengthOf(blob: Blob): Promise<number | null> {
  const input = inputOf(blob);
  try {
    return (await input.computeDuration()) * 1_000;
  } catch {
    return null;
  } finally {
    input.dispose();
  }
}

/** By the first bytes; null when it is neither. */
export async function formatOf(blob: Blob): Promise<RecordingFormat | null> {
  const input = inputOf(blob);
  try {
    return (await input.getFormat()) === WEBM ? 'webm' : 'mp4';
  } catch {
    return null;
  } finally {
    input.dispose();
  }
}

const inputOf = (blob: Blob) => new Input({ source: new BlobSource(blob), formats: [MP4, WEBM] });

/** Null for a track of which nothing can be read: a file doesn't need to claim it. */
async function laneOf(track: InputTrack, output: Output): Promise<Lane | null> {
  const packets = new EncodedPacketSink(track).packets();
  const first = await nextOf(packets);
  if (!first) return null;
  if (track.isVideoTrack()) {
    const [codec, decoderConfig] = await Promise.all([track.getCodec(), track.getDecoderConfig()]);
    if (!codec || !decoderConfig) return null;
    const source = new EncodedVideoPacketSource(codec);
    output.addVideoTrack(source);
    return laneFrom('picture', first, packets, (packet) => source.add(packet, { decoderConfig }));
  }
  if (track.isAudioTrack()) {
    const [codec, decoderConfig] = await Promise.all([track.getCodec(), track.getDecoderConfig()]);
    if (!codec || !decoderConfig) return null;
    const source = new EncodedAudioPacketSource(codec);
    output.addAudioTrack(source);
    return laneFrom('sound', first, packets, (packet) => source.add(packet, { decoderConfig }));
  }
  return null;
}

function laneFrom(
  kind: Lane['kind'],
  first: EncodedPacket,
  packets: AsyncGenerator<EncodedPacket, void>,
  write: (packet: EncodedPacket) => Promise<void>,
): Lane {
  return {
    kind,
    next: first,
    async advance(packet) {
      await write(packet);
      this.next = await nextOf(packets);
    },
  };
}

/** All tracks side by side, as they were recorded. @returns where the last packet ends, in milliseconds */
async function copy(lanes: readonly Lane[]): Promise<number> {
  let end = 0;
  for (;;) {
    let first: { lane: Lane; packet: EncodedPacket } | null = null;
    for (const lane of lanes) {
      if (lane.next && (!first || lane.next.timestamp < first.packet.timestamp)) first = { lane, packet: lane.next };
    }
    if (!first) return end * 1_000;
    const { lane, packet } = first;
    end = Math.max(end, packet.timestamp + packet.duration);
    await lane.advance(packet);
  }
}

/** Where the file breaks off a track ends, however that is noticed. */
async function nextOf(packets: AsyncGenerator<EncodedPacket, void>): Promise<EncodedPacket | null> {
  try {
    const step = await packets.next();
    return step.done ? null : step.value;
  } catch {
    return null;
  }
}
