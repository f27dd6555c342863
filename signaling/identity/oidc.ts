/**
 * OpenID Connect with one provider: authorization code, with PKCE, state and nonce. Knows neither accounts nor HTTP: it makes
 * the address to go to, and says who came back.
 */

import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientError,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import * as v from 'valibot';
import type { SignInProblem } from '../protocol/http.ts';
import type { ProviderPerson } from './provider-accounts.ts';

/** For one answer of the provider, in seconds: somebody waits for it before an empty page. */
const PATIENCE_SECONDS = 5;
/** A password and a second factor, with a telephone that has to be found first. In milliseconds. */
export const OIDC_STAY_MS = 10 * 60_000;

/** An OpenID Connect provider. */
export interface OidcConfig {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What people call it; stands on the button. */
  name: string;
  /** Somebody whom the provider knows and nobody here does gets an account. */
  create: boolean;
  /** Whose e-mail address is elsewhere doesn't get in; none: they may all. In lower case. */
  domains: readonly string[];
  /** Whoever has this value in this claim is a supervisor, and nobody else; null: the provider doesn't say. */
  supervisor: { claim: string; value: string } | null;
}

/** What this browser has to bring back. */
export interface OidcBegun {
  state: string;
  nonce: string;
  verifier: string;
}

const claims = v.object({
  sub: v.string(),
  email: v.optional(v.string()),
  email_verified: v.optional(v.unknown()),
  name: v.optional(v.string()),
});

export type OidcEnd = { ok: true; person: ProviderPerson } | { ok: false; problem: SignInProblem; why: string };

export function oidcClient({ issuer, clientId, clientSecret, supervisor }: OidcConfig) {
  const known = new URL(issuer);
  let found: Promise<Configuration> | null = null;

  /** Asked for when somebody wants to sign in, and anew after it failed: the service starts without its provider. */
  const provider = (): Promise<Configuration> => {
    found ??= discovery(known, clientId, clientSecret, undefined, {
      timeout: PATIENCE_SECONDS,
      execute: known.protocol === 'http:' ? [allowInsecureRequests] : [],
    }).catch((error: unknown) => {
      found = null;
      throw error;
    });
    return found;
  };

  /** What it told when it was asked first may have changed. */
  const forget = () => {
    found = null;
  };

  const roleOf = (told: Record<string, unknown>): ProviderPerson['role'] => {
    if (!supervisor) return null;
    const value = told[supervisor.claim];
    const values: unknown[] = Array.isArray(value) ? value : [value];
    return values.includes(supervisor.value) ? 'supervisor' : 'agent';
  };

  return {
    /** Where to send the browser. Throws when the provider doesn't answer. */
    async begin(redirect: string): Promise<{ begun: OidcBegun; address: string }> {
      const config = await provider();
      const begun = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
      const address = buildAuthorizationUrl(config, {
        redirect_uri: redirect,
        scope: 'openid email profile',
        state: begun.state,
        nonce: begun.nonce,
        code_challenge: await calculatePKCECodeChallenge(begun.verifier),
        code_challenge_method: 'S256',
      });
      return { begun, address: address.href };
    },

    /** `address`: as the browser came back to it. */
    async end(address: URL, { state, nonce, verifier }: OidcBegun): Promise<OidcEnd> {
      try {
        const config = await provider();
        const tokens = await authorizationCodeGrant(config, address, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const inToken = tokens.claims();
        if (!inToken) return { ok: false, problem: 'unfinished', why: 'no ID token' };
        // Many providers tell more than who it is only when they are asked for it.
        const wanted = ['email', ...(supervisor ? [supervisor.claim] : [])];
        const isAsked =
          wanted.some((claim) => inToken[claim] === undefined) &&
          config.serverMetadata().userinfo_endpoint !== undefined;
        const more = isAsked ? await fetchUserInfo(config, tokens.access_token, inToken.sub) : {};
        const told = { ...more, ...inToken };
        const read = v.safeParse(claims, told);
        if (!read.success) return { ok: false, problem: 'unfinished', why: 'claims of another shape' };
        const { sub, email = null, email_verified, name = null } = read.output;
        const isVerified = email_verified === true;
        const person = { issuer: inToken.iss, subject: sub, email, isVerified, name, role: roleOf(told) };
        return { ok: true, person };
      } catch (error) {
        forget();
        return { ok: false, problem: problemOf(error), why: codeOf(error) };
      }
    },
  };
}

export type OidcClient = ReturnType<typeof oidcClient>;

/** Never the message: it may repeat what the provider said of somebody. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error
    ? `${error.name} ${String(error.code)}`
    : String(error instanceof Error && error.name);

/** A line that fails or takes too long is the provider's; whatever was answered and doesn't fit is this sign-in's. */
function problemOf(error: unknown): SignInProblem {
  const isSilent = error instanceof TypeError || (error instanceof ClientError && error.code === 'OAUTH_TIMEOUT');
  return isSilent ? 'unavailable' : 'unfinished';
}
