/** What those ask who look after the service: whether it lives, and whether it can serve. */
import { Hono } from 'hono';
import { type HttpDeps, refuse } from './context.ts';
import type { Asked } from './guard.ts';

export function healthRoutes({ desk, link, phase }: Pick<HttpDeps, 'desk' | 'link' | 'phase'>): Hono<Asked> {
  const app = new Hono<Asked>();
  app.get('/healthz', (context) => {
    // Pages of other origins ask whether there is a service at all.
    context.header('Cross-Origin-Resource-Policy', 'cross-origin');
    return context.json({ ok: true, version: desk.version });
  });
  app.get('/readyz', async (context) => {
    if (phase() === 'leaving') return refuse(context, 'unavailable', 'This node is about to end.');
    try {
      await desk.store.check();
      // A node that hears nothing of the others serves its own people all the same.
      return context.json({ ok: true, nodes: link.state() });
    } catch (error) {
      desk.log.error({ error }, 'the store does not answer');
      return refuse(context, 'unavailable', 'The store does not answer.');
    }
  });
  return app;
}
