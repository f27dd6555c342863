/** Headers of every answer, refusals among them, where the route doesn't know better. */
import type { MiddlewareHandler } from 'hono';

/** How long browsers ask for HTTPS only, in seconds: half a year. */
const HTTPS_ONLY_SECONDS = 180 * 24 * 3600;

/** `httpsOnly`: who has asked this host is to use nothing but HTTPS. */
export function everywhere(httpsOnly: (host: string) => boolean): MiddlewareHandler {
  const headers: Record<string, string> = {
    'X-Content-Type-Options': 'nosniff',
    // Nothing that isn't a page is to be shown in another's.
    'Content-Security-Policy': "frame-ancestors 'none'",
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
  return async (context, next) => {
    await next();
    const { hostname } = new URL(context.req.url);
    if (httpsOnly(hostname)) context.header('Strict-Transport-Security', `max-age=${HTTPS_ONLY_SECONDS}`);
    for (const [name, value] of Object.entries(headers)) {
      if (!context.res.headers.has(name)) context.header(name, value);
    }
  };
}
