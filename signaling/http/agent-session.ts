/** Agents sign in and out: here, everywhere, and, by a supervisor, somebody else everywhere. */
import { getConnInfo } from '@hono/node-server/conninfo';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { me } from '../identity/agents.ts';
import { cookieOptions, SESSION_COOKIE } from '../identity/cookie.ts';
import * as schemas from '../protocol/schemas.ts';
import { addressOf } from '../realtime/address.ts';
import { parse } from '../realtime/request.ts';
import type { AgentRecord } from '../store/store.ts';
import { type HttpDeps, nothingHere, refuse } from './context.ts';
import type { Asked } from './guard.ts';

/** An address and a password with all their quotes are some hundred bytes. */
const SIGN_IN_MAX_BYTES = 4096;
const SESSION_PATH = '/agent/session';
const SLOWLY = 'Too many tries, wait a minute.';
const tooLarge = (context: Context) => refuse(context, 'too_large', `At most ${SIGN_IN_MAX_BYTES} bytes.`);

export function agentSessionRoutes({ desk, trustProxy, https }: HttpDeps): Hono<Asked> {
  const app = new Hono<Asked>();

  app.post(SESSION_PATH, bodyLimit({ maxSize: SIGN_IN_MAX_BYTES, onError: tooLarge }), async (context) => {
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
    const signedIn = await desk.agents.signIn(email, password, address);
    if (!signedIn) return refuse(context, 'not_signed_in', 'E-mail address and password do not fit.');
    setCookie(context, SESSION_COOKIE, signedIn.token, cookieOptions(https));
    desk.log.info({ agent: signedIn.agent.id }, 'an agent signed in');
    return context.json(signedIn.agent);
  });

  app.get(SESSION_PATH, (context) => {
    const asker = context.get('asker');
    return asker.kind === 'agent' ? context.json(me(asker.session.agent)) : nothingHere(context);
  });

  app.delete(SESSION_PATH, async (context) => {
    const token = getCookie(context, SESSION_COOKIE);
    const signIn = token ? await desk.agents.signOut(token) : null;
    if (signIn) desk.hub.endAgentSession(signIn);
    deleteCookie(context, SESSION_COOKIE, { path: '/' });
    return context.body(null, 204);
  });

  app.delete('/agent/sessions', async (context) => {
    const asker = context.get('asker');
    if (asker.kind !== 'agent') return nothingHere(context);
    await endAll(asker.id, asker.session.agent);
    deleteCookie(context, SESSION_COOKIE, { path: '/' });
    return context.body(null, 204);
  });

  app.delete('/agents/:id/sessions', async (context) => {
    const agent = context.req.param('id');
    const asker = context.get('asker');
    if (asker.kind !== 'agent') return nothingHere(context);
    if (!(await endAll(agent, asker.session.agent))) return refuse(context, 'not_found', 'No such agent.');
    desk.log.info({ agent, by: asker.id }, 'a supervisor signed an agent out everywhere');
    return context.body(null, 204);
  });

  /** False when there is no such agent. */
  async function endAll(agent: string, by: AgentRecord): Promise<boolean> {
    const ended = await desk.agents.signOutEverywhere(agent, by);
    for (const signIn of ended ?? []) desk.hub.endAgentSession(signIn);
    return ended !== null;
  }

  return app;
}
