import { expect } from 'chai';
import { lead } from './lead.ts';
import { memoryBrowser } from './testing/memory-browser.ts';
import { virtualClock } from './testing/virtual-clock.ts';

/** Three tabs of a browser that all want to lead, and who of them does. */
async function three() {
  const clock = virtualClock();
  const browser = memoryBrowser(clock);
  const leads: number[] = [];
  const tabs = [0, 1, 2].map((index) => {
    const tab = browser.tab();
    return { ...tab, giveUp: lead(tab.locks, 'ring', () => leads.push(index)) };
  });
  await clock.settle();
  return { clock, tabs: tabs as [(typeof tabs)[0], (typeof tabs)[0], (typeof tabs)[0]], leads };
}

describe('the lead among tabs', () => {
  it('is had by one, and passes on when that one gives it up or dies', async () => {
    const { clock, tabs, leads } = await three();
    expect(leads).to.deep.equal([0]);
    tabs[0].giveUp();
    await clock.settle();
    expect(leads).to.deep.equal([0, 1]);
    tabs[1].die();
    await clock.settle();
    expect(leads).to.deep.equal([0, 1, 2]);
  });

  it('is not given to a tab that does not wait for it any more', async () => {
    const { clock, tabs, leads } = await three();
    tabs[1].giveUp();
    tabs[0].giveUp();
    await clock.settle();
    expect(leads).to.deep.equal([0, 2]);
  });
});
