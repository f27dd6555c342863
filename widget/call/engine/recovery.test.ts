import { expect } from 'chai';
import { AGAIN_MS, RESTART_MS, RESTARTS, type Recovery, recover, restartedAt, WELL } from './recovery.ts';

/** Looks every 250 ms for `seconds`; what was done and when, in seconds. */
function story(
  seconds: number,
  at: (now: number) => { since: number; canSignal?: boolean; isDead?: boolean },
  begin: Recovery = WELL,
) {
  const done: [number, string][] = [];
  let state = begin;
  for (let now = 0; now <= seconds * 1000; now += 250) {
    const { since, canSignal = true, isDead = false } = at(now);
    const next = recover(state, { now, since, patience: RESTART_MS, canSignal, isDead });
    state = next.state;
    if (next.action !== 'none') done.push([now / 1000, next.action]);
  }
  return done;
}

describe('recovery', () => {
  it('does nothing while something comes', () => {
    expect(story(60, (now) => ({ since: now - 200 }))).to.deep.equal([]);
  });

  it('restarts after 1.5 s of silence, three times 5 s apart, then makes a new connection', () => {
    expect(story(16.5, () => ({ since: 0 }))).to.deep.equal([
      [1.5, 'restart'],
      [6.5, 'restart'],
      [11.5, 'restart'],
      [16.5, 'renew'],
    ]);
  });

  it('leaves a silence alone that ends before that', () => {
    expect(story(10, (now) => ({ since: now < 1_400 ? 0 : now }))).to.deep.equal([]);
  });

  it('begins anew with each silence', () => {
    expect(story(9, (now) => ({ since: now < 2_000 ? 0 : Math.min(now, 7_000) }))).to.deep.equal([
      [1.5, 'restart'],
      [8.5, 'restart'],
    ]);
  });

  it('waits while signals can not be passed, and acts as soon as they can', () => {
    expect(story(31, (now) => ({ since: 0, canSignal: now >= 30_000 }))).to.deep.equal([[30, 'restart']]);
  });

  it('does not restart what a restart can not bring back', () => {
    expect(story(2, () => ({ since: 0, isDead: true })).slice(0, 1)).to.deep.equal([[1.5, 'renew']]);
    expect(story(5, (now) => ({ since: 0, isDead: now >= 3_000 })).slice(0, 2)).to.deep.equal([
      [1.5, 'restart'],
      [3, 'renew'],
    ]);
  });

  it('gives a restart of another cause, or of the other side, as long as its own', () => {
    const done = story(1 + AGAIN_MS / 1000, () => ({ since: 0 }), restartedAt(0, WELL));
    expect(done).to.deep.equal([[AGAIN_MS / 1000, 'restart']]);
    expect(RESTARTS).to.equal(3);
  });
});
