import { expect } from 'chai';
import { type MemoryTab, memoryBrowser } from '../session/testing/memory-browser.ts';
import { virtualClock } from '../session/testing/virtual-clock.ts';
import { createAttention, DELAY_MS, type Notice, sharedTitle } from './attention.ts';

let count = 0;

function pageIn() {
  const page = { title: 'Your booking', sounds: 0 };
  const title = sharedTitle({
    read: () => page.title,
    write: (words) => {
      page.title = words;
    },
  });
  return { page, title };
}

function attentionIn(tab: MemoryTab, ready = true, mayStore = true, { page, title } = pageIn()) {
  const attention = createAttention({
    ...tab,
    ids: () => {
      count += 1;
      return `tab-${count}`;
    },
    sound: {
      ready: () => ready,
      play: () => {
        page.sounds += 1;
      },
      dispose: () => {},
    },
    mayStore: () => mayStore,
    titleWith: (unread, title) => `(${unread}) ${title}`,
    title,
  });
  const update = (change: Partial<Notice>) =>
    attention.update({ count: 0, newest: null, muted: false, attending: false, ...change });
  return { page, update, attention };
}

function browser(tabs: number, ready: readonly boolean[] = []) {
  const clock = virtualClock();
  const memory = memoryBrowser(clock);
  return { clock, tabs: Array.from({ length: tabs }, (_, index) => attentionIn(memory.tab(), ready[index])) };
}

const sounds = (tabs: readonly { page: { sounds: number } }[]) => tabs.reduce((sum, { page }) => sum + page.sounds, 0);

describe('attention', () => {
  it('sounds once for one message, however many tabs are open', async () => {
    const { clock, tabs } = browser(8);
    for (const { update } of tabs) {
      update({ count: 1, newest: 'a' });
      await clock.advance(7);
    }
    await clock.advance(5_000);
    expect(sounds(tabs)).to.equal(1);
    for (const { update } of tabs) update({ count: 2, newest: 'b' });
    await clock.advance(5_000);
    expect(sounds(tabs)).to.equal(2);
  });

  it('does not sound again in a tab that is opened later', async () => {
    const clock = virtualClock();
    const memory = memoryBrowser(clock);
    const first = attentionIn(memory.tab());
    first.update({ count: 1, newest: 'a' });
    await clock.advance(1_000);
    const second = attentionIn(memory.tab());
    second.update({ count: 1, newest: 'a' });
    await clock.advance(1_000);
    expect(sounds([first, second])).to.equal(1);
  });

  it('is silent when the message is read in another tab meanwhile', async () => {
    const { clock, tabs } = browser(1);
    tabs[0]!.update({ count: 1, newest: 'a' });
    await clock.advance(DELAY_MS - 50);
    tabs[0]!.update({});
    await clock.advance(5_000);
    expect(sounds(tabs)).to.equal(0);
  });

  it('is silent while some tab is attended, and sounds when none is any more', async () => {
    const { clock, tabs } = browser(2);
    const [left, right] = [tabs[0]!, tabs[1]!];
    left.update({ attending: true });
    await clock.advance(30_000);
    right.update({ count: 1, newest: 'a' });
    await clock.advance(5_000);
    expect(sounds(tabs)).to.equal(0);
    left.update({ attending: false });
    right.update({ count: 2, newest: 'b' });
    await clock.advance(5_000);
    expect(sounds(tabs)).to.equal(1);
  });

  it('does not wait for a tab that died while it was attended', async () => {
    const clock = virtualClock();
    const memory = memoryBrowser(clock);
    const dying = memory.tab();
    attentionIn(dying).update({ count: 0, newest: null, muted: false, attending: true });
    dying.die();
    await clock.advance(10_000);
    const alive = attentionIn(memory.tab());
    alive.update({ count: 1, newest: 'a' });
    await clock.advance(1_000);
    expect(alive.page.sounds).to.equal(1);
  });

  it('leaves the sound to a tab that may sound', async () => {
    const { clock, tabs } = browser(2, [false, true]);
    for (const { update } of tabs) update({ count: 1, newest: 'a' });
    await clock.advance(1_000);
    expect(tabs.map(({ page }) => page.sounds)).to.deep.equal([0, 1]);
  });

  it('stores nothing for a visitor who is nobody', async () => {
    const clock = virtualClock();
    const memory = memoryBrowser(clock);
    attentionIn(memory.tab(), true, false).update({ attending: true });
    await clock.advance(10_000);
    expect(memory.disk.keys('')).to.deep.equal([]);
  });

  it('is silent when muted, and still shows the title', async () => {
    const { clock, tabs } = browser(1);
    tabs[0]!.update({ count: 2, newest: 'a', muted: true });
    await clock.advance(1_000);
    expect(tabs[0]!.page).to.deep.equal({ title: '(2) Your booking', sounds: 0 });
  });

  it('shows one hint for two chats on one page, the higher, and gives the bare title back', () => {
    const { tab } = memoryBrowser(virtualClock());
    const shared = pageIn();
    const [left, right] = [attentionIn(tab(), true, true, shared), attentionIn(tab(), true, true, shared)];
    left.update({ count: 2 });
    right.update({ count: 3 });
    expect(shared.page.title).to.equal('(3) Your booking');
    left.update({ count: 2 });
    expect(shared.page.title).to.equal('(3) Your booking');
    right.update({});
    expect(shared.page.title).to.equal('(2) Your booking');
    left.attention.dispose();
    expect(shared.page.title).to.equal('Your booking');
  });

  it('gives the title back, also one that the page has changed meanwhile', () => {
    const { tabs } = browser(1);
    const { page, update, attention } = tabs[0]!;
    update({ count: 2 });
    update({ count: 3 });
    expect(page.title).to.equal('(3) Your booking');
    page.title = 'Another page';
    update({ count: 4 });
    expect(page.title).to.equal('(4) Another page');
    update({ count: 4, attending: true });
    expect(page.title).to.equal('Another page');
    update({ count: 5 });
    attention.dispose();
    expect(page.title).to.equal('Another page');
  });
});
