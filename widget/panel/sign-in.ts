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
    const given = await source.ask('', FIRST_TRIES);
    if (given === null) throw new Error('the page gave no token');
    // Meanwhile the page may have said it by itself.
    if (page.userToken === '') page.userToken = given;
  }
  let token = page.userToken;
  const owner = token === '' ? null : subjectOf(token);
  if (owner !== null) await forgetOtherCustomers(page.server, owner);
  return {
    signedIn: owner === null ? null : signedInAs(page, owner, source),
    isOther: () => (page.userToken === '' ? owner !== null : subjectOf(page.userToken) !== owner),
    isRenewed() {
      const isNew = page.userToken !== token;
      token = page.userToken;
      return isNew;
    },
    dispose: () => source.dispose(),
  };
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
      page.userToken = token;
    },
    visitor: {
      secret: () => visitor.disk.get(SECRET_KEY),
      adopted: (customer) => carryOver(visitor, customer),
    },
    signedOut() {
      page.removeAttribute('user-token');
      page.userToken = '';
    },
  };
  return { owner, token: signedIn.token, identity: (session) => new TokenIdentity({ ...session, ...signedIn }) };
}
