/** The built files: the widget for every page, the console, the rental pages. */
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { HttpDeps } from './context.ts';

/** A chunk's name changes with its content, so it may be kept for good. */
const FOREVER = 'public, max-age=31536000, immutable';
/** The entry's name stays, so it is asked for again, and mostly answered with 304. */
const ASK_AGAIN = 'public, max-age=0, must-revalidate';

const cached =
  (cache: string): MiddlewareHandler =>
  async (context, next) => {
    await next();
    if (context.res.ok) context.header('Cache-Control', cache);
  };

/** Any page may load the widget, also one with `Cross-Origin-Embedder-Policy`. */
const forEverybody: MiddlewareHandler = async (context, next) => {
  await next();
  context.header('Access-Control-Allow-Origin', '*');
  context.header('Cross-Origin-Resource-Policy', 'cross-origin');
  context.header('X-Content-Type-Options', 'nosniff');
};

/** Own pages run own scripts, from files, and nothing else. `blob:` are pictures that are being sent. */
const strict = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    imgSrc: ["'self'", 'blob:', 'data:'],
    styleSrc: ["'self'"],
    connectSrc: ["'self'", 'ws:', 'wss:'],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    objectSrc: ["'none'"],
  },
  xFrameOptions: 'DENY',
  referrerPolicy: 'same-origin',
  crossOriginResourcePolicy: 'same-origin',
});

const CONSOLE = '/agent';
const CONSOLE_FILES = '/agent-assets';
const RENTAL: Record<string, string> = {
  '/': 'index.html',
  '/offers': 'offers.html',
  '/offer': 'offer.html',
  '/booking': 'booking.html',
  '/reservation': 'reservation.html',
};

export function pageRoutes({ assets, demo }: HttpDeps): Hono {
  const app = new Hono();
  const file = (path: string) => serveStatic({ root: assets, path });
  const tree = () => serveStatic({ root: assets });
  const consoleFile = () =>
    serveStatic({ root: assets, rewriteRequestPath: (path) => path.replace(CONSOLE_FILES, '/agent') });

  app.get('/ycyw-support.js', forEverybody, cached(ASK_AGAIN), file('ycyw-support.js'));
  app.get('/chunks/*', forEverybody, cached(FOREVER), tree());
  app.get(CONSOLE, strict, file('agent/index.html'));
  app.get(`${CONSOLE}/`, (context) => context.redirect(CONSOLE));
  app.get(`${CONSOLE_FILES}/chunks/*`, cached(FOREVER), consoleFile());
  app.get(`${CONSOLE_FILES}/*`, strict, cached(ASK_AGAIN), consoleFile());
  if (demo) {
    for (const [path, name] of Object.entries(RENTAL)) app.get(path, strict, file(`rental/${name}`));
    app.get('/rental/*', strict, tree());
  }
  return app;
}
