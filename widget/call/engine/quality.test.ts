import { expect } from 'chai';
import type { Measure } from './channel.ts';
import { type Judgement, judge, mos, type Sample, UNJUDGED } from './quality.ts';

const line = (lossPercent: number, jitterMs = 3): Measure => ({ lossPercent, jitterMs });
const GOOD = line(0);
const run = (seconds: number, sample: Sample, from: Judgement = UNJUDGED) => {
  let judgement = from;
  for (let second = 0; second < seconds; second += 1) judgement = judge(judgement, sample);
  return judgement;
};

describe('quality', () => {
  it('scores as the E-model does', () => {
    expect(mos(0, line(0, 0))).to.be.closeTo(4.4, 0.02);
    // R = 93.2 - 60 / 40 - 2.5 * 2 = 86.7
    expect(mos(50, line(2, 0))).to.be.closeTo(4.24, 0.02);
    // R = 93.2 - (310 - 120) / 10 - 2.5 * 8 = 54.2
    expect(mos(300, line(8, 0))).to.be.closeTo(2.8, 0.02);
    expect(mos(2_000, line(50))).to.equal(1);
  });

  it('has no bars before there is anything to judge', () => {
    expect(run(5, { inbound: null, outbound: null, rttMs: null }).quality.bars).to.equal(null);
    expect(run(1, { inbound: GOOD, outbound: null, rttMs: 20 }).quality.bars).to.equal(4);
  });

  it('says whose line is poor: what comes badly is theirs, what goes badly is mine, both is both', () => {
    const poor = line(15);
    expect(run(10, { inbound: GOOD, outbound: GOOD, rttMs: 20 }).quality.whose).to.equal(null);
    expect(run(10, { inbound: poor, outbound: GOOD, rttMs: 20 }).quality.whose).to.equal('theirs');
    expect(run(10, { inbound: GOOD, outbound: poor, rttMs: 20 }).quality.whose).to.equal('mine');
    expect(run(10, { inbound: poor, outbound: poor, rttMs: 20 }).quality.whose).to.equal('both');
    expect(run(10, { inbound: GOOD, outbound: GOOD, rttMs: 1_500 }).quality.whose).to.equal('both');
  });

  it('names what is behind the bars', () => {
    const { quality } = run(20, { inbound: line(6, 40), outbound: GOOD, rttMs: 240 });
    expect(quality).to.include({ lossPercent: 6, jitterMs: 40, latencyMs: 120 });
  });

  it('does not flicker with one bad second, and rises more slowly than it falls', () => {
    const good = run(10, { inbound: GOOD, outbound: GOOD, rttMs: 20 });
    const hiccup = run(1, { inbound: line(40), outbound: GOOD, rttMs: 20 }, good);
    expect(hiccup.quality.bars).to.equal(4);
    const samples = (from: Judgement, sample: Sample, bars: number) => {
      let judgement = from;
      let count = 0;
      for (; judgement.quality.bars !== bars && count < 100; count += 1) judgement = judge(judgement, sample);
      return count;
    };
    const falling = samples(good, { inbound: line(30), outbound: GOOD, rttMs: 20 }, 1);
    const rising = samples(
      run(20, { inbound: line(30), outbound: GOOD, rttMs: 20 }),
      { inbound: GOOD, outbound: GOOD, rttMs: 20 },
      4,
    );
    expect(falling).to.be.within(2, 4);
    expect(rising).to.be.greaterThan(falling).and.lessThan(15);
  });

  it('keeps its judgement while nothing comes', () => {
    const good = run(10, { inbound: GOOD, outbound: GOOD, rttMs: 20 });
    expect(run(10, { inbound: null, outbound: null, rttMs: null }, good).quality).to.deep.equal(good.quality);
  });
});
