import { expect } from 'chai';
import { virtualClock } from '../session/testing/virtual-clock.ts';
import { createRingtone } from './ringtone.ts';
import { openPlayer, type Player } from './sound.ts';

/** Counts the contexts that are open, while the function runs. */
async function counting(work: (open: () => number) => Promise<void>): Promise<void> {
  const Real = window.AudioContext;
  const all: AudioContext[] = [];
  window.AudioContext = class extends Real {
    constructor() {
      super();
      all.push(this);
    }
  };
  try {
    await work(() => all.filter(({ state }) => state !== 'closed').length);
  } finally {
    window.AudioContext = Real;
    for (const context of all) if (context.state !== 'closed') await context.close();
  }
}

const gesture = () => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => requestAnimationFrame(resolve));
}

describe('the sounds of a page', () => {
  it('share one audio context, which is closed with the last of them', () =>
    counting(async (open) => {
      const [one, other] = [openPlayer(), openPlayer()];
      gesture();
      gesture();
      expect(open()).to.equal(1);
      one.play([{ pitch: 440, after: 0, fade: 0.1, loudness: 0.01 }])();
      one.dispose();
      one.dispose();
      expect([one.ready(), open()]).to.deep.equal([false, 1]);
      other.dispose();
      await until(() => open() === 0);
      gesture();
      expect(open()).to.equal(0);
    }));
});

describe('the ring of a call', () => {
  /** Writes down when it sounds and when it is silenced. */
  function recorder() {
    const heard: string[] = [];
    const player: Player = {
      ready: () => true,
      play: () => {
        heard.push('ring');
        return () => heard.push('silence');
      },
      dispose: () => heard.push('disposed'),
    };
    return { heard, player };
  }

  it('sounds again and again until it is stopped, then falls silent at once', async () => {
    const clock = virtualClock();
    const { heard, player } = recorder();
    const ringtone = createRingtone({ player, clock, isMuted: () => false });
    ringtone.start();
    ringtone.start();
    await clock.advance(6_500);
    expect(heard).to.deep.equal(['ring', 'ring', 'ring']);
    ringtone.stop();
    await clock.advance(60_000);
    expect(heard.slice(3)).to.deep.equal(['silence']);
    ringtone.dispose();
    expect(heard.slice(4)).to.deep.equal(['disposed']);
    expect(clock.waiting).to.equal(0);
  });

  it('is silent while the person has muted the page', async () => {
    const clock = virtualClock();
    const { heard, player } = recorder();
    let isMuted = true;
    const ringtone = createRingtone({ player, clock, isMuted: () => isMuted });
    ringtone.start();
    await clock.advance(3_500);
    expect(heard).to.deep.equal([]);
    isMuted = false;
    await clock.advance(3_000);
    expect(heard).to.deep.equal(['ring']);
    ringtone.dispose();
  });
});
