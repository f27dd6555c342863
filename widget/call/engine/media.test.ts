import { expect } from 'chai';
import { BACK, type Bench, BUILT_IN, bench, FRONT, HEADSET, refusal, until } from '../browser/testing/machine.ts';
import type { SourceState } from '../types.ts';
import type { Slot } from './deps.ts';
import { rememberedWish } from './media.ts';

const benches: Bench[] = [];
const start = (...options: Parameters<typeof bench>): Bench => {
  const one = bench(...options);
  benches.push(one);
  return one;
};
const becomes = ({ media }: Bench, source: 'microphone' | 'camera', ...kinds: SourceState['kind'][]) =>
  until(media, (state) => kinds.includes(state[source].kind));
const bothOn = async (one: Bench) => {
  one.media.setMicrophone(true);
  one.media.setCamera(true);
  await becomes(one, 'microphone', 'on');
  await becomes(one, 'camera', 'on');
  await one.clock.settle();
};
const idOf = (one: Bench, slot: Slot) => one.media.track(slot)?.getSettings().deviceId;
const lights = (one: Bench) => one.live().filter(({ kind }) => kind === 'video');
const refusedAs = (one: Bench, source: 'microphone' | 'camera') => {
  const state = one.media.getState()[source];
  return state.kind === 'unavailable' ? state.reason : state.kind;
};

afterEach(() => {
  for (const one of benches.splice(0).reverse()) one.end();
});

