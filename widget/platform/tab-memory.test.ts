import { expect } from 'chai';
import { virtualClock } from '../session/testing/virtual-clock.ts';
import { tabMemory } from './tab-memory.ts';

const KEY = 'ycyw-test:call';
const isText = (value: unknown): value is string => typeof value === 'string';
const clock = virtualClock();

/** A page of this tab; the next one begins when it has gone. */
function page() {
  const memory = tabMemory({ key: KEY, clock, keptMs: 120_000, accepts: isText });
  return {
    memory,
    go() {
      window.dispatchEvent(new PageTransitionEvent('pagehide'));
      memory.dispose();
    },
  };
}

describe("a tab's memory", () => {
  afterEach(() => sessionStorage.removeItem(KEY));

  it('tells the next page what the page before was in, once', () => {
    const before = page();
    before.memory.remember('call-1');
    before.go();
    const { memory } = page();
    expect(memory.recall()).to.equal('call-1');
    expect(memory.recall()).to.equal(null);
    memory.dispose();
  });

  it('leaves nothing in the storage that a duplicated tab would bring along', () => {
    const { memory } = page();
    memory.remember('call-1');
    expect(sessionStorage.getItem(KEY)).to.equal(null);
    memory.dispose();
  });

  it('tells nothing of a call that is over, nor of one that was left long ago', async () => {
    const over = page();
    over.memory.remember('call-1');
    over.memory.remember(null);
    over.go();
    const next = page();
    expect(next.memory.recall()).to.equal(null);
    next.memory.remember('call-2');
    next.go();
    await clock.advance(120_001);
    const late = page();
    expect(late.memory.recall()).to.equal(null);
    late.memory.dispose();
  });

  it('takes a last word of the page that goes, and forgets it when the page comes back instead', () => {
    const { memory } = page();
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    memory.remember('call-1');
    expect(sessionStorage.getItem(KEY)).to.contain('call-1');
    memory.remember(null);
    expect(sessionStorage.getItem(KEY)).to.equal(null);
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    memory.remember('call-2');
    expect(sessionStorage.getItem(KEY)).to.equal(null);
    memory.dispose();
  });

  it('begins anew when the storage holds something else', () => {
    const { memory } = page();
    for (const text of ['{', '"call"', 'null', '{"at":1,"what":{}}']) {
      sessionStorage.setItem(KEY, text);
      expect(memory.recall()).to.equal(null);
    }
    memory.dispose();
  });
});
