import { expect } from 'chai';
import { createDevices } from './devices.ts';
import { createScreenAdapter } from './screen.ts';
import { createSound } from './sound.ts';
import { type Bench, bench, until } from './testing/machine.ts';

/** Headless Firefox has no sound card, and its audio contexts wait for one. */
const HAS_SOUND = !navigator.userAgent.includes('Firefox');

const benches: Bench[] = [];
const start = (...options: Parameters<typeof bench>): Bench => {
  const one = bench(...options);
  benches.push(one);
  return one;
};
afterEach(() => {
  for (const one of benches.splice(0).reverse()) one.end();
});

describe("the browser's devices", () => {
  it('are listed with their names once they may be used, and are the ones that were chosen', async () => {
    const one = start(null);
    one.media.setMicrophone(true);
    one.media.setCamera(true);
    const { devices } = await until(
      one.media,
      ({ camera, microphone, devices: { cameras, microphones } }) =>
        camera.kind === 'on' && microphone.kind === 'on' && cameras.length > 0 && microphones.length > 0,
    );
    expect(devices.cameras.find(({ id }) => id === devices.camera)?.label)
      .to.be.a('string')
      .and.not.equal('');
    const other = devices.microphones.at(-1)!;
    one.media.chooseMicrophone(other.id);
    await until(one.media, ({ microphone }) => microphone.kind === 'on');
    expect(one.media.getState().devices.microphone).to.equal(other.id);
    expect(one.media.track('microphone')?.getSettings().deviceId).to.equal(other.id);
  });

  it('answers for a device that is not there with a reason', async () => {
    const one = start(null);
    one.media.setCamera(true);
    await until(one.media, ({ camera }) => camera.kind === 'on');
    const before = one.media.track('camera');
    one.media.chooseCamera('no such camera');
    await until(one.media, ({ camera }) => camera.kind === 'on');
    expect(one.media.track('camera')).to.equal(before);
  });

  it('can be watched no longer than wished', async () => {
    let told = 0;
    const leave = createDevices().watch(() => {
      told += 1;
    });
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    expect(told).to.equal(1);
    leave();
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    expect(told).to.equal(1);
  });
});