describe('camera and microphone', () => {
  it('asks once for both', async () => {
    const one = start();
    one.media.setMicrophone(true);
    one.media.setCamera(true);
    expect(one.media.getState().camera.kind).to.equal('asking');
    await becomes(one, 'camera', 'on');
    await becomes(one, 'microphone', 'on');
    expect(one.machine.asked).to.have.length(1);
    expect(one.media.getState().ownCamera?.getVideoTracks()).to.deep.equal([one.media.track('camera')]);
  });

  it('gives the voice though the camera is denied', async () => {
    const one = start();
    one.machine.refusals.set('camera', refusal('NotAllowedError'));
    one.machine.permissions.camera = 'denied';
    one.machine.permissions.microphone = 'prompt';
    one.media.setMicrophone(true);
    one.media.setCamera(true);
    await becomes(one, 'microphone', 'on');
    await becomes(one, 'camera', 'unavailable');
    expect(refusedAs(one, 'camera')).to.equal('denied');
  });

  it('gives the voice though there is no camera', async () => {
    const one = start([BUILT_IN]);
    one.media.setMicrophone(true);
    one.media.setCamera(true);
    await becomes(one, 'microphone', 'on');
    await becomes(one, 'camera', 'unavailable');
    expect(refusedAs(one, 'camera')).to.equal('missing');
  });

  it('does not ask again what was closed without an answer, until the person comes back to it', async () => {
    const one = start();
    for (const kind of ['camera', 'microphone'] as const) {
      one.machine.refusals.set(kind, refusal('NotAllowedError'));
      one.machine.permissions[kind] = 'prompt';
    }
    one.media.setMicrophone(true);
    one.media.setCamera(true);
    await becomes(one, 'microphone', 'unavailable');
    await becomes(one, 'camera', 'unavailable');
    expect([refusedAs(one, 'camera'), refusedAs(one, 'microphone')]).to.deep.equal(['dismissed', 'dismissed']);
    expect(one.machine.asked).to.have.length(1);
    one.machine.refusals.clear();
    one.media.resume();
    await becomes(one, 'camera', 'on');
    await becomes(one, 'microphone', 'on');
    expect(one.machine.asked).to.have.length(2);
  });

  it('says why a device is not to be had', async () => {
    for (const [error, reason] of [
      [refusal('NotAllowedError', 'Permission denied by system'), 'denied_by_system'],
      [refusal('NotAllowedError'), 'denied'],
      [refusal('NotFoundError'), 'missing'],
      [refusal('OverconstrainedError'), 'missing'],
      [refusal('NotReadableError'), 'in_use'],
      [refusal('AbortError'), 'in_use'],
      [refusal('SomethingElse'), 'failed'],
    ] as const) {
      const one = start();
      one.machine.refusals.set('camera', error);
      one.media.setCamera(true);
      await becomes(one, 'camera', 'unavailable');
      expect(refusedAs(one, 'camera')).to.equal(reason);
      one.end();
    }
  });

  it('asks for nothing where the page may not', async () => {
    const insecure = start(undefined, ({ devices }) => ({ devices: { ...devices, isSecure: false } }));
    insecure.media.setCamera(true);
    await becomes(insecure, 'camera', 'unavailable');
    expect(refusedAs(insecure, 'camera')).to.equal('insecure');
    const forbidden = start(undefined, ({ devices }) => ({
      devices: { ...devices, allows: (kind) => kind !== 'camera' },
    }));
    forbidden.media.setCamera(true);
    forbidden.media.setMicrophone(true);
    await becomes(forbidden, 'microphone', 'on');
    expect(refusedAs(forbidden, 'camera')).to.equal('policy');
    expect([...insecure.machine.asked, ...forbidden.machine.asked.map(({ video }) => video)]).to.deep.equal([
      undefined,
    ]);
  });

  it('opens by itself once a denied permission is given', async () => {
    const one = start();
    one.machine.refusals.set('camera', refusal('NotAllowedError'));
    one.machine.permissions.camera = 'denied';
    one.media.setCamera(true);
    await becomes(one, 'camera', 'unavailable');
    one.machine.refusals.clear();
    one.machine.permissions.camera = 'granted';
    one.machine.tell();
    await becomes(one, 'camera', 'on');
  });

  it('keeps the muted track, disabled, and lets the camera go', async () => {
    const one = start();
    await bothOn(one);
    const told: [Slot, boolean][] = [];
    one.media.onTrack((slot, track) => told.push([slot, track !== null]));
    const voice = one.media.track('microphone');
    one.media.setMicrophone(false);
    expect(one.media.getState().microphone.kind).to.equal('off');
    expect(one.media.track('microphone')).to.equal(voice);
    expect(voice).to.include({ enabled: false, readyState: 'live' });
    one.media.setMicrophone(true);
    expect(voice?.enabled).to.equal(true);
    one.media.setCamera(false);
    expect(one.media.getState()).to.deep.include({ camera: { kind: 'off' }, ownCamera: null });
    expect(lights(one)).to.deep.equal([]);
    expect(told).to.deep.equal([['camera', false]]);
  });

  it('lets go of both for whoever shows a screen only, and remembers that for no other call', async () => {
    const one = start();
    await bothOn(one);
    one.media.onlyScreen();
    expect(one.live()).to.have.length(0);
    expect(one.media.getState()).to.deep.include({ camera: { kind: 'off' }, microphone: { kind: 'off' } });
    expect(one.media.track('microphone')).to.equal(null);
    expect(rememberedWish({ get: (key) => one.memory.get(key) ?? null, set: () => {} })).to.deep.equal({
      microphone: true,
      camera: true,
    });
    one.media.setMicrophone(true);
    await becomes(one, 'microphone', 'on');
  });

  it('lets no track leak that comes when nobody wants it any more', async () => {
    const one = start();
    const come = one.machine.holdBack();
    one.media.setMicrophone(true);
    one.media.setCamera(true);
    await one.clock.settle();
    one.media.setCamera(false);
    one.media.setMicrophone(false);
    come();
    await until(one.arrived, (count) => count === 2);
    await one.clock.settle();
    expect(one.live()).to.deep.equal([]);
    expect(one.media.track('camera')).to.equal(null);
    expect(one.media.track('microphone')).to.equal(null);
  });

  it('lets no track leak that comes after the end', async () => {
    const one = start();
    const come = one.machine.holdBack();
    one.media.setMicrophone(true);
    one.media.setCamera(true);
    await one.clock.settle();
    one.media.dispose();
    come();
    await until(one.arrived, (count) => count === 2);
    await one.clock.settle();
    expect(one.live()).to.deep.equal([]);
  });

  it('opens the last of several quick choices, and nothing stays of the others', async () => {
    const one = start([BUILT_IN, HEADSET, FRONT, BACK]);
    await bothOn(one);
    one.media.chooseCamera('back');
    one.media.chooseCamera('front');
    one.media.chooseCamera('back');
    one.media.chooseMicrophone('headset');
    expect(one.media.getState().camera.kind).to.equal('switching');
    expect(one.media.getState().devices.camera).to.equal('back');
    await becomes(one, 'camera', 'on');
    await becomes(one, 'microphone', 'on');
    expect([idOf(one, 'camera'), idOf(one, 'microphone')]).to.deep.equal(['back', 'headset']);
    expect(lights(one)).to.deep.equal([one.media.track('camera')]);
  });

  it('has the new device before it lets go of the old one', async () => {
    const one = start([BUILT_IN, FRONT, BACK]);
    await bothOn(one);
    const before = one.media.track('camera');
    const come = one.machine.holdBack();
    one.media.chooseCamera('back');
    await one.clock.settle();
    expect(before?.readyState).to.equal('live');
    const states: string[] = [];
    one.media.onTrack((_, track) => states.push(`${before?.readyState} ${track?.readyState}`));
    come();
    await becomes(one, 'camera', 'on');
    expect(states).to.deep.equal(['live live']);
    expect(before?.readyState).to.equal('ended');
  });

  it('stays with the old device when the new one can not be had', async () => {
    const one = start([BUILT_IN, HEADSET, FRONT]);
    await bothOn(one);
    const before = one.media.track('microphone');
    one.machine.refusals.set('headset', refusal('NotFoundError'));
    one.media.chooseMicrophone('headset');
    await becomes(one, 'microphone', 'on');
    expect(one.media.track('microphone')).to.equal(before);
    expect(one.media.getState().devices.microphone).to.equal('built-in');
  });

  it('switches on a phone, where only one camera opens at a time', async () => {
    const one = start([BUILT_IN, FRONT, BACK]);
    one.machine.hasOneCamera = true;
    await bothOn(one);
    one.media.flipCamera();
    await becomes(one, 'camera', 'on');
    expect(idOf(one, 'camera')).to.equal('back');
    one.machine.refusals.set('front', refusal('NotReadableError'));
    one.media.flipCamera();
    await becomes(one, 'camera', 'on');
    expect(idOf(one, 'camera'), 'back to the one that works').to.equal('back');
  });

  it('flips between front and back, and mirrors only what looks at the person', async () => {
    const one = start([BUILT_IN, FRONT, BACK]);
    await bothOn(one);
    expect(one.media.getState()).to.deep.include({ isMirrored: true });
    expect(one.media.getState().devices.canFlip).to.equal(true);
    one.media.flipCamera();
    await until(one.media, ({ isMirrored, camera }) => !isMirrored && camera.kind === 'on');
    one.media.setCamera(false);
    one.media.setCamera(true);
    await becomes(one, 'camera', 'on');
    expect(idOf(one, 'camera')).to.equal('back');
    one.media.flipCamera();
    await until(one.media, ({ isMirrored, camera }) => isMirrored && camera.kind === 'on');
    expect(idOf(one, 'camera')).to.equal('front');
  });

  it('offers no flip for two cameras that nothing tells apart', async () => {
    const plain = { ...FRONT, facing: null };
    const one = start([BUILT_IN, plain, { ...plain, id: 'second' }], ({ devices }) => ({
      devices: { ...devices, isTouch: false },
    }));
    await bothOn(one);
    expect(one.media.getState().devices.canFlip).to.equal(false);
  });

  it('takes a smaller picture on a poor line, then none, and comes back', async () => {
    const one = start(null);
    await bothOn(one);
    const track = one.media.track('camera')!;
    const sizes: unknown[] = [];
    const { applyConstraints } = track;
    track.applyConstraints = (constraints) => {
      sizes.push(constraints?.height, constraints?.frameRate);
      return applyConstraints.call(track, constraints);
    };
    one.media.limitCamera('smaller');
    one.media.limitCamera('smaller');
    one.media.limitCamera('slower');
    expect(sizes).to.deep.equal([{ ideal: 360 }, { ideal: 30 }, { ideal: 360 }, { ideal: 10 }]);
    one.media.limitCamera('sound_only');
    expect(one.media.getState().camera.kind).to.equal('off');
    expect(lights(one)).to.deep.equal([]);
    one.media.limitCamera('full');
    await becomes(one, 'camera', 'on');
    expect(one.media.track('camera')?.getSettings().height).to.equal(720);
  });

  it('remembers devices and wishes for the next call', async () => {
    const memory = new Map<string, string>();
    const disk = { get: (key: string) => memory.get(key) ?? null, set: () => {} };
    expect(rememberedWish(disk)).to.deep.equal({ microphone: true, camera: true });
    const one = start([BUILT_IN, HEADSET, FRONT, BACK], undefined, memory);
    await bothOn(one);
    one.media.chooseMicrophone('headset');
    one.media.setCamera(false);
    one.media.chooseCamera('back');
    await becomes(one, 'microphone', 'on');
    one.end();
    expect(rememberedWish(disk)).to.deep.equal({ microphone: true, camera: false });
    const next = start([BUILT_IN, HEADSET, FRONT, BACK], undefined, memory);
    await bothOn(next);
    expect([idOf(next, 'microphone'), idOf(next, 'camera')]).to.deep.equal(['headset', 'back']);
  });
});

