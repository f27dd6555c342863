/**
 * `GET /metrics`, for whoever watches over the service. It names nobody; still it is the operator's: with `METRICS_TOKEN` for
 * whoever brings that, without one for programs of this machine only.
 */
import { getConnInfo } from '@hono/node-server/conninfo';
import { type Context, Hono } from 'hono';
import { sameSecret } from '../identity/secrets.ts';
import { type HttpDeps, nothingHere } from './context.ts';

const LOOPBACK = /^(?:::ffff:)?127(?:\.\d{1,3}){3}$|^::1$/;

/** What proxies add to what they pass on. One on this machine would else lend its address to everybody. */
const PASSED_ON = ['X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'X-Real-IP', 'Forwarded', 'Via'];

function isFromHere(context: Context): boolean {
  const { address = '' } = getConnInfo(context).remote;
  return LOOPBACK.test(address) && PASSED_ON.every((name) => context.req.header(name) === undefined);
}

export function metricsRoutes({ desk, metricsToken }: Pick<HttpDeps, 'desk' | 'metricsToken'>): Hono {
  const isOperator = (context: Context): boolean => {
    if (metricsToken === null) return isFromHere(context);
    const bearer = /^Bearer (.+)$/.exec(context.req.header('Authorization') ?? '')?.[1];
    return bearer !== undefined && sameSecret(bearer, metricsToken);
  };
  return new Hono().get('/metrics', async (context) => {
    if (!isOperator(context)) return nothingHere(context);
    const { type, text } = await desk.metrics.read();
    return context.body(text, 200, { 'Content-Type': type, 'Cache-Control': 'no-store' });
  });
}
