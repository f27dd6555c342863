/** What signing in asks of the page, on virtual time. */
import { expect } from 'chai';
import { virtualClock } from '../session/testing/virtual-clock.ts';
import type { TokenProvider, Watcher } from '../support-host.ts';
import type { PageOfCustomer } from './page-of-customer.ts';
import { signIn } from './sign-in.ts';

const TOKEN = `x.${btoa('{"sub":"c-1"}')}.x`;

/** A page with a provider that fails until it is told otherwise. */
function aPage() {
  const watchers = new Set<Watcher>();
  const told: string[] = [];
  let answer: TokenProvider = async () => {
    throw new Error('503');
  };
  const counts = { asked: 0, left: 0 };
  let userToken = '';
  let isConnected = true;
  const page: PageOfCustomer = {
    server: 'http://localhost:9',
    open: true,
    leaving: 0,
    get userToken() {
      return userToken;
    },
    set userToken(token) {
      userToken = token;
      for (const watcher of [...watchers]) watcher.hostUpdated();
    },
    get isConnected() {
      return isConnected;
    },
    async tokenProvider() {
      counts.asked += 1;
      return answer();
    },
    hide() {},
    leave() {
      counts.left += 1;
    },
    tell: (_, detail) => void told.push(JSON.stringify(detail)),
    addController: (watcher) => void watchers.add(watcher),
    removeController: (watcher) => void watchers.delete(watcher),
    removeAttribute() {},
  };
  return {
    page,
    told,
    counts,
    watchers,
    answer(next: TokenProvider) {
      answer = next;
    },
    remove() {
      isConnected = false;
    },
  };
}

/** Signs in and is told that there is no token. */
async function failed(page: PageOfCustomer) {
  const clock = virtualClock();
  const failure = signIn(page, clock).catch((error: unknown) => String(error));
  await clock.advance(3_000);
  expect(await failure).to.contain('the page gave no token');
  return clock;
}

describe('a page whose provider fails', () => {
  it('is asked on after it was told, with pauses, and makes the panel anew once it answers', async () => {
    const { page, told, counts, watchers, answer } = aPage();
    const clock = await failed(page);
    expect(counts.asked).to.equal(2);
    await clock.advance(5 * 60_000);
    expect(counts.asked).to.be.within(6, 14);
    expect(told).to.have.length(1);
    expect(counts.left).to.equal(0);
    answer(async () => TOKEN);
    await clock.advance(60_000);
    expect(page.userToken).to.equal(TOKEN);
    expect(counts.left).to.equal(1);
    expect(watchers.size + clock.waiting).to.equal(0);
  });

  it('is asked no more once it gave a token itself, was removed, or somebody tries again', async () => {
    const given = aPage();
    const clockOfGiven = await failed(given.page);
    given.page.userToken = TOKEN;
    await clockOfGiven.advance(5 * 60_000);
    expect(given.counts).to.deep.equal({ asked: 2, left: 1 });

    const removed = aPage();
    const clockOfRemoved = await failed(removed.page);
    removed.remove();
    await clockOfRemoved.advance(5 * 60_000);
    expect(removed.counts).to.deep.equal({ asked: 2, left: 0 });

    const again = aPage();
    const clockOfAgain = await failed(again.page);
    again.answer(async () => TOKEN);
    const who = await signIn(again.page, clockOfAgain);
    expect(who.signedIn?.owner).to.equal('c-1');
    await clockOfAgain.advance(5 * 60_000);
    expect(again.counts).to.deep.equal({ asked: 3, left: 0 });
    who.dispose();
  });
});
