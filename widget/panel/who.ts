/** Who the panel is made for. What is needed for a customer with a token is fetched when there is one. */
import type { BrowserCustomerSessionOptions } from '../platform/browser-customer-session.ts';
import { type PageOfCustomer, providerOf, signedOutElsewhere } from './page-of-customer.ts';

export interface Who {
  /** Null: the browser's visitor. */
  signedIn: NonNullable<BrowserCustomerSessionOptions['signedIn']> | null;
  /** The page has somebody else's token now, or none any more. */
  isOther(): boolean;
  /** The page has another token for the same customer; told once for each. */
  isRenewed(): boolean;
  dispose(): void;
}

const namesSomebody = (page: PageOfCustomer) => Boolean(page.userToken) || providerOf(page) !== null;

/** @throws when the page promised a token and gives none: nobody is taken for a visitor then */
export async function whoIsHere(page: PageOfCustomer): Promise<Who> {
  if (namesSomebody(page) || signedOutElsewhere.has(page)) return (await import('./sign-in.ts')).signIn(page);
  return {
    signedIn: null,
    isOther: () => namesSomebody(page),
    isRenewed: () => false,
    dispose() {},
  };
}

/** Removes what anybody ever stored in this browser of the chat with one service. */
export async function forgetEverybody(server: string): Promise<void> {
  const { forgetAreas } = await import('./customer-areas.ts');
  await forgetAreas(server, () => false);
}
