/**
 * The recorders that the benchmark compares, inside its page: the product's own from the track to the finished file, and
 * what people write with `MediaRecorder`. One recording a page.
 */
import { ALL_FORMATS, BlobSource, Input } from 'mediabunny';
import { createSealedPipeline } from '../../recorder/browser/sealed-pipeline.ts';
import { storedFiles } from '../../recorder/storage/open-sink-files.ts';
import { arrange } from '../../recorder/worker/layout.ts';
import type { ToAppender } from './append-worker.ts';
import { FACE, movingTrack, paintedTrack, SCREEN, toneTrack } from './sources.ts';

export type Contender =
  /** The sources only. */
  | 'nobody'
  | 'ours'
  /** `MediaRecorder`, its chunks appended in a worker. */
  | 'disk'
  /** `MediaRecorder`, its chunks in an array, and one blob of them all at the end. */
  | 'array';

/** Of what was recorded. */
export interface Film {
  bytes: number;
  seconds: number;
  picturesPerSecond: number;
  codecs: string;
}

declare global {
  interface Window {
    bench: {
      begin(contender: Contender, pictures: 1 | 2): Promise<void>;
      /** Resolves when the recording can be played. */
      end(): Promise<void>;
      look(): Promise<Film>;
    };
  }
}

interface Running {
  end(): Promise<Blob | null>;
}

interface Sources {
  screen: MediaStreamTrack;
  face: MediaStreamTrack | null;
  sound: MediaStreamTrack;
}

const FOLDER = 'bench';
const NAME = 'recording';
/** As the product's. */
const PICTURE_BITS_PER_S = 2_500_000;
const SOUND_BITS_PER_S = 96_000;
const CHUNK_MS = 1_000;
/** The product's own first. */
const TYPES = ['video/mp4;codecs="avc1.64001f,mp4a.40.2"', 'video/mp4;codecs="avc1.64001f,opus"', 'video/webm'];

async function ours({ screen, face, sound }: Sources): Promise<Running> {
  const pipeline = await createSealedPipeline({ folder: FOLDER, id: NAME });
  pipeline.setPicture('screen', screen);
  pipeline.setPicture('own', face);
  pipeline.setSound('own', sound);
  return {
    async end() {
      await pipeline.finish();
      const state = pipeline.getState();
      if (state.kind === 'failed') throw new Error(`The recording failed: ${state.reason}`);
      return storedFiles(FOLDER).read(NAME);
    },
  };
}

/** Composed in the page, the way the product lays it out, at the same size and frame rate. */
function composed(screen: MediaStreamTrack, face: MediaStreamTrack): MediaStreamTrack {
  const [large, small] = [screen, face].map((track) => {
    const video = Object.assign(document.createElement('video'), { muted: true, srcObject: new MediaStream([track]) });
    void video.play();
    return video;
  });
  const places = arrange({ screen: SCREEN, own: FACE }, SCREEN);
  return paintedTrack(SCREEN, (context) => {
    context.fillStyle = '#000';
    context.fillRect(0, 0, SCREEN.width, SCREEN.height);
    for (const { which, from, to } of places) {
      const video = which === 'screen' ? large : small;
      if (video) context.drawImage(video, from.x, from.y, from.width, from.height, to.x, to.y, to.width, to.height);
    }
  });
}

async function plain(
  { screen, face, sound }: Sources,
  got: (chunk: Blob) => void,
): Promise<{ type: string; stop(): Promise<void> }> {
  const recorder = new MediaRecorder(new MediaStream([face ? composed(screen, face) : screen, sound]), {
    mimeType: TYPES.find((type) => MediaRecorder.isTypeSupported(type)) ?? '',
    videoBitsPerSecond: PICTURE_BITS_PER_S,
    audioBitsPerSecond: SOUND_BITS_PER_S,
  });
  recorder.ondataavailable = ({ data }) => got(data);
  recorder.start(CHUNK_MS);
  return {
    type: recorder.mimeType,
    async stop() {
      const stopped = new Promise((resolve) => {
        recorder.onstop = resolve;
      });
      recorder.stop();
      await stopped;
    },
  };
}

async function toDisk(sources: Sources): Promise<Running> {
  const worker = new Worker(new URL('./append-worker.ts', import.meta.url), { type: 'module' });
  const answer = () =>
    new Promise((resolve) => {
      worker.onmessage = resolve;
    });
  const tell = (message: ToAppender) => worker.postMessage(message);
  const opened = answer();
  tell({ name: NAME });
  await opened;
  const recorder = await plain(sources, (chunk) => tell({ chunk }));
  return {
    async end() {
      await recorder.stop();
      const closed = answer();
      tell('end');
      await closed;
      const folder = await navigator.storage.getDirectory();
      return (await folder.getFileHandle(NAME)).getFile();
    },
  };
}

/** What was read of it at the end, as whoever uploads or repairs it has it. */
let read: ArrayBuffer | null = null;

async function toArray(sources: Sources): Promise<Running> {
  const chunks: Blob[] = [];
  const recorder = await plain(sources, (chunk) => chunks.push(chunk));
  return {
    async end() {
      await recorder.stop();
      const blob = new Blob(chunks, { type: recorder.type });
      read = await blob.arrayBuffer();
      return new Blob([read]);
    },
  };
}

const START: Record<Contender, (sources: Sources) => Promise<Running>> = {
  nobody: async () => ({ end: async () => null }),
  ours,
  disk: toDisk,
  array: toArray,
};

let running: Running | null = null;
let film: Blob | null = null;

window.bench = {
  async begin(contender, pictures) {
    const face = pictures === 2 ? movingTrack(FACE) : null;
    running = await START[contender]({ screen: movingTrack(SCREEN), face, sound: toneTrack() });
  },
  async end() {
    film = (await running?.end()) ?? null;
  },
  async look() {
    if (!film) throw new Error('Nothing was recorded');
    using input = new Input({ source: new BlobSource(film), formats: ALL_FORMATS });
    const picture = await input.getPrimaryVideoTrack();
    const sound = await input.getPrimaryAudioTrack();
    const stats = await picture?.computePacketStats();
    return {
      bytes: film.size,
      seconds: await input.computeDuration(),
      picturesPerSecond: stats?.averagePacketRate ?? 0,
      codecs: `${(await input.getFormat()).name}, ${picture?.codec}, ${sound?.codec}`,
    };
  },
};
