import { expect } from 'chai';
import type { Step } from '../types.ts';
import { climb, type Ladder, type LineSample, raise, startLadder } from './ladder.ts';

const GOOD = { lossPercent: 0, rttMs: 40, availableBps: null };
const LOSSY = { ...GOOD, lossPercent: 20 };

/** A sample each second, from `from` on; the steps as they come, with their seconds. */
function story(ladder: Ladder, from: number, seconds: number, sample: (second: number) => Omit<LineSample, 'now'>) {
  let state = ladder;
  const steps: [number, Step][] = [];
  for (let second = from; second < from + seconds; second += 1) {
    const next = climb(state, { now: second * 1000, ...sample(second) });
    if (next.step !== state.step) steps.push([second, next.step]);
    state = next;
  }
  return { state, steps };
}

const down = () => story(startLadder(0), 0, 20, () => LOSSY).state;

describe('the ladder', () => {
  it('stays at the top of a good line', () => {
    expect(story(startLadder(0), 0, 300, () => GOOD).steps).to.deep.equal([]);
  });

  it('goes down a step at a time, first the size, then the speed, at last the picture', () => {
    expect(story(startLadder(0), 0, 60, () => LOSSY).steps).to.deep.equal([
      [3, 'smaller'],
      [6, 'slower'],
      [9, 'sound_only'],
    ]);
  });

  it('bears a poor moment', () => {
    expect(story(startLadder(0), 0, 60, (second) => (second % 5 < 2 ? LOSSY : GOOD)).steps).to.deep.equal([]);
  });

  it('goes down only as far as the line is narrow', () => {
    const narrow = { ...GOOD, availableBps: 250_000 };
    expect(story(startLadder(0), 0, 14, () => narrow).steps.map(([, step]) => step)).to.deep.equal(['smaller']);
  });

  it('goes down when sound takes a second to come back', () => {
    expect(story(startLadder(0), 0, 4, () => ({ ...GOOD, rttMs: 1_500 })).steps).to.have.length(1);
  });

  it('comes back up slowly by itself', () => {
    const seconds = story(down(), 20, 100, () => GOOD).steps;
    expect(seconds.map(([, step]) => step)).to.deep.equal(['slower', 'smaller', 'full']);
    expect(seconds[0]![0]).to.be.within(34, 40);
  });

  it('tries the more seldom the more often a step up did not hold', () => {
    // The line carries sound, and no picture at all.
    let state = down();
    const raised: number[] = [];
    for (let second = 20; second < 400; second += 1) {
      const next = climb(state, { now: second * 1000, ...(state.step === 'sound_only' ? GOOD : LOSSY) });
      if (next.step === 'slower' && state.step === 'sound_only') raised.push(second);
      state = next;
    }
    const pauses = raised.slice(1).map((second, index) => second - raised[index]!);
    expect(pauses.length).to.be.within(2, 5);
    for (const [index, pause] of pauses.slice(1).entries()) expect(pause).to.be.at.least(pauses[index]!);
    expect(pauses.at(-1)).to.be.greaterThan(2 * pauses[0]!);
  });

  it('goes up when the person wants more, and holds it for a while', () => {
    const raised = raise(down(), 20_000);
    expect(raised.step).to.equal('slower');
    const { steps } = story(raised, 20, 40, () => LOSSY);
    expect(steps[0]![1]).to.equal('sound_only');
    expect(steps[0]![0]).to.be.within(40, 42);
  });
});
