/** Agents sign in and out. */
import { getConnInfo } from '@hono/node-server/conninfo';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { me } from '../identity/agents.ts';
import { cookieOptions, SESSION_COOKIE } from '../identity/cookie.ts';
import { hashSecret } from '../identity/secrets.ts';
import * as schemas from '../protocol/schemas.ts';
import { addressOf } from '../realtime/address.ts';
import { parse } from '../realtime/request.ts';
import { type HttpDeps, refuse } from './context.ts';

/** An address and a password with all their quotes are some hundred bytes. */
const SIGN_IN_MAX_BYTES = 4096;
const SLOWLY = 'Too many tries, wait a minute.';
const tooLarge = (context: Context) => refuse(context, 'too_large', `At most ${SIGN_IN_MAX_BYTES} bytes.`);

export function agentSessionRoutes({ desk, trustProxy, https }: HttpDeps): Hono {
  const app = new Hono();

  app.post('/', bodyLimit({ maxSize: SIGN_IN_MAX_BYTES, onError: tooLarge }), async (context) => {
    const peer = getConnInfo(context).remote.address ?? '';
    const address = addressOf(peer, context.req.header('X-Forwarded-For'), trustProxy);
    // Before anything is read or computed: checking a password costs, whoever's it is.
    if (!(await desk.limits.take('signInAddress', address))) return refuse(context, 'too_many', SLOWLY);
    const input = parse(schemas.signIn, await context.req.json().catch(() => null));
    if (!input.ok) return refuse(context, input.reason, 'An e-mail address and a password are needed.');
    const { email, password } = input.value;
    // By address and account together: a guesser is slowed down, the owner at another address is not locked out.
    const key = `${address} ${email.trim().toLowerCase()}`;
    if (!(await desk.limits.take('signIn', key))) return refuse(context, 'too_many', SLOWLY);
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
