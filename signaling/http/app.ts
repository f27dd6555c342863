/** The HTTP side of the service, without a port: routes, headers, what an unknown or failing request gets. */
import { Hono, type MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { checkRoutes } from '../identity/access.ts';
import { PRESENCE_PATH } from '../protocol/http.ts';
import type { Presence } from '../protocol/realtime.ts';
import { agentSessionRoutes } from './agent-session.ts';
import { agentRoutes } from './agents.ts';
import { attachmentRoutes } from './attachments.ts';
import { auditRoutes } from './audit.ts';
import { type HttpDeps, nothingHere, refuse } from './context.ts';
import { customerRoutes } from './customers.ts';
import { type Asked, guard } from './guard.ts';
import { everywhere } from './headers.ts';
import { healthRoutes } from './health.ts';
import { metricsRoutes } from './metrics.ts';
import { oidcRoutes } from './oidc.ts';
import { pageRoutes } from './pages.ts';
import { recordingRoutes } from './recordings.ts';
import { RECORDINGS_PATH } from './recordings-uploads.ts';
import { tracing } from './tracing.ts';
import { widgetRoutes } from './widget.ts';

export function httpApp(deps: HttpDeps): Hono<Asked> {
  const { desk, originAllowed, originOwn } = deps;
  const app = new Hono<Asked>();

  const knownOrigin: MiddlewareHandler = async (context, next) => {
    const origin = context.req.header('Origin');
    // Requests without an origin don't come from another site's page.
    if (origin && !originAllowed(origin, context.req.header('Host') ?? '')) {
      return refuse(context, 'origin', `Pages of ${origin} may not use this service; see ALLOWED_ORIGINS.`);
    }
    await next();
  };
  /** For agents: the console itself asks, and no other page. */
  const ownOrigin: MiddlewareHandler = async (context, next) => {
    const origin = context.req.header('Origin');
    if (origin && !originOwn(origin, context.req.header('Host') ?? '')) {
      return refuse(context, 'origin', 'Agents work on the service’s own page only.');
    }
    await next();
  };
  const crossOrigin = (allowMethods: string[], allowHeaders: string[], exposeHeaders: string[]) =>
    cors({
      origin: (origin, context) => (originAllowed(origin, context.req.header('Host') ?? '') ? origin : null),
      allowHeaders: ['Authorization', 'Content-Type', ...allowHeaders],
      allowMethods,
      exposeHeaders,
      maxAge: 600,
    });
  const files = crossOrigin(['GET', 'POST'], ['Range'], ['Accept-Ranges', 'Content-Range']);
  const uploads = crossOrigin(
    ['POST', 'HEAD', 'PATCH', 'DELETE'],
    ['Tus-Resumable', 'Upload-Length', 'Upload-Metadata', 'Upload-Offset'],
    ['Tus-Resumable', 'Upload-Length', 'Upload-Offset', 'Location'],
  );

  app.use(...tracing(desk));
  app.use(everywhere(deps.httpsOnly));
  app.use(PRESENCE_PATH, knownOrigin, crossOrigin(['GET'], [], []));
  app.use('/api/attachments', knownOrigin, files);
  app.use('/api/attachments/*', files);
  app.use(`${RECORDINGS_PATH}/*`, knownOrigin, uploads);
  app.use('/api/agent/*', ownOrigin);
  app.use('/api/agents', ownOrigin);
  app.use('/api/agents/*', ownOrigin);
  app.use('/api/audit', ownOrigin);
  app.use('/api/customers/*', ownOrigin);
  app.use('/api/conversations/*', ownOrigin);
  app.use(guard(deps));

  app.route('/', healthRoutes(deps));
  app.get(PRESENCE_PATH, (context) => {
    context.header('Cache-Control', 'no-store');
    return context.json<Presence>({ agents: desk.presence.anyAgent() });
  });
  app.route('/', metricsRoutes(deps));
  app.route('/api/attachments', attachmentRoutes(deps));
  app.route(RECORDINGS_PATH, recordingRoutes(deps));
  app.route('/api', agentSessionRoutes(deps));
  app.route('/api', oidcRoutes(deps));
  app.route('/api', agentRoutes(deps));
  app.route('/api', auditRoutes(deps));
  app.route('/api', customerRoutes(deps));
  app.route('/', widgetRoutes(deps));
  app.route('/', pageRoutes(deps));

  checkRoutes(app.routes);
  app.notFound(nothingHere);
  app.onError((error, context) => {
    desk.log.error({ error, path: context.req.path }, 'a request failed');
    return refuse(context, 'unavailable', 'Something failed on our side; it has been noted.');
  });
  return app;
}

export function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
