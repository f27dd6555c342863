import { expect } from 'chai';
import { virtualClock } from '../../session/testing/virtual-clock.ts';
import { type Bench, BUILT_IN, bench, until } from '../browser/testing/machine.ts';
import type { Meter, SoundAdapter } from './media-adapters.ts';
import { createLevels, type LevelHint } from './media-levels.ts';

/** A meter whose needle the test moves; the sound itself stands still. */
function needle() {
  const tracks: MediaStreamTrack[] = [];
  const state: { loudness: number | null; meters: number; tracks: MediaStreamTrack[] } = {
    loudness: 0.001,
    meters: 0,
    tracks,
  };
  const meter = (track: MediaStreamTrack): Meter => {
    state.meters += 1;
    tracks.push(track);
    return {
      read: () => state.loudness,
      dispose: () => {
        state.meters -= 1;
      },
    };
  };
  const sound: SoundAdapter = {
    meter,
    play: () => {},
    useSpeaker: () => {},
    tone: () => {},
    resume: () => {},
    dispose: () => {},
  };
  return { state, sound };
}

describe('loudness', () => {
  const ends: (() => void)[] = [];
  afterEach(() => {
    for (const end of ends.splice(0).reverse()) end();
  });

  const listen = async () => {
    const one: Bench = bench([BUILT_IN]);
    ends.push(() => one.end());
    one.media.setMicrophone(true);
    await until(one.media, ({ microphone }) => microphone.kind === 'on');
    const clock = virtualClock();
    const { state, sound } = needle();
    const hints: LevelHint[] = [];
    const meters = createLevels(sound, clock, (hint) => hints.push(hint));
    ends.push(() => {
      meters.dispose();
      expect(clock.waiting).to.equal(0);
      expect(state.meters).to.equal(0);
    });
    const track = one.media.track('microphone');
    meters.setMicrophone(track, true);
    return { clock, state, hints, meters, track, hint: () => hints.at(-1) ?? null };
  };

  it('says that somebody speaks while muted, after a word or two, and stops saying so', async () => {
    const { clock, state, meters, track, hint } = await listen();
    meters.setMicrophone(track, false);
    await clock.advance(1_000);
    expect(hint()).to.equal(null);
    state.loudness = 0.1;
    await clock.advance(400);
    expect(hint(), 'a knock on the table').to.equal(null);
    await clock.advance(600);
    expect(hint()).to.equal('muted_speaking');
    state.loudness = 0.001;
    await clock.advance(4_000);
    expect(hint()).to.equal(null);
  });

  it('stops saying so at once when the microphone is switched on', async () => {
    const { clock, state, meters, track, hint } = await listen();
    meters.setMicrophone(track, false);
    state.loudness = 0.1;
    await clock.advance(1_000);
    expect(hint()).to.equal('muted_speaking');
    meters.setMicrophone(track, true);
    await clock.advance(1);
    expect(hint()).to.equal(null);
  });

  it('says that the microphone gives nothing at all after five seconds, and not of a quiet room', async () => {
    const { clock, state, hint } = await listen();
    await clock.advance(10_000);
    expect(hint(), 'a quiet room').to.equal(null);
    state.loudness = 0;
    await clock.advance(4_800);
    expect(hint()).to.equal(null);
    await clock.advance(600);
    expect(hint()).to.equal('silent_microphone');
    state.loudness = 0.001;
    await clock.advance(200);
    expect(hint()).to.equal(null);
  });

  it('says nothing of what it can not measure', async () => {
    const { clock, state, hint } = await listen();
    state.loudness = null;
    await clock.advance(10_000);
    expect(hint()).to.equal(null);
  });

  it('shows nothing of a muted voice', async () => {
    const { clock, state, meters, track } = await listen();
    const leave = meters.levels.subscribe(() => {});
    state.loudness = 0.1;
    await clock.advance(100);
    expect(meters.levels.getState().own).to.be.within(0.6, 0.7);
    meters.setMicrophone(track, false);
    await clock.advance(100);
    expect(meters.levels.getState().own).to.equal(0);
    leave();
  });

  it('measures a copy that stays on while the track is muted', async () => {
    const { state, meters, track } = await listen();
    track!.enabled = false;
    meters.setMicrophone(track, false);
    expect(state.tracks).to.have.length(1);
    expect(state.tracks[0]).not.to.equal(track);
    expect(state.tracks[0]).to.include({ enabled: true, readyState: 'live' });
    meters.setMicrophone(null, false);
    expect(state.tracks[0]?.readyState).to.equal('ended');
  });

  it('measures the other side only while somebody looks', async () => {
    const { clock, state, meters, track } = await listen();
    meters.setMicrophone(null, false);
    meters.setPeer([track!]);
    await clock.advance(1_000);
    expect([state.meters, clock.waiting]).to.deep.equal([0, 0]);
    state.loudness = 0.1;
    const leaves = [meters.levels.subscribe(() => {}), meters.levels.subscribe(() => {})];
    await clock.advance(100);
    expect(state.meters).to.equal(1);
    expect(meters.levels.getState().peer).to.be.within(0.6, 0.7);
    for (const leave of leaves) {
      leave();
      leave();
    }
    await clock.advance(100);
    expect([state.meters, clock.waiting]).to.deep.equal([0, 0]);
  });
});
