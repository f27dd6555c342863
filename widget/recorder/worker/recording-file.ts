/**
 * From encoded packets to bytes on the disk, in short pieces that can each be played when nothing more comes. Waits for
 * the disk and knows how far it is behind; what to do about that others decide.
 */
import {
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
  StreamTarget,
  type StreamTargetChunk,
  WebMOutputFormat,
} from 'mediabunny';
import type { Sink } from '../storage/sink.ts';
import type { Codecs } from './codecs.ts';

/** Seconds. Shorter than the time between key frames, so that each of those begins a piece. */
const PIECE_S = 0.25;
/** Milliseconds between writes: WebM comes packet by packet, and a write may cost a transaction. */
const WRITE_EVERY_MS = 100;
/** Writes after which the muxer's notes are thinned: half a minute or so. */
const THIN_EVERY = 64;

interface Waiting {
  write(): Promise<void>;
  /** By the clock of whoever brought it, in milliseconds. */
  since: number;
  /** Milliseconds of the recording. */
  at: number;
}

/** What the muxer remembers of each piece that it has written. */
interface Piece {
  samples: unknown[];
}

export class RecordingFile {
  readonly #sink: Sink;
  readonly #output: Output;
  readonly #pictures: EncodedVideoPacketSource;
  readonly #sounds: EncodedAudioPacketSource;
  readonly #failed: (error: unknown) => void;
  readonly #waiting: Waiting[] = [];
  #pump: Promise<void> | null = null;
  /** Milliseconds of what was given to the muxer, and of what is on disk. */
  #muxed = 0;
  #safe = 0;
  #size = 0;
  #writes = 0;
  /** What follows each other and goes to the disk together. */
  #batch: { parts: Uint8Array[]; position: number; end: number } | null = null;
  #lastWrite = 0;

  /** @param failed the disk or the muxer: nothing can be written any more */
  constructor({ format, picture, sound }: Codecs, sink: Sink, failed: (error: unknown) => void) {
    this.#sink = sink;
    this.#failed = failed;
    this.#output = new Output({
      format:
        format === 'mp4'
          ? new Mp4OutputFormat({ fastStart: 'fragmented', minimumFragmentDuration: PIECE_S })
          : new WebMOutputFormat({ minimumClusterDuration: PIECE_S }),
      target: new StreamTarget(
        new WritableStream({ write: (chunk) => this.#collect(chunk), close: () => this.#write() }),
      ),
    });
    this.#pictures = new EncodedVideoPacketSource(picture.name);
    this.#sounds = new EncodedAudioPacketSource(sound.name);
    this.#output.addVideoTrack(this.#pictures);
    this.#output.addAudioTrack(this.#sounds);
  }

  /** Bytes on disk. */
  get size(): number {
    return this.#size;
  }

  /** Milliseconds of the recording that are on disk, roughly. */
  get safe(): number {
    return this.#safe;
  }

  async start(): Promise<void> {
    await this.#output.start();
  }

  /** Milliseconds that the oldest packet has been waiting. */
  lag(now: number): number {
    return now - (this.#waiting[0]?.since ?? now);
  }

  addPicture(chunk: EncodedVideoChunk, meta: EncodedVideoChunkMetadata | undefined, now: number): void {
    const packet = EncodedPacket.fromEncodedChunk(chunk);
    this.#add({ write: () => this.#pictures.add(packet, meta), since: now, at: chunk.timestamp / 1000 });
  }

  addSound(chunk: EncodedAudioChunk, meta: EncodedAudioChunkMetadata | undefined, now: number): void {
    const packet = EncodedPacket.fromEncodedChunk(chunk);
    this.#add({ write: () => this.#sounds.add(packet, meta), since: now, at: chunk.timestamp / 1000 });
  }

  /** Everything that was added is on disk, and the file knows its length. */
  async finalize(): Promise<void> {
    await this.#pump;
    await this.#output.finalize();
  }

  /** @returns bytes on disk */
  async close(): Promise<number> {
    return this.#sink.close();
  }

  #add(one: Waiting): void {
    this.#waiting.push(one);
    this.#pump ??= this.#work();
  }

  async #work(): Promise<void> {
    try {
      for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
        await next.write();
        this.#muxed = Math.max(this.#muxed, next.at);
        this.#waiting.shift();
      }
    } catch (error) {
      this.#waiting.length = 0;
      this.#failed(error);
    } finally {
      this.#pump = null;
    }
  }

  async #collect({ data, position }: StreamTargetChunk): Promise<void> {
    if (this.#batch?.end !== position) await this.#write();
    this.#batch ??= { parts: [], position, end: position };
    this.#batch.parts.push(data);
    this.#batch.end += data.byteLength;
    if (performance.now() - this.#lastWrite >= WRITE_EVERY_MS) await this.#write();
  }

  async #write(): Promise<void> {
    const batch = this.#batch;
    if (!batch) return;
    const muxed = this.#muxed;
    this.#batch = null;
    try {
      await this.#sink.write(joined(batch.parts), batch.position);
    } catch (error) {
      // Told at once: the muxer would notice with its next piece only.
      this.#failed(error);
      throw error;
    }
    // From its end: to a slow disk more goes at a time.
    this.#lastWrite = performance.now();
    this.#size = Math.max(this.#size, batch.end);
    this.#safe = muxed;
    this.#writes += 1;
    if (this.#writes % THIN_EVERY === 0) this.#thin();
  }

  /**
   * The muxer keeps a note of every packet, which would grow by 50 MB an hour, though for the index at the end it needs the
   * first of each piece only. It has no public way to say so; where its insides differ, nothing happens.
   */
  #thin(): void {
    const { _muxer } = this.#output as unknown as { _muxer?: { finalizedChunks?: Piece[] } };
    for (const piece of _muxer?.finalizedChunks?.slice(-4 * THIN_EVERY) ?? [])
      piece.samples.length = Math.min(piece.samples.length, 1);
  }
}

function joined(parts: Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const all = new Uint8Array(parts.reduce((size, { byteLength }) => size + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.byteLength;
  }
  return all;
}
