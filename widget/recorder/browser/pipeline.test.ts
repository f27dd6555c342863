/** A recording from the track to the file, in a real browser with its real encoders and its real disk. */
import { expect } from 'chai';
import { endStreams, paintedStream } from '../../call/testing/painted-stream.ts';
import type { Store } from '../../session/types.ts';
import type { Pipeline } from '../engine/pipeline.ts';
import { storedFiles } from '../storage/open-sink-files.ts';
import { openHere } from './channel.ts';
import { createPipeline, createPipelineOver } from './pipeline.ts';
import { type Colour, fileOf, inspect, play } from './testing/recorded.ts';

const FOLDER = 'pipeline-test';
/** Milliseconds before now in which nothing has changed. */
const BEFORE_MS = 100;
/** Seconds; a busy machine is late now and then. */
const LONGEST_GAP_S = 2;
/** Headless Firefox has no sound card, and its audio contexts wait for one. */
const HAS_SOUND = !navigator.userAgent.includes('Firefox');
const RED = '#d02020';
const GREEN = '#20b020';
const BLUE = '#2030d0';

let count = 0;
const open = new Set<Pipeline>();

async function begin(make = createPipeline): Promise<{ id: string; pipeline: Pipeline }> {
  count += 1;
  const id = `recording-${count}`;
  const pipeline = await make({ id, folder: FOLDER });
  open.add(pipeline);
  return { id, pipeline };
}

/** A track of one colour with something that moves in the corner, so that there are frames. */
function track(colour: string, width = 320, height = 180): MediaStreamTrack {
  let turn = 0;
  const stream = paintedStream({
    width,
    height,
    paint(context) {
      turn = (turn + 3) % 20;
      context.fillStyle = colour;
      context.fillRect(0, 0, width, height);
      context.fillStyle = '#fff';
      context.fillRect(turn, 0, 4, 4);
    },
  });
  return stream.getVideoTracks()[0]!;
}

function until<S>(store: Store<S>, holds: (state: S) => boolean): Promise<S> {
  const { promise, resolve } = Promise.withResolvers<S>();
  const look = () => {
    if (holds(store.getState())) resolve(store.getState());
  };
  const leave = store.subscribe(look);
  look();
  return promise.finally(leave);
}

const recorded = (pipeline: Pipeline, ms: number) =>
  until(pipeline, (state) => state.kind !== 'running' || state.length >= ms);

function lengthOf(pipeline: Pipeline): number {
  const state = pipeline.getState();
  return state.kind === 'running' ? state.length : 0;
}

/** Until what is recorded has such a colour at shares of width and height. */
async function shows(pipeline: Pipeline, is: (colour: Colour) => boolean, x: number, y: number): Promise<void> {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  await until(pipeline.preview, (picture) => {
    if (!picture) return false;
    context.drawImage(picture, -x * picture.width, -y * picture.height);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return is({ red, green, blue });
  });
}

/** Goes on for so long from now. @returns a moment near the end of that time, in seconds of the recording */
async function goOn(pipeline: Pipeline, ms = 900): Promise<number> {
  const from = lengthOf(pipeline);
  await recorded(pipeline, from + ms);
  return (lengthOf(pipeline) - BEFORE_MS) / 1000;
}

async function finished({ id, pipeline }: { id: string; pipeline: Pipeline }) {
  const { length } = await pipeline.finish();
  const file = await inspect(await fileOf(FOLDER, id));
  expect(file.pictureLength).to.be.closeTo(length / 1000, 0.15);
  expect(file.soundLength).to.be.closeTo(length / 1000, 0.15);
  expect(file.longestGap).to.be.below(LONGEST_GAP_S);
  return file;
}

const isRed = ({ red, green, blue }: Colour) => red > 120 && green < 90 && blue < 90;
const isGreen = ({ red, green, blue }: Colour) => green > 110 && red < 90 && blue < 90;
const isBlue = ({ red, green, blue }: Colour) => blue > 120 && red < 90 && green < 100;
const isDark = ({ red, green, blue }: Colour) => red < 45 && green < 45 && blue < 55;