describe("the browser's sound", () => {
  it('moves the own level, and not while muted', async () => {
    const one = start(null);
    const leave = one.media.levels.subscribe(() => {});
    one.media.setMicrophone(true);
    await until(one.media, ({ microphone }) => microphone.kind === 'on');
    const loudest = await mostOf(one, 'own');
    if (HAS_SOUND) expect(loudest).to.be.above(0.3);
    one.media.setMicrophone(false);
    await one.clock.advance(100);
    expect(one.media.levels.getState().own).to.equal(0);
    leave();
  });

  it('plays and measures what comes over a connection', async () => {
    const one = start(null);
    one.media.setMicrophone(true);
    await until(one.media, ({ microphone }) => microphone.kind === 'on');
    const { track, close } = await overAConnection(one.media.track('microphone')!);
    const leave = one.media.levels.subscribe(() => {});
    let blocked = 0;
    one.media.hear([track], () => {
      blocked += 1;
    });
    const loudest = await mostOf(one, 'peer');
    if (HAS_SOUND) expect(loudest).to.be.above(0.3);
    expect(blocked).to.equal(0);
    leave();
    close();
  });

  it('says when the browser wants a click first, and plays after it', async () => {
    const { play } = HTMLMediaElement.prototype;
    const one = start(null);
    one.media.setMicrophone(true);
    await until(one.media, ({ microphone }) => microphone.kind === 'on');
    let played = 0;
    const { promise: blocked, resolve } = Promise.withResolvers<void>();
    HTMLMediaElement.prototype.play = () => Promise.reject(new DOMException('', 'NotAllowedError'));
    try {
      one.media.hear([one.media.track('microphone')!], resolve);
      await blocked;
      HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
        played += 1;
        return play.call(this);
      };
      one.media.resume();
      expect(played).to.equal(1);
      one.media.hear([], () => {});
    } finally {
      HTMLMediaElement.prototype.play = play;
    }
  });

  it('goes to the chosen loudspeaker, and to the default one when that is pulled out', async () => {
    const speaker = { kind: 'speaker', id: 'loud', label: 'Loud', facing: null } as const;
    const used: (string | null)[] = [];
    const one = start([speaker], ({ sound }) => ({ sound: { ...sound, useSpeaker: (id) => used.push(id) } }));
    await one.clock.settle();
    one.media.chooseSpeaker('loud');
    expect(one.media.getState().devices.speaker).to.equal('loud');
    one.machine.pull('loud');
    await until(one.media, ({ devices }) => devices.speaker === null);
    one.machine.plug(speaker);
    await until(one.media, ({ devices }) => devices.speaker === 'loud');
    expect(used).to.deep.equal(['loud', null, 'loud']);
  });

  it('leaves nothing of a test tone, even when the end comes in the middle of it', async () => {
    const one = start(null);
    one.media.testSpeaker();
    one.media.testSpeaker();
    one.media.dispose();
    one.media.testSpeaker();
  });

  it('ends a test tone also when the one before it has run out meanwhile', () => {
    const one = start(null);
    const { AudioContext: Real } = window;
    const tones: OscillatorNode[] = [];
    const outputs: MediaStreamTrack[] = [];
    window.AudioContext = class extends Real {
      override createOscillator() {
        const tone = super.createOscillator();
        tones.push(tone);
        return tone;
      }
      override createMediaStreamDestination() {
        const output = super.createMediaStreamDestination();
        outputs.push(...output.stream.getTracks());
        return output;
      }
    };
    one.media.testSpeaker();
    const first = [...tones];
    one.media.testSpeaker();
    for (const tone of first) tone.dispatchEvent(new Event('ended'));
    one.media.dispose();
    window.AudioContext = Real;
    expect(outputs.map(({ readyState }) => readyState)).to.deep.equal(['ended', 'ended']);
  });

  it('makes no context before there is something to measure', () => {
    const one = start(null);
    const { AudioContext: Counting } = window;
    let made = 0;
    window.AudioContext = class extends Counting {
      constructor() {
        super();
        made += 1;
      }
    };
    createSound().dispose();
    one.media.resume();
    expect(made).to.equal(0);
    window.AudioContext = Counting;
  });
});

describe("the browser's screen", () => {
  it('knows its own tab by the handle that this page wears', async () => {
    const screen = createScreenAdapter('this-seat');
    const canvas = document.createElement('canvas');
    canvas.getContext('2d');
    const [track] = canvas.captureStream(1).getTracks();
    const as = (handle: string) => Object.assign(track!, { getCaptureHandle: () => ({ handle }) });
    // Before anything was asked for the page wears none.
    expect(screen.describe(as('this-seat')).isThisTab).to.equal(false);
    const stream = await screen.capture().catch(() => null);
    const canWear = 'setCaptureHandleConfig' in navigator.mediaDevices && window.top === window;
    expect(screen.describe(as('this-seat')).isThisTab).to.equal(canWear);
    expect(screen.describe(as('another')).isThisTab).to.equal(false);
    screen.dispose();
    expect(screen.describe(as('this-seat')).isThisTab).to.equal(false);
    for (const one of [track!, ...(stream?.getTracks() ?? [])]) one.stop();
  });
});

/** Real time within which the fake microphone has beeped, in milliseconds: it does so once a second. */
const BEEPS_WITHIN_MS = HAS_SOUND ? 3_000 : 100;

/** The highest level until something is heard, or ought to have been. */
async function mostOf({ media, clock }: Bench, side: 'own' | 'peer'): Promise<number> {
  let most = 0;
  const end = performance.now() + BEEPS_WITHIN_MS;
  while (performance.now() < end && most < 0.3) {
    await clock.advance(80);
    most = Math.max(most, media.levels.getState()[side]);
  }
  return most;
}

async function overAConnection(track: MediaStreamTrack) {
  const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
  near.onicecandidate = ({ candidate }) => void far.addIceCandidate(candidate ?? undefined);
  far.onicecandidate = ({ candidate }) => void near.addIceCandidate(candidate ?? undefined);
  const { promise, resolve } = Promise.withResolvers<MediaStreamTrack>();
  far.ontrack = (event) => resolve(event.track);
  near.addTrack(track);
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription!);
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription!);
  return {
    track: await promise,
    close: () => {
      near.close();
      far.close();
    },
  };
}
