/** A page as far as it says who its customer is. Small, since it is loaded also where nobody is ever signed in. */
import type { SupportHost, TokenProvider } from '../support-host.ts';

export type PageOfCustomer = Pick<
  SupportHost,
  | 'userToken'
  | 'tokenProvider'
  | 'leaving'
  | 'server'
  | 'open'
  | 'hide'
  | 'leave'
  | 'tell'
  | 'addController'
  | 'removeController'
> &
  Pick<Element, 'removeAttribute' | 'isConnected'>;

/** What can be asked for a token now. Also frameworks that say "nothing" in their own way say nothing. */
export const providerOf = (page: PageOfCustomer): TokenProvider | null =>
  typeof page.tokenProvider === 'function' && page.leaving === 0 ? page.tokenProvider : null;

/**
 * Pages whose customer was signed out by another tab: nobody is taken for a visitor there before the page has said anew who
 * it is, since what a visitor writes would be the next customer's.
 */
export const signedOutElsewhere = new WeakSet<PageOfCustomer>();
