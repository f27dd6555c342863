/** Where a request comes from. */
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/** Behind a trusted proxy the last entry of `X-Forwarded-For`, which that proxy wrote itself; else the connection's own. */
export function addressOf(context: Context, trustProxy: boolean): string {
  const forwarded = trustProxy ? context.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim() : undefined;
  if (forwarded) return forwarded;
  try {
    return getConnInfo(context).remote.address ?? '';
  } catch {
    // A request that came without a connection: straight into the app, as tests do.
    return '';
  }
}