describe('a recording', function () {
  // A loaded machine takes its time to begin and to end.
  this.timeout(30_000);

  afterEach(async () => {
    for (const pipeline of open) await pipeline.finish();
    open.clear();
    endStreams();
    const files = storedFiles(FOLDER);
    for (const id of await files.list()) await files.remove(id);
  });

  it('of one picture plays, seeks and knows its length', async () => {
    const { id, pipeline } = await begin();
    pipeline.setPicture('screen', track(RED, 1280, 720));
    await recorded(pipeline, 2_000);
    const { length, size } = await pipeline.finish();
    expect(pipeline.getState().kind).to.equal('finished');
    const blob = await fileOf(FOLDER, id);
    expect(blob.size).to.equal(size);
    const file = await inspect(blob);
    expect(file.size).to.deep.equal([1280, 720]);
    expect(file.pictureLength).to.be.closeTo(length / 1000, 0.1);
    expect(file.soundLength).to.be.closeTo(length / 1000, 0.1);
    expect(isRed(await file.colour(1, 0.5, 0.5))).to.equal(true);
    file.end();
    const seen = await play(blob);
    expect(seen.length).to.be.closeTo(length / 1000, 0.2);
    expect(seen.played).to.be.above(0);
    expect(seen.sought).to.be.closeTo(seen.length * 0.8, 0.1);
  });

  it('of a call shows both people side by side, and the screen large as long as there is one', async () => {
    const one = await begin();
    const { pipeline } = one;
    pipeline.setPicture('peer', track(GREEN));
    pipeline.setPicture('own', track(BLUE));
    await shows(pipeline, isGreen, 0.25, 0.5);
    await shows(pipeline, isBlue, 0.75, 0.5);
    const before = await goOn(pipeline);
    const screens = [track(RED, 640, 360), track(RED, 960, 540)];
    const shared: number[] = [];
    const between: number[] = [];
    for (const screen of screens) {
      pipeline.setPicture('screen', screen);
      await shows(pipeline, isRed, 0.4, 0.5);
      shared.push(await goOn(pipeline));
      pipeline.setPicture('screen', null);
      await shows(pipeline, isGreen, 0.4, 0.5);
      between.push(await goOn(pipeline));
      expect(screen.readyState).to.equal('live');
    }
    const file = await finished(one);
    for (const at of [before, ...between]) {
      expect(isGreen(await file.colour(at, 0.25, 0.5)), `peer at ${at}`).to.equal(true);
      expect(isBlue(await file.colour(at, 0.75, 0.5)), `own at ${at}`).to.equal(true);
    }
    for (const at of shared) {
      expect(isRed(await file.colour(at, 0.4, 0.5)), `screen at ${at}`).to.equal(true);
      expect(isGreen(await file.colour(at, 0.9, 0.4)), `peer at ${at}`).to.equal(true);
      expect(isBlue(await file.colour(at, 0.9, 0.6)), `own at ${at}`).to.equal(true);
    }
    file.end();
  });

  it('goes on dark while all cameras are off, and shows the next one', async () => {
    const one = await begin();
    const { pipeline } = one;
    const dark = [await goOn(pipeline)];
    pipeline.setPicture('own', track(BLUE));
    await shows(pipeline, isBlue, 0.5, 0.5);
    const first = await goOn(pipeline);
    pipeline.setPicture('own', null);
    await shows(pipeline, isDark, 0.5, 0.5);
    dark.push(await goOn(pipeline));
    pipeline.setPicture('own', track(GREEN, 180, 320));
    await shows(pipeline, isGreen, 0.5, 0.5);
    const second = await goOn(pipeline);
    const file = await finished(one);
    for (const at of dark) expect(isDark(await file.colour(at, 0.5, 0.5)), `dark at ${at}`).to.equal(true);
    expect(isBlue(await file.colour(first, 0.5, 0.5))).to.equal(true);
    // A picture that stands upright is seen whole, with bars.
    expect(isGreen(await file.colour(second, 0.5, 0.03))).to.equal(true);
    expect(isDark(await file.colour(second, 0.2, 0.5))).to.equal(true);
    file.end();
  });

  it('takes a track that ends for gone', async () => {
    const one = await begin();
    const [ends, stays] = [track(RED), track(GREEN)];
    one.pipeline.setPicture('peer', stays);
    one.pipeline.setPicture('screen', ends);
    await shows(one.pipeline, isRed, 0.4, 0.5);
    ends.stop();
    await shows(one.pipeline, isGreen, 0.1, 0.5);
    const after = await goOn(one.pipeline);
    const file = await finished(one);
    expect(isGreen(await file.colour(after, 0.1, 0.5))).to.equal(true);
    file.end();
  });

  it('leaves out what happens while it is paused', async () => {
    const one = await begin();
    const { pipeline } = one;
    pipeline.setPicture('own', track(RED));
    await shows(pipeline, isRed, 0.5, 0.5);
    await goOn(pipeline);
    pipeline.pause();
    const { length } = (await until(pipeline, (state) => state.kind !== 'running' || state.paused)) as {
      length: number;
    };
    pipeline.setPicture('own', track(BLUE));
    const at = performance.now();
    // The recorder tells four times a second where it stands.
    for (let told = 0; told < 4; told += 1) await changed(pipeline);
    expect(performance.now() - at).to.be.above(400);
    expect(lengthOf(pipeline)).to.equal(length);
    pipeline.resume();
    await until(pipeline, (state) => state.kind === 'running' && !state.paused);
    await shows(pipeline, isBlue, 0.5, 0.5);
    const after = await goOn(pipeline);
    const file = await finished(one);
    expect(file.frames.length).to.be.above(10);
    expect(isRed(await file.colour(length / 1000 - 0.3, 0.5, 0.5))).to.equal(true);
    expect(isBlue(await file.colour(after, 0.5, 0.5))).to.equal(true);
    file.end();
  });

  it('is cut into pieces of half a second, so that little is lost when the browser dies', async () => {
    const one = await begin();
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 640, height: 360 });
    canvas.getContext('2d')!.fillRect(0, 0, 640, 360);
    // It never changes: browsers send one frame of it.
    one.pipeline.setPicture('screen', canvas.captureStream().getVideoTracks()[0]!);
    await recorded(one.pipeline, 2_500);
    const shown = lengthOf(one.pipeline) / 1000;
    const blob = await fileOf(FOLDER, one.id);
    const unfinished = await inspect(blob.slice(0));
    expect(unfinished.pictureLength).to.be.above(shown - 1);
    unfinished.end();
    const file = await finished(one);
    const keys = file.frames.filter(({ isKey }) => isKey);
    const gaps = keys.map(({ at }, index) => at - (keys[index - 1]?.at ?? 0));
    expect(Math.max(...gaps)).to.be.below(LONGEST_GAP_S);
    file.end();
  });

  it('shows what is recorded, small, and closes what it showed before', async () => {
    const { pipeline } = await begin();
    pipeline.setPicture('own', track(RED));
    const first = await until(pipeline.preview, (picture) => picture !== null);
    expect(first!.width).to.equal(320);
    await until(pipeline.preview, (picture) => picture !== first);
    expect(first!.width).to.equal(0);
    await pipeline.finish();
    expect(pipeline.preview.getState()).to.equal(null);
  });

  it('hears what comes and goes, and is silent between', async () => {
    const one = await begin();
    const { pipeline } = one;
    pipeline.setPicture('own', track(RED));
    const silent = [await goOn(pipeline)];
    const voice = tone(440);
    pipeline.setSound('own', voice.track);
    const heard = [await goOn(pipeline)];
    const other = tone(880);
    pipeline.setSound('peer_screen', other.track);
    pipeline.setSound('own', null);
    heard.push(await goOn(pipeline));
    pipeline.setSound('peer_screen', null);
    silent.push(await goOn(pipeline));
    const file = await finished(one);
    for (const at of silent) expect(await file.loudest(at - 0.2, at)).to.be.below(0.02);
    if (HAS_SOUND) for (const at of heard) expect(await file.loudest(at - 0.2, at)).to.be.above(0.2);
    expect([voice.track.readyState, other.track.readyState]).to.deep.equal(['live', 'live']);
    await voice.end();
    await other.end();
    file.end();
  });

  it('hears what comes over a connection', async () => {
    const one = await begin();
    const voice = tone(440);
    const line = await overAConnection(voice.track);
    one.pipeline.setSound('peer', line.track);
    await goOn(one.pipeline, 1_200);
    const at = await goOn(one.pipeline, 600);
    const file = await finished(one);
    if (HAS_SOUND) expect(await file.loudest(at - 0.2, at + 0.2)).to.be.above(0.1);
    line.close();
    await voice.end();
    file.end();
  });

  it('runs in the page too, where no worker can be made', async () => {
    const one = await begin((options) => createPipelineOver(openHere, options));
    one.pipeline.setPicture('own', track(RED, 1280, 720));
    one.pipeline.setPicture('peer', track(GREEN));
    await shows(one.pipeline, isGreen, 0.25, 0.5);
    await shows(one.pipeline, isRed, 0.75, 0.5);
    const at = await goOn(one.pipeline);
    const file = await finished(one);
    expect(isGreen(await file.colour(at, 0.25, 0.5))).to.equal(true);
    expect(isRed(await file.colour(at, 0.75, 0.5))).to.equal(true);
    file.end();
  });

  it('can be begun and ended eight times, and leaves nothing behind', async () => {
    const { AudioContext: Real, Worker: RealWorker } = window;
    const contexts: AudioContext[] = [];
    let workers = 0;
    window.AudioContext = class extends Real {
      constructor(options?: AudioContextOptions) {
        super(options);
        contexts.push(this);
      }
    };
    window.Worker = class extends RealWorker {
      constructor(script: string | URL, options?: WorkerOptions) {
        super(script, options);
        workers += 1;
      }
      override terminate() {
        super.terminate();
        workers -= 1;
      }
    };
    const own = track(BLUE);
    const voice = tone(440);
    contexts.length = 0;
    try {
      for (let round = 0; round < 8; round += 1) {
        const { pipeline } = await begin();
        pipeline.setPicture('own', own);
        pipeline.setSound('own', voice.track);
        const { length, size } = await pipeline.finish();
        expect(size).to.be.above(0);
        expect(length).to.be.above(0);
      }
    } finally {
      window.AudioContext = Real;
      window.Worker = RealWorker;
    }
    expect(workers).to.equal(0);
    // One for all of them, if none was there before: browsers keep those that were closed.
    expect(contexts.length).to.be.at.most(1);
    await Promise.all(contexts.map(asleep));
    expect([own.readyState, voice.track.readyState]).to.deep.equal(['live', 'live']);
    await voice.end();
  }).timeout(60_000);

  it('says why it can not begin', async () => {
    const failing = await createPipeline({ id: 'a/b', folder: FOLDER }).catch((error: unknown) => error);
    expect(failing).to.have.property('reason').that.is.oneOf(['no_storage', 'failed']);
  });
});

