import { expect } from 'chai';
import { SoundLine } from './sound-line.ts';

/** Frames in a millisecond are easy to count. */
const RATE = 1_000;

describe('sound on the time of a recording', () => {
  it('is one block after the other as long as they come evenly enough', () => {
    const line = new SoundLine(RATE);
    expect(line.place(40, 40)).to.deep.equal({ silence: 0, from: 0 });
    expect(line.place(40, 120)).to.deep.equal({ silence: 0, from: 0 });
    expect(line.place(40, 100)).to.deep.equal({ silence: 0, from: 0 });
  });

  it('has silence where nothing came', () => {
    const line = new SoundLine(RATE);
    line.place(40, 40);
    expect(line.place(40, 540)).to.deep.equal({ silence: 460, from: 0 });
    expect(line.place(40, 580)).to.deep.equal({ silence: 0, from: 0 });
  });

  it('waits for a block that is late, then is silent in its place', () => {
    const line = new SoundLine(RATE);
    expect(line.fill(150)).to.equal(0);
    expect(line.fill(500)).to.equal(300);
    expect(line.fill(500)).to.equal(0);
    expect(line.place(40, 200)).to.equal(null);
    expect(line.place(200, 400)).to.deep.equal({ silence: 0, from: 100 });
  });

  it('never drifts from the picture, even if the sound card runs fast or slow', () => {
    for (const speed of [0.99, 1.01]) {
      const line = new SoundLine(RATE);
      let written = 0;
      for (let block = 1; block <= 5_000; block += 1) {
        const endsAt = block * 40 * speed;
        const placed = line.place(40, endsAt);
        if (placed) written += placed.silence + 40 - placed.from;
        expect(Math.abs(written - endsAt)).to.be.below(100);
      }
    }
  });

  it('ends with the picture', () => {
    const line = new SoundLine(RATE);
    line.place(40, 40);
    expect(line.end(100)).to.equal(60);
    expect(line.end(100)).to.equal(0);
  });
});
