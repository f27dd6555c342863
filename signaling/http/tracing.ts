/**
 * Gives every request a name, `X-Request-Id`, which stands in its answer and in each line that is logged because of it. A proxy
 * in front may have given it one already. Counts refusals by the way.
 */
import type { MiddlewareHandler } from 'hono';
import { requestId } from 'hono/request-id';
import { routePath } from 'hono/route';
import { logged } from '../log.ts';
import type { Reason } from '../protocol/reasons.ts';
import type { Desk } from '../realtime/desk.ts';

/** Characters of a name that somebody else gave; a UUID has 36. */
const NAME_MAX_CHARS = 64;

interface Traced {
  Variables: { requestId: string; refused?: Reason };
}

export function tracing({
  log,
  metrics,
  now,
  newId,
}: Pick<Desk, 'log' | 'metrics' | 'now' | 'newId'>): [MiddlewareHandler, MiddlewareHandler<Traced>] {
  const traced: MiddlewareHandler<Traced> = (context, next) =>
    logged({ request: context.get('requestId') }, async () => {
      const begun = now();
      await next();
      const reason = context.get('refused');
      if (reason) metrics.refused('http', reason);
      const { method } = context.req;
      // The route as it is declared: an address may carry a file's name or its signature.
      const fields = { method, route: routePath(context, -1), status: context.res.status, reason, ms: now() - begun };
      log.debug(fields, 'a request was answered');
    });
  return [requestId({ limitLength: NAME_MAX_CHARS, generator: newId }), traced];
}
