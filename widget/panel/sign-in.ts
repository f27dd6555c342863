/**
 * The lazily loaded part for a page with a token, or with a way to get one: whom the token names, another one before it
 * expires, and nothing left of other customers. Never guesses: a token that is no good is the service's to refuse.
 */
import { browserDeps } from '../platform/browser-deps.ts';
import { carryOver } from '../session/carry-over.ts';
import { systemClock } from '../session/clock.ts';
import { SECRET_KEY } from '../session/known-visitor.ts';
import { subjectOf } from '../session/token.ts';
import { type SignedIn, TokenIdentity } from '../session/token-identity.ts';
import { TokenSource } from '../session/token-source.ts';
import { forgetOtherCustomers } from './customer-areas.ts';
import type { PageOfCustomer, Who } from './who.ts';

/** Whoever waits for the chat to open is told after so many failures; a click tries again. */
const FIRST_TRIES = 2;

/** Nothing of another customer is left in this browser when it resolves. */
export async function signIn(page: PageOfCustomer): Promise<Who> {
  const source = new TokenSource({
    clock: systemClock,
    random: Math.random,
    provider: () => page.tokenProvider,
    failed: (message) => page.tell('ycyw-error', { reason: 'not_signed_in', message: `ycyw-support: ${message}` }),
  });
  if (page.userToken === '') {
    const given = await whileAsked(page, source.ask('', FIRST_TRIES));
    // An answer counts only for a page that still waits for it: its customer may have logged out meanwhile.
    if (page.userToken === '' && page.tokenProvider !== null) {
      if (given === null || !page.isConnected) throw new Error('the page gave no token');
      page.userToken = given;
    }
  }
  const wasAsked = page.tokenProvider !== null;
  let token = page.userToken;
  const owner = token === '' ? null : subjectOf(token);
  if (owner !== null) await forgetOtherCustomers(page.server, owner);
  return {
    signedIn: owner === null ? null : signedInAs(page, owner, source),
    isOther() {
      if (page.userToken !== '') return subjectOf(page.userToken) !== owner;
      return owner !== null || (!wasAsked && page.tokenProvider !== null);
    },
    isRenewed() {
      const isNew = page.userToken !== token;
      token = page.userToken;
      return isNew;
    },
    dispose: () => source.dispose(),
  };
}

/** The answer, or null as soon as the page has nobody to ask any more: its customer is logging out, and waits for that. */
async function whileAsked(page: PageOfCustomer, answer: Promise<string | null>): Promise<string | null> {
  const gone = Promise.withResolvers<null>();
  const watcher = {
    hostUpdated() {
      if (page.tokenProvider === null) gone.resolve(null);
    },
  };
  page.addController(watcher);
  try {
    return await Promise.race([answer, gone.promise]);
  } finally {
    page.removeController(watcher);
  }
}

function signedInAs(page: PageOfCustomer, owner: string, source: TokenSource): NonNullable<Who['signedIn']> {
  const { server } = page;
  const visitor = browserDeps({ side: 'customer', server });
  // Never another's, whatever the page says by now: then this session is about to end.
  let own = page.userToken;
  const signedIn: SignedIn = {
    source,
    token() {
      if (subjectOf(page.userToken) === owner) own = page.userToken;
      return own;
    },
    got(token) {
      // Whoever has logged out meanwhile stays so.
      if (page.userToken !== '') page.userToken = token;
    },
    visitor: {
      secret: () => visitor.disk.get(SECRET_KEY),
      adopted: (customer, secret) => carryOver(visitor, customer, secret),
    },
    signedOut() {
      page.removeAttribute('user-token');
      page.userToken = '';
    },
  };
  return { owner, token: signedIn.token, identity: (session) => new TokenIdentity({ ...session, ...signedIn }) };
}
