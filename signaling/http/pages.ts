/** The service's own pages: the console, the call's own window, the rental pages. */
import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { CALL_PAGE } from '../protocol/http.ts';
import { ASK_AGAIN, FOREVER, NEVER } from './caching.ts';
import { type HttpDeps, nothingHere } from './context.ts';
import type { Releases } from './releases.ts';
import { sendFile } from './send-file.ts';

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
    // Text becomes neither markup nor script, but for what Lit and the recorder's own worker need.
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: ['lit-html', 'ycyw-support'],
  },
  // Said of every answer, and over HTTPS only.
  strictTransportSecurity: false,
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
const REFERENCE = '/reference';
const REFERENCE_FILES = '/reference-assets';
const RENTAL: Record<string, string> = {
  '/': 'index.html',
  '/offers': 'offers.html',
  '/offer': 'offer.html',
  '/booking': 'booking.html',
  '/reservation': 'reservation.html',
};

/** What may be asked for below a folder: no way up, nothing hidden, and no packed form by itself. */
const NAME = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*\.(?:js|css|svg|png|webp|json|woff2)$/;

export function pageRoutes({ assets, builds, demo }: HttpDeps): Hono {
  const app = new Hono();
  const page = (name: string) => async (context: Context) =>
    (await sendFile(context, join(assets, name), NEVER)) ?? nothingHere(context);
  const sendFrom = async (context: Context, folder: string, name: string) =>
    (NAME.test(name) ? await sendFile(context, join(assets, folder, name), ASK_AGAIN) : null) ?? nothingHere(context);
  /** Files of a page, at an address beside the page's own. */
  const filesOf = (address: string, folder: string, releases: Releases) => {
    app.get(`${address}/*`, strict, async (context) => {
      const name = context.req.path.slice(address.length + 1);
      const kept = await releases.findAny(name);
      if (!kept) return sendFrom(context, folder, name);
      return (await sendFile(context, kept, name.startsWith('chunks/') ? FOREVER : ASK_AGAIN)) ?? nothingHere(context);
    });
  };

  app.get(CONSOLE, strict, page('agent/index.html'));
  app.get(`${CONSOLE}/`, (context) => context.redirect(CONSOLE));
  filesOf(CONSOLE_FILES, 'agent', builds.console);
  app.get(CALL_PAGE, strictWindow, page('call/index.html'));
  filesOf(CALL_FILES, 'call', builds.callWindow);
  app.get(REFERENCE, strict, page('reference/index.html'));
  app.get(`${REFERENCE_FILES}/*`, strict, (context) =>
    sendFrom(context, 'reference', context.req.path.slice(REFERENCE_FILES.length + 1)),
  );
  if (demo) {
    for (const [path, name] of Object.entries(RENTAL)) app.get(path, strict, page(`rental/${name}`));
    app.get('/rental/*', strict, (context) => sendFrom(context, 'rental', context.req.path.slice('/rental/'.length)));
  }
  return app;
}
