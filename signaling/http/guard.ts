/**
 * Stands before every route: lets on whom the table of access names. Others get the answer of an address where nothing is.
 * What an agent's session needs on the way, a newer token, is handed out here as well.
 */
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { matchedRoutes } from 'hono/route';
import { granted, ROUTES, routeName } from '../identity/access.ts';
import { cookieOptions, SESSION_COOKIE } from '../identity/cookie.ts';
import { type Asker, askers, personOf } from './asker.ts';
import { type HttpDeps, nothingHere, refuse } from './context.ts';

/** What routes that not everybody may ask find in their context. */
export interface Asked {
  Variables: { asker: Asker };
}

export function guard(deps: HttpDeps): MiddlewareHandler<Asked> {
  const { whoAsks } = askers(deps);
  const { agents } = deps.desk;

  const renew = async (context: Context, { session }: Extract<Asker, { kind: 'agent' }>) => {
    const renewed = await agents.renewed(getCookie(context, SESSION_COOKIE) ?? '', session);
    if (renewed) setCookie(context, SESSION_COOKIE, renewed.token, cookieOptions(deps.https, renewed.lasts));
  };

  return async (context, next) => {
    const route = matchedRoutes(context).findLast(({ method }) => method !== 'ALL');
    const access = route && ROUTES[routeName(route)];
    if (!access || access.nobody) return next();
    const asker = await whoAsks(context);
    if (!asker)
      return refuse(context, 'not_signed_in', 'It needs the customer’s secret or token, or an agent’s session.');
    if (!granted(access, personOf(asker))) return nothingHere(context);
    if (asker.kind === 'agent') await renew(context, asker);
    context.set('asker', asker);
    return next();
  };
}