describe('a device that is pulled out', () => {
  const withHeadset = async () => {
    const one = start([BUILT_IN, HEADSET, FRONT]);
    await bothOn(one);
    one.media.chooseMicrophone('headset');
    await until(one.media, ({ microphone, devices }) => microphone.kind === 'on' && devices.microphone === 'headset');
    return one;
  };

  it('is replaced by the default one, and gone back to when it is there again, each with a word', async () => {
    const one = await withHeadset();
    one.machine.pull('headset');
    await until(one.media, ({ hint }) => hint === 'device_lost');
    await becomes(one, 'microphone', 'on');
    expect(idOf(one, 'microphone')).to.equal('built-in');
    await one.clock.advance(6_000);
    expect(one.media.getState().hint).not.to.match(/^device/);
    one.machine.plug(HEADSET);
    await until(one.media, ({ hint }) => hint === 'device_back');
    await becomes(one, 'microphone', 'on');
    expect(idOf(one, 'microphone')).to.equal('headset');
    await one.clock.advance(6_000);
    expect(one.media.getState().hint).not.to.match(/^device/);
  });

  it('is gone back to though what took its place was pulled out as well', async () => {
    const third = { kind: 'microphone', id: 'third', label: 'Third', facing: null } as const;
    const one = start([BUILT_IN, HEADSET, third, FRONT]);
    await bothOn(one);
    one.media.chooseMicrophone('headset');
    await until(one.media, () => idOf(one, 'microphone') === 'headset');
    one.machine.pull('headset');
    await until(one.media, () => idOf(one, 'microphone') === 'built-in');
    one.machine.pull('built-in');
    await until(one.media, () => idOf(one, 'microphone') === 'third');
    one.machine.plug(HEADSET);
    await until(one.media, () => idOf(one, 'microphone') === 'headset');
  });

  it('leaves the muted muted', async () => {
    const one = await withHeadset();
    one.media.setMicrophone(false);
    one.machine.pull('headset');
    await one.clock.settle();
    expect(one.media.getState().microphone.kind).to.equal('off');
    expect(one.live().filter(({ kind, enabled }) => kind === 'audio' && enabled)).to.deep.equal([]);
    one.machine.plug(HEADSET);
    one.media.chooseMicrophone('built-in');
    one.media.setMicrophone(true);
    await becomes(one, 'microphone', 'on');
    one.media.setMicrophone(false);
    one.media.chooseMicrophone('headset');
    await until(one.media, () => idOf(one, 'microphone') === 'headset');
    expect(one.media.track('microphone')?.enabled).to.equal(false);
    expect(one.media.getState().microphone.kind).to.equal('off');
  });

  it('was the last one: the call says so, and goes on with the next that is plugged in', async () => {
    const one = start();
    await bothOn(one);
    one.machine.pull('front');
    await becomes(one, 'camera', 'unavailable');
    expect(refusedAs(one, 'camera')).to.equal('missing');
    expect(one.media.track('camera')).to.equal(null);
    one.machine.plug(BACK);
    await becomes(one, 'camera', 'on');
  });

  it('is asked for once more when it breaks, not without end', async () => {
    const one = start();
    await bothOn(one);
    await one.clock.advance(60_000);
    one.machine.endTrack('front');
    await until(one.media, ({ camera }) => camera.kind === 'on' && lights(one).length === 1);
    expect(one.media.getState().hint).not.to.equal('device_lost');
    one.machine.endTrack('front');
    await becomes(one, 'camera', 'unavailable');
    expect(refusedAs(one, 'camera')).to.equal('failed');
    one.media.setCamera(true);
    await becomes(one, 'camera', 'on');
  });

  it('is told from one that was forbidden, which is not asked for again', async () => {
    const one = start();
    await bothOn(one);
    one.machine.permissions.camera = 'denied';
    const asked = one.machine.asked.length;
    one.machine.endTrack('front');
    await becomes(one, 'camera', 'unavailable');
    expect(refusedAs(one, 'camera')).to.equal('denied');
    expect(one.machine.asked).to.have.length(asked);
  });
});