async function asleep(context: AudioContext): Promise<void> {
  while (context.state !== 'suspended') {
    await new Promise((resolve) => context.addEventListener('statechange', resolve, { once: true }));
  }
}

/** Until the store tells something, whatever it is. */
function changed(store: Store<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const leave = store.subscribe(resolve);
  return promise.finally(leave);
}

function tone(pitch: number): { track: MediaStreamTrack; end: () => Promise<void> } {
  const context = new AudioContext();
  const oscillator = context.createOscillator();
  const output = context.createMediaStreamDestination();
  oscillator.frequency.value = pitch;
  oscillator.connect(output);
  oscillator.start();
  const [one] = output.stream.getAudioTracks();
  return {
    track: one!,
    async end() {
      one!.stop();
      await context.close();
    },
  };
}

async function overAConnection(sent: MediaStreamTrack) {
  const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
  near.onicecandidate = ({ candidate }) => void far.addIceCandidate(candidate ?? undefined);
  far.onicecandidate = ({ candidate }) => void near.addIceCandidate(candidate ?? undefined);
  const { promise, resolve } = Promise.withResolvers<MediaStreamTrack>();
  far.ontrack = (event) => resolve(event.track);
  near.addTrack(sent);
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription!);
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription!);
  return {
    track: await promise,
    close() {
      near.close();
      far.close();
    },
  };
}
