import { expect } from 'chai';
import { Timeline } from './timeline.ts';

describe('the time of a recording', () => {
  it('begins at 0 and goes on with the clock', () => {
    const timeline = new Timeline(5_000);
    expect(timeline.at(5_000)).to.equal(0);
    expect(timeline.at(6_500)).to.equal(1_500);
  });

  it('stands still in pauses, however often they are asked for', () => {
    const timeline = new Timeline(0);
    timeline.pause(1_000);
    timeline.pause(1_500);
    expect(timeline.at(9_000)).to.equal(1_000);
    timeline.resume(10_000);
    timeline.resume(11_000);
    expect(timeline.at(10_200)).to.equal(1_200);
  });

  it('leaves out what the computer slept, once', () => {
    const timeline = new Timeline(0);
    timeline.skip(3_000);
    expect(timeline.at(4_000)).to.equal(1_000);
    timeline.pause(4_000);
    timeline.skip(50_000);
    timeline.resume(60_000);
    expect(timeline.at(60_000)).to.equal(1_000);
  });
});
