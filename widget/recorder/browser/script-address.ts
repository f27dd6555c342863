/**
 * The addresses from which this page makes scripts of its own, for pages that ask for Trusted Types
 * (`require-trusted-types-for 'script'`): they allow the widget's policy by its name.
 */

/** Stands in the page's `trusted-types`, and in the documents. */
const POLICY = 'ycyw-support';

interface Policies {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): Policy;
}
interface Policy {
  createScriptURL(address: string): string;
}

/** Made once: a page may forbid a second one of the same name. */
let policy: Policy | null = null;

/** What a worker can be made of. @throws where the page doesn't allow the policy, and for any address but a blob's */
export function scriptAddress(address: string): string {
  // A blob of this page is text that this very code has put together; every other address could be somebody else's.
  if (!address.startsWith('blob:')) throw new TypeError('no blob');
  const { trustedTypes } = globalThis as { trustedTypes?: Policies };
  if (trustedTypes === undefined) return address;
  policy ??= trustedTypes.createPolicy(POLICY, { createScriptURL: (blob) => blob });
  // An object in truth, which the types of the DOM don't know.
  return policy.createScriptURL(address);
}
