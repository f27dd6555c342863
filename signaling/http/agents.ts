/** Who there is, for supervisors. */
import { Hono } from 'hono';
import { me } from '../identity/agents.ts';
import type { Me } from '../protocol/http.ts';
import type { HttpDeps } from './context.ts';
import type { Asked } from './guard.ts';

export function agentRoutes({ desk }: HttpDeps): Hono<Asked> {
  const app = new Hono<Asked>();
  app.get('/agents', async (context) => {
    context.header('Cache-Control', 'no-store');
    return context.json<Me[]>((await desk.store.agents()).map(me));
  });
  return app;
}
