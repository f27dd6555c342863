/**
 * Tokens by which a site vouches for its customer: JWT, HS256 with a secret that the site shares with this service. Says
 * whose a token is, or in words for the site's developer why it counts for nothing. Knows no customers.
 */
import { verify } from 'hono/jwt';
import * as v from 'valibot';
import type { Time } from '../protocol/events.ts';
import * as limits from '../protocol/limits.ts';
import type { Known } from '../protocol/realtime.ts';
import type { Result } from '../protocol/reasons.ts';
import { context } from '../protocol/schemas.ts';

/** A site's clock may run ahead of this one by as much, in milliseconds. Expiry is exact: it ends what a thief can do. */
const SKEW_MS = 30_000;

const said = (max: number) => v.optional(v.nullable(v.pipe(v.string(), v.maxLength(max)), ''), '');
/** In seconds, as the standard has it. */
const seconds = v.pipe(v.number(), v.finite());
const claims = v.object({
  // Plain text only, so that no store takes two different ones for the same.
  sub: v.pipe(v.string(), v.regex(/^[^\p{C}]*[^\p{C}\s][^\p{C}]*$/u), v.maxLength(limits.SUBJECT_MAX_CHARS)),
  exp: seconds,
  nbf: v.optional(seconds),
  name: said(limits.NAME_MAX_CHARS),
  email: said(limits.EMAIL_MAX_CHARS),
  context: v.optional(v.nullable(context, {}), {}),
});

/** What is wrong with a claim, by its name. */
const CLAIM_FAULTS: Record<string, string> = {
  sub: `The token needs a sub: the customer's id as a text of 1 to ${limits.SUBJECT_MAX_CHARS} characters, none of them invisible.`,
  exp: 'The token needs an exp, in seconds since 1970.',
  nbf: "The token's nbf is no number of seconds.",
  name: `The token's name is no text of at most ${limits.NAME_MAX_CHARS} characters.`,
  email: `The token's email is no text of at most ${limits.EMAIL_MAX_CHARS} characters.`,
  context: `The token's context is no JSON object of at most ${limits.CONTEXT_MAX_CHARS} characters and ${limits.CONTEXT_MAX_LEVELS} levels.`,
};

/** What a token that counts says. */
export interface Vouched {
  subject: string;
  known: Known;
  /** When it expires. */
  until: Time;
}

export interface CustomerTokens {
  /** Every refusal has a message. */
  read(token: string): Promise<Result<Vouched>>;
}

/** Tokens have dots, secrets of visitors have none: the two can't be taken for each other. */
export const looksLikeToken = (text: string): boolean => text.includes('.');

const refused = (message: string) => ({ ok: false, reason: 'not_signed_in', message }) as const;

/** @param secrets each of them counts; none: no token does */
export function customerTokens(secrets: readonly string[], now: () => Time): CustomerTokens {
  return {
    async read(token) {
      if (secrets.length === 0) return refused('This service takes no tokens: IDENTITY_SECRET is not set.');
      if (token.length > limits.TOKEN_MAX_CHARS)
        return refused(`A token has at most ${limits.TOKEN_MAX_CHARS} characters.`);
      const payload = await signedBy(secrets, token);
      if (payload === null)
        return refused('The token is not a JWT that was signed by HS256 with one of IDENTITY_SECRET.');
      const parsed = v.safeParse(claims, payload);
      if (!parsed.success) {
        return refused(CLAIM_FAULTS[String(v.getDotPath(parsed.issues[0]))] ?? 'The token has no claims.');
      }
      const { sub, exp, nbf, name, email, context } = parsed.output;
      const until = exp * 1000;
      if (until <= now()) return refused('The token has expired.');
      if (until > now() + limits.TOKEN_LIFE_MAX_MS + SKEW_MS) {
        return refused("The token's exp is more than an hour ahead.");
      }
      if (nbf !== undefined && nbf * 1000 > now() + SKEW_MS) return refused("The token's nbf is still to come.");
      return { ok: true, subject: sub, known: { name, email, context }, until };
    },
  };
}

/**
 * Null for what none of the secrets has signed. The algorithm is told to the check, never read from the token; times are
 * looked at by whoever knows the time. Its errors hold the token, so they go nowhere.
 */
async function signedBy(secrets: readonly string[], token: string): Promise<unknown> {
  for (const secret of secrets) {
    const payload: unknown = await verify(token, secret, { alg: 'HS256', exp: false, nbf: false, iat: false }).catch(
      () => null,
    );
    if (payload !== null) return payload;
  }
  return null;
}
