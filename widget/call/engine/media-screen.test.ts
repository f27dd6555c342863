import { expect } from 'chai';
import { type Bench, bench, refusal, until } from '../browser/testing/machine.ts';
import type { Slot } from './deps.ts';

describe('sharing the screen', () => {
  const benches: Bench[] = [];
  const start = (...options: Parameters<typeof bench>): Bench => {
    const one = bench(...options);
    benches.push(one);
    return one;
  };
  afterEach(() => {
    for (const one of benches.splice(0).reverse()) one.end();
  });

  /** A page of the test's own stands for the screen: headless Firefox has none, and no machine closes its own question. */
  const painted = (options: { sound?: boolean; answer?: () => Promise<MediaStream> } = {}) => {
    const asked: MediaStream[] = [];
    const canvases: HTMLCanvasElement[] = [];
    const stream = () => {
      const canvas = document.createElement('canvas');
      canvas.getContext('2d');
      canvases.push(canvas);
      const made = canvas.captureStream(1);
      asked.push(made);
      return made;
    };
    const change: Parameters<typeof bench>[1] = ({ screen, devices }) => ({
      screen: {
        ...screen,
        canShare: true,
        capture: options.answer ?? (async () => stream()),
        describe: () => ({ surface: 'window', isThisTab: false }),
      },
      devices,
    });
    return { one: start(undefined, change), asked, stream };
  };
  const alive = (streams: MediaStream[]) =>
    streams.flatMap((stream) => stream.getTracks()).filter(({ readyState }) => readyState === 'live').length;
  const slots = ({ media }: Bench) => {
    const told: [Slot, boolean][] = [];
    media.onTrack((slot, track) => told.push([slot, track !== null]));
    return told;
  };

  it('really captures where there is a screen, with its sound, and says why where there is none', async () => {
    const one = start(null);
    const told = slots(one);
    const outcome = await one.media.shareScreen();
    const { screen, ownScreen } = one.media.getState();
    if (navigator.userAgent.includes('Firefox')) {
      expect(outcome).to.equal('unavailable');
      expect(screen.kind).to.equal('unavailable');
      return;
    }
    expect(outcome).to.equal('on');
    expect(screen).to.deep.equal({ kind: 'on', surface: 'monitor', isThisTab: false, sound: true });
    expect(told).to.deep.equal([
      ['screen', true],
      ['screen_sound', true],
    ]);
    const track = one.media.track('screen');
    expect(track?.contentHint).to.equal('detail');
    expect(track?.getSettings().frameRate).to.be.at.most(15);
    expect(ownScreen?.getTracks()).to.deep.equal([track]);
    one.media.stopScreen();
    expect(one.media.getState()).to.deep.include({ screen: { kind: 'off' }, ownScreen: null });
    expect(told.slice(2)).to.deep.equal([
      ['screen', false],
      ['screen_sound', false],
    ]);
    expect(one.live()).to.deep.equal([]);
  });

  it('asks inside the click', async () => {
    let asked = 0;
    const { one } = painted({
      answer: () => {
        asked += 1;
        return Promise.reject(refusal('NotAllowedError'));
      },
    });
    const outcome = one.media.shareScreen();
    expect(asked).to.equal(1);
    expect(one.media.getState().screen.kind).to.equal('asking');
    expect(await outcome).to.equal('unavailable');
  });

  it('takes a closed question for what it is, says so, and forgets it', async () => {
    const { one } = painted({ answer: () => Promise.reject(refusal('NotAllowedError', 'Permission denied')) });
    await one.media.shareScreen();
    expect(one.media.getState().screen).to.deep.equal({ kind: 'unavailable', reason: 'dismissed' });
    await one.clock.advance(5_000);
    expect(one.media.getState().screen.kind).to.equal('off');
  });

  it('ends by the browser’s own button', async () => {
    const { one, asked } = painted();
    expect(await one.media.shareScreen()).to.equal('on');
    const track = one.media.track('screen')!;
    track.stop();
    track.dispatchEvent(new Event('ended'));
    expect(one.media.getState()).to.deep.include({ screen: { kind: 'off' }, ownScreen: null });
    expect(one.media.track('screen')).to.equal(null);
    expect(alive(asked)).to.equal(0);
  });

  it('shows the second screen instead of the first, and keeps the first when the second question is closed', async () => {
    const answers: (() => Promise<MediaStream>)[] = [];
    const { one, asked, stream } = painted({ answer: () => answers.shift()!() });
    answers.push(
      async () => stream(),
      async () => stream(),
      () => Promise.reject(refusal('NotAllowedError')),
    );
    await one.media.shareScreen();
    const first = one.media.track('screen');
    await one.media.shareScreen();
    const second = one.media.track('screen');
    expect(first?.readyState).to.equal('ended');
    expect(second?.readyState).to.equal('live');
    expect(await one.media.shareScreen()).to.equal('on');
    expect(one.media.track('screen')).to.equal(second);
    expect(one.media.getState().screen.kind).to.equal('on');
    one.media.stopScreen();
    expect(alive(asked)).to.equal(0);
  });

  it('lets nothing leak that is chosen after it was stopped, or after the end', async () => {
    for (const end of ['stopScreen', 'dispose'] as const) {
      const { promise, resolve } = Promise.withResolvers<MediaStream>();
      const { one, asked, stream } = painted({ answer: () => promise });
      const outcome = one.media.shareScreen();
      one.media[end]();
      resolve(stream());
      expect(await outcome).to.equal('unavailable');
      expect(alive(asked)).to.equal(0);
      expect(one.media.track('screen')).to.equal(null);
    }
  });

  it('stands beside the camera: stopping it neither ends nor starts one', async () => {
    const { one, asked } = painted();
    await one.media.shareScreen();
    one.media.stopScreen();
    expect(one.media.getState().camera.kind).to.equal('off');
    one.media.setCamera(true);
    await until(one.media, ({ camera }) => camera.kind === 'on');
    const camera = one.media.track('camera');
    await one.media.shareScreen();
    one.media.stopScreen();
    expect(one.media.track('camera')).to.equal(camera);
    expect(camera?.readyState).to.equal('live');
    expect(alive(asked)).to.equal(0);
  });

  it('says that a browser without screen sharing has none', async () => {
    const one = start(undefined, ({ screen }) => ({ screen: { ...screen, canShare: false } }));
    expect(one.media.getState().devices.canShareScreen).to.equal(false);
    expect(await one.media.shareScreen()).to.equal('unavailable');
    expect(one.media.getState().screen).to.deep.equal({ kind: 'unavailable', reason: 'unsupported' });
  });
});
