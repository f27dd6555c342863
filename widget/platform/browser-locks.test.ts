import { expect } from 'chai';
import type { Locks } from '../session/locks.ts';
import { memoryBrowser } from '../session/testing/memory-browser.ts';
import { virtualClock } from '../session/testing/virtual-clock.ts';
import { browserLocks, leaseLocks } from './browser-locks.ts';
import { newId } from './ids.ts';

/** Runs one task a lock at once and tells whether two ever overlapped. */
function watch() {
  let inside = 0;
  const seen = { most: 0, done: 0 };
  const run = (locks: Locks, work: () => Promise<void>) =>
    locks.exclusive('outbox', async () => {
      inside += 1;
      seen.most = Math.max(seen.most, inside);
      await work();
      inside -= 1;
      seen.done += 1;
    });
  return { run, seen };
}

describe('locks', () => {
  it('let one task in at a time, by the browser', async () => {
    const clock = virtualClock();
    const deps = { disk: memoryBrowser(clock).disk, clock, ids: newId };
    const { run, seen } = watch();
    const locks = [browserLocks('ycyw-test:', deps), browserLocks('ycyw-test:', deps)];
    await Promise.all([...locks, ...locks].map((one) => run(one, async () => void (await Promise.resolve()))));
    expect(seen).to.deep.equal({ most: 1, done: 4 });
  });

  it('let one task in at a time, by leases where the browser has no locks', async () => {
    const clock = virtualClock();
    const browser = memoryBrowser(clock);
    const { run, seen } = watch();
    const tabs = [browser.tab(), browser.tab(), browser.tab()].map((tab) => leaseLocks({ ...tab, ids: newId }));
    const work = () => new Promise<void>((resolve) => void clock.after(8_000, resolve));
    for (const tab of [...tabs, ...tabs]) void run(tab, work);
    await clock.advance(120_000);
    expect(seen).to.deep.equal({ most: 1, done: 6 });
    expect(browser.disk.keys('')).to.deep.equal([]);
  });

  it('pass a lease on when its tab died', async () => {
    const clock = virtualClock();
    const browser = memoryBrowser(clock);
    const dying = browser.tab();
    void leaseLocks({ ...dying, ids: newId }).exclusive('outbox', () => new Promise<void>(() => {}));
    await clock.advance(1_000);
    dying.die();
    let ran = false;
    void leaseLocks({ ...browser.tab(), ids: newId }).exclusive('outbox', async () => {
      ran = true;
    });
    await clock.advance(10_000);
    expect(ran).to.equal(true);
  });

  it('hand an error of the task to whoever asked, and go on', async () => {
    const clock = virtualClock();
    const locks = browserLocks('ycyw-test:', { disk: memoryBrowser(clock).disk, clock, ids: newId });
    const failing = locks.exclusive('outbox', async () => {
      throw new Error('no');
    });
    expect(await failing.catch((error: Error) => error.message)).to.equal('no');
    expect(await locks.exclusive('outbox', async () => 'yes')).to.equal('yes');
  });
});
