/** The built files: the widget for every page, the console, the rental pages. */
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { CALL_PAGE } from '../protocol/http.ts';
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

/** Own pages run own scripts, from files, and nothing else. `blob:` are pictures that are being sent, and sounds. */
const POLICY = {
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    imgSrc: ["'self'", 'blob:', 'data:'],
    mediaSrc: ["'self'", 'blob:'],
    // The recorder's, which any page may have to fetch from elsewhere, so that it is made the same way here.
    workerSrc: ["'self'", 'blob:'],
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
  // A page and the call's window that it opened speak to each other.
  crossOriginOpenerPolicy: 'same-origin-allow-popups',
};
const strict = secureHeaders(POLICY);
/** A call's window is opened by a page of another origin, which hands it its ticket: the two must keep hold of each other. */
const strictWindow = secureHeaders({ ...POLICY, crossOriginOpenerPolicy: 'unsafe-none' });

const CONSOLE = '/agent';
const CONSOLE_FILES = '/agent-assets';
const CALL_FILES = '/call-assets';
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
  /** Files of a page, at an address beside the page's own. */
  const filesOf = (address: string, folder: string) => {
    const files = serveStatic({ root: assets, rewriteRequestPath: (path) => path.replace(address, folder) });
    app.get(`${address}/chunks/*`, cached(FOREVER), files);
    app.get(`${address}/*`, strict, cached(ASK_AGAIN), files);
  };

  app.get('/ycyw-support.js', forEverybody, cached(ASK_AGAIN), file('ycyw-support.js'));
  app.get('/chunks/*', forEverybody, cached(FOREVER), tree());
  app.get(CONSOLE, strict, file('agent/index.html'));
  app.get(`${CONSOLE}/`, (context) => context.redirect(CONSOLE));
  filesOf(CONSOLE_FILES, '/agent');
  app.get(CALL_PAGE, strictWindow, file('call/index.html'));
  filesOf(CALL_FILES, '/call');
  if (demo) {
    for (const [path, name] of Object.entries(RENTAL)) app.get(path, strict, file(`rental/${name}`));
    app.get('/rental/*', strict, tree());
  }
  return app;
}
