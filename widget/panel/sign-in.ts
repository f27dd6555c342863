/**
 * The lazily loaded part for a page with a token, or with a way to get one: whom the token names, another one before it
 * expires, and nothing left of other customers once the service has taken it. Never guesses: a token that is no good is the service's to refuse.
 */
import { browserDeps } from '../platform/browser-deps.ts';
import { carryOver } from '../session/carry-over.ts';
import { type Clock, systemClock } from '../session/clock.ts';
import { SECRET_KEY } from '../session/known-visitor.ts';
import { subjectOf } from '../session/token.ts';
import { type SignedIn, TokenIdentity } from '../session/token-identity.ts';
import { TokenSource } from '../session/token-source.ts';
import { forgetOtherCustomers, isAnotherHere } from './customer-areas.ts';
import { refusal } from './host-events.ts';
import { type PageOfCustomer, providerOf, signedOutElsewhere } from './page-of-customer.ts';
import type { Who } from './who.ts';

/** Whoever waits for the chat to open is told after so many failures; a click tries again at once. */
const FIRST_TRIES = 2;

const ANOTHER =
  'ycyw-support: another tab has signed in another customer. This page is signed out until it gives a token.';

/** Pages whose chat could not be had for want of a token, and what lets go of them. */
const without = new WeakMap<PageOfCustomer, () => void>();

/** What the page says, in whatever way it says that there is nothing. */
const tokenOf = (page: PageOfCustomer): string => page.userToken || '';

export async function signIn(page: PageOfCustomer, clock: Clock = systemClock): Promise<Who> {
  without.get(page)?.();
  const source = new TokenSource({
    clock,
    random: Math.random,
    provider: () => (page.isConnected ? providerOf(page) : null),
    failed: (message) => page.tell('ycyw-error', { reason: 'not_signed_in', message: `ycyw-support: ${message}` }),
  });
  const hasNobodyToAsk = () => providerOf(page) === null;
  const isOut = () => signedOutElsewhere.has(page) && page.leaving === 0;
  // Only when a person opens the chat: two tabs that are given two customers would sign each other out for ever.
  if (isOut()) await either(page, () => page.open || tokenOf(page) !== '' || page.leaving > 0);
  if (tokenOf(page) === '') {
    // Whoever logs out waits for this, and has nobody to ask then.
    const given = await either(page, hasNobodyToAsk, source.ask('', 0, FIRST_TRIES));
    // An answer counts only for a page that still waits for it: its customer may have logged out meanwhile.
    if (tokenOf(page) === '' && (isOut() || !hasNobodyToAsk())) {
      if (given === null || !page.isConnected) {
        mountOnceThereIsOne(page, source);
        throw new Error('the page gave no token');
      }
      page.userToken = given;
    }
  }
  signedOutElsewhere.delete(page);
  const wasAsked = !hasNobodyToAsk();
  let token = tokenOf(page);
  const owner = token === '' ? null : subjectOf(token);
  return {
    signedIn: owner === null ? null : signedInAs(page, owner, token, source),
    isOther() {
      const now = tokenOf(page);
      if (now !== '') return subjectOf(now) !== owner;
      return owner !== null || (!wasAsked && !hasNobodyToAsk());
    },
    isRenewed() {
      const isNew = tokenOf(page) !== token;
      token = tokenOf(page);
      return isNew;
    },
    dispose: () => source.dispose(),
  };
}

/** Whoever waited was told that there is none. The site is asked on, more and more seldom. */
function mountOnceThereIsOne(page: PageOfCustomer, source: TokenSource): void {
  let isOver = false;
  without.set(page, () => {
    isOver = true;
    source.dispose();
  });
  // Nobody to ask is no answer: the page may give one by itself.
  const answer = source.canAsk ? source.ask('', FIRST_TRIES) : undefined;
  void either(page, () => isOver || tokenOf(page) !== '', answer).then((given) => {
    source.dispose();
    if (isOver || !page.isConnected || (given === null && tokenOf(page) === '')) return;
    if (given !== null && tokenOf(page) === '') page.userToken = given;
    page.leave();
  });
}

/** The answer, or null as soon as something holds of the page. */
async function either<T>(
  page: PageOfCustomer,
  holds: () => boolean,
  answer: Promise<T> = new Promise(() => {}),
): Promise<T | null> {
  const now = Promise.withResolvers<null>();
  const watcher = {
    hostUpdated() {
      if (holds()) now.resolve(null);
    },
  };
  watcher.hostUpdated();
  page.addController(watcher);
  try {
    return await Promise.race([answer, now.promise]);
  } finally {
    page.removeController(watcher);
  }
}

function signedInAs(
  page: PageOfCustomer,
  owner: string,
  token: string,
  source: TokenSource,
): NonNullable<Who['signedIn']> {
  const { server } = page;
  const visitor = browserDeps({ side: 'customer', server });
  // Never another's, whatever the page says by now: then this session is about to end.
  let own = token;
  const signedIn: SignedIn = {
    source,
    token() {
      const now = tokenOf(page);
      if (subjectOf(now) === owner) own = now;
      return own;
    },
    got(another) {
      // Whoever has logged out meanwhile stays so.
      if (tokenOf(page) !== '') page.userToken = another;
    },
    accepted() {
      // What can't be removed now is tried again with the next line.
      if (owner !== '') forgetOtherCustomers(server, owner).catch(() => {});
    },
    refused: (message) =>
      page.tell('ycyw-error', { reason: 'not_signed_in', message: refusal('not_signed_in', message) }),
    visitor: {
      secret: () => visitor.disk.get(SECRET_KEY),
      adopted: (customer, secret) => carryOver(visitor, customer, secret),
    },
    signedOut() {
      const another = isAnotherHere(server, owner);
      page.removeAttribute('user-token');
      page.userToken = '';
      if (providerOf(page) === null && !another) return;
      signedOutElsewhere.add(page);
      page.hide();
      if (another) page.tell('ycyw-error', { reason: 'not_signed_in', message: ANOTHER });
    },
  };
  return { owner, token: signedIn.token, identity: (session) => new TokenIdentity({ ...session, ...signedIn }) };
}
