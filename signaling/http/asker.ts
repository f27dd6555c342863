/** Whose a request is: a customer's by the secret or the site's token, an agent's by the session's cookie. And from which network. */
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { Person } from '../identity/access.ts';
import { SESSION_COOKIE } from '../identity/cookie.ts';
import { looksLikeToken } from '../identity/customer-tokens.ts';
import { addressOf } from '../realtime/address.ts';
import type { AgentSession } from '../store/store.ts';
import type { HttpDeps } from './context.ts';

export type Asker = { kind: 'customer'; id: string } | { kind: 'agent'; id: string; session: AgentSession };

/** As the table of access calls them. */
export const personOf = (asker: Asker): Person => (asker.kind === 'agent' ? asker.session.agent.role : 'customer');

export function askers({ desk, originOwn, trustProxy }: Pick<HttpDeps, 'desk' | 'originOwn' | 'trustProxy'>) {
  return {
    async whoAsks(context: Context): Promise<Asker | null> {
      const bearer = /^Bearer (.+)$/.exec(context.req.header('Authorization') ?? '')?.[1];
      if (bearer && looksLikeToken(bearer)) {
        const signedIn = await desk.verified.byToken(bearer);
        return signedIn.ok ? { kind: 'customer', id: signedIn.customer.id } : null;
      }
      if (bearer) {
        const customer = await desk.visitors.bySecret(bearer);
        return customer && { kind: 'customer', id: customer.id };
      }
      // A browser adds the cookie by itself, whatever page asks: it counts for the service's own pages only.
      const origin = context.req.header('Origin');
      if (origin && !originOwn(origin, context.req.header('Host') ?? '')) return null;
      const token = getCookie(context, SESSION_COOKIE);
      const session = token ? await desk.agents.bySession(token) : null;
      return session && { kind: 'agent', id: session.agent.id, session };
    },
    network(context: Context): string {
      const peer = getConnInfo(context).remote.address ?? '';
      return addressOf(peer, context.req.header('X-Forwarded-For'), trustProxy);
    },
  };
}
