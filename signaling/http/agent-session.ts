/** Agents sign in and out. */
import { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { me } from '../identity/agents.ts';
import { cookieOptions, SESSION_COOKIE } from '../identity/cookie.ts';
import { hashSecret } from '../identity/secrets.ts';
import * as schemas from '../protocol/schemas.ts';
import { parse } from '../realtime/request.ts';
import { addressOf } from './address.ts';
import { type HttpDeps, refuse } from './context.ts';

export function agentSessionRoutes({ desk, trustProxy, https }: HttpDeps): Hono {
  const app = new Hono();

  app.post('/', async (context) => {
    const input = parse(schemas.signIn, await context.req.json().catch(() => null));
    if (!input.ok) return refuse(context, input.reason, 'An e-mail address and a password are needed.');
    const { email, password } = input.value;
    // By address and account together: a guesser is slowed down, the owner at another address is not locked out.
    const key = `${addressOf(context, trustProxy)} ${email.trim().toLowerCase()}`;
    if (!(await desk.limits.take('signIn', key))) return refuse(context, 'too_many', 'Too many tries, wait a minute.');
    const signedIn = await desk.agents.signIn(email, password);
    if (!signedIn) return refuse(context, 'not_signed_in', 'E-mail address and password do not fit.');
    setCookie(context, SESSION_COOKIE, signedIn.token, cookieOptions(https));
    desk.log.info({ agent: signedIn.agent.id }, 'an agent signed in');
    return context.json(signedIn.agent);
  });

  app.get('/', async (context) => {
    const token = getCookie(context, SESSION_COOKIE);
    const agent = token ? await desk.agents.bySession(token) : null;
    return agent ? context.json(me(agent)) : refuse(context, 'not_signed_in', 'Nobody is signed in.');
  });

  app.delete('/', async (context) => {
    const token = getCookie(context, SESSION_COOKIE);
    if (token) {
      await desk.agents.signOut(token);
      desk.hub.endAgentSession(hashSecret(token));
    }
    deleteCookie(context, SESSION_COOKIE, { path: '/' });
    return context.body(null, 204);
  });

  return app;
}
