/** Agents sign in through the company's own sign-in: there and back again. Whatever goes wrong is told on the console's page. */
import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import * as v from 'valibot';
import { cookieOptions, SESSION_COOKIE } from '../identity/cookie.ts';
import { codeOf, OIDC_STAY_MS, type OidcBegun } from '../identity/oidc.ts';
import { SIGN_IN_PROBLEM, type SignInProblem, type SignInWays } from '../protocol/http.ts';
import { askers } from './asker.ts';
import { type HttpDeps, nothingHere } from './context.ts';
import type { Asked } from './guard.ts';

const BEGUN_COOKIE = 'ycyw_oidc';
const BEGIN_PATH = '/agent/oidc';
const CALLBACK_PATH = '/agent/oidc/callback';
const COOKIE_PATH = `/api${BEGIN_PATH}`;

const kept = v.object({ state: v.string(), nonce: v.string(), verifier: v.string(), until: v.number() });

export function oidcRoutes(deps: HttpDeps): Hono<Asked> {
  const { desk, oidc, publicUrl, https } = deps;
  const { network } = askers(deps);
  const app = new Hono<Asked>();

  /** Where the provider sends people back to: it was told so, and takes no other. */
  const callback = (context: Context) => `${publicUrl ?? new URL(context.req.url).origin}/api${CALLBACK_PATH}`;

  const toConsole = (context: Context, problem: SignInProblem | null) => {
    context.header('Cache-Control', 'no-store');
    return context.redirect(problem ? `/agent?${SIGN_IN_PROBLEM}=${problem}` : '/agent', 303);
  };

  app.get('/agent/sign-in', (context) => {
    context.header('Cache-Control', 'no-store');
    return context.json<SignInWays>({ oidc: oidc?.name ?? null });
  });

  app.get(BEGIN_PATH, async (context) => {
    if (!oidc) return nothingHere(context);
    try {
      const { begun, address } = await oidc.client.begin(callback(context));
      // It comes back from another site, whose link brings no strict cookie.
      const options = { httpOnly: true, sameSite: 'Lax', secure: https, path: COOKIE_PATH } as const;
      setCookie(context, BEGUN_COOKIE, sealed(begun), { ...options, maxAge: OIDC_STAY_MS / 1000 });
      context.header('Cache-Control', 'no-store');
      return context.redirect(address, 303);
    } catch (error) {
      desk.log.error({ why: codeOf(error) }, 'the provider of sign-ins does not answer');
      return toConsole(context, 'unavailable');
    }
  });

  app.get(CALLBACK_PATH, async (context) => {
    if (!oidc) return nothingHere(context);
    const begun = opened(getCookie(context, BEGUN_COOKIE) ?? '');
    // It is good for one return.
    deleteCookie(context, BEGUN_COOKIE, { path: COOKIE_PATH });
    if (!(await desk.limits.take('signInAddress', network(context)))) return toConsole(context, 'too_many');
    if (!begun) return toConsole(context, 'unfinished');
    const address = new URL(callback(context));
    address.search = new URL(context.req.url).search;
    const end = await oidc.client.end(address, begun);
    if (!end.ok) {
      desk.log.warn({ problem: end.problem, why: end.why }, 'a sign-in through the provider was not finished');
      return toConsole(context, end.problem);
    }
    const signedIn = await oidc.accounts.signIn(end.person);
    if (!signedIn.ok) {
      await oidc.accounts.failed();
      desk.log.warn({ problem: signedIn.problem }, 'somebody whom the provider knows was not let in');
      return toConsole(context, signedIn.problem);
    }
    setCookie(context, SESSION_COOKIE, signedIn.token, cookieOptions(https));
    desk.log.info({ agent: signedIn.agent }, 'an agent signed in through the provider');
    return toConsole(context, null);
  });

  function sealed(begun: OidcBegun): string {
    const text = Buffer.from(JSON.stringify({ ...begun, until: desk.now() + OIDC_STAY_MS })).toString('base64url');
    return `${text}.${oidc?.signatures.sign(text)}`;
  }

  /** Null: it isn't ours, or too old. */
  function opened(cookie: string): OidcBegun | null {
    const [text = '', signature = ''] = cookie.split('.');
    if (!oidc?.signatures.check(text, signature)) return null;
    const { success, output } = v.safeParse(kept, JSON.parse(Buffer.from(text, 'base64url').toString()));
    return success && output.until > desk.now() ? output : null;
  }

  return app;
}
