/** The server under everything, without listening: HTTP, or HTTPS with the service's own certificate. */
import type { Server as HttpServer } from 'node:http';
import { createServer, type Server as HttpsServer } from 'node:https';
import { Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Logger } from '../log.ts';
import { isThisMachine } from './hosts.ts';
import { DAYS_LEFT_MIN, SAID_EVERY_MS, type Tls } from './pair.ts';

type Fetch = Parameters<typeof createAdaptorServer>[0]['fetch'];

const DAY_MS = 24 * 60 * 60_000;
/** Who connects and has not agreed on a key by then, in milliseconds, is let go. */
const HANDSHAKE_MS = 10_000;

export interface Reached {
  /** People reach the service over HTTPS, whatever stands in between. */
  https: boolean;
  /** Browsers that have asked this host, without its port, are told to use nothing else from then on. */
  httpsOnly: (host: string) => boolean;
}

export function reachedBy(publicUrl: string | null, tls: Tls | null): Reached {
  const isPublic = publicUrl?.startsWith('https:') ?? false;
  const isLocal = publicUrl !== null && isThisMachine(new URL(publicUrl).hostname);
  return {
    https: isPublic || tls !== null,
    httpsOnly(host) {
      // It would hold for whatever else is developed on that machine.
      if (isLocal) return false;
      // The host may be whatever the proxy makes of it.
      if (!tls) return isPublic;
      // Of a certificate that browsers warn of nothing is to stay behind: with this header they let nobody go on.
      return tls.kind === 'given' && !isThisMachine(host);
    },
  };
}

export interface WebServer {
  server: HttpServer;
  /** Who connects from now on is shown a certificate that has been renewed since. Says in the log when it ends soon. */
  renew: () => Promise<void>;
  /** Cuts connections over which nobody has asked anything that isn't answered. */
  closeIdle: () => void;
}

export function webServer(fetch: Fetch, tls: Tls | null, log: Logger, now: () => number): WebServer {
  if (!tls) {
    const server = createAdaptorServer({ fetch }) as HttpServer;
    return { server, renew: async () => {}, closeIdle: () => server.closeIdleConnections() };
  }
  const serverOptions = { ...tls.pair, handshakeTimeout: HANDSHAKE_MS };
  const server = createAdaptorServer({ fetch, createServer, serverOptions }) as HttpsServer;
  const unsecured = unsecuredOf(server);
  const warn = endWarning(tls, log, now);
  warn();
  return {
    server,
    async renew() {
      try {
        const pair = await tls.renewed();
        if (!pair) return;
        server.setSecureContext(pair);
        log.info({}, 'the certificate was renewed');
      } finally {
        warn();
      }
    },
    closeIdle() {
      server.closeIdleConnections();
      for (const socket of unsecured()) socket.destroy();
    },
  };
}

/** Connections without a key as yet: the server itself doesn't know of them, and none of its methods ends them. */
function unsecuredOf(server: HttpsServer): () => Iterable<Socket> {
  const sockets = new Map<string, Socket>();
  // The socket above another one doesn't say which; but no two that are open come from the same place.
  const placeOf = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress} ${remotePort}`;
  server.on('connection', (socket) => {
    if (!(socket instanceof Socket)) return;
    const place = placeOf(socket);
    sockets.set(place, socket);
    socket.once('close', () => {
      if (sockets.get(place) === socket) sockets.delete(place);
    });
  });
  server.on('secureConnection', (socket) => sockets.delete(placeOf(socket)));
  return () => sockets.values();
}

function endWarning({ ends }: Tls, log: Logger, now: () => number): () => void {
  let said = Number.NEGATIVE_INFINITY;
  return () => {
    const left = ends() - now();
    if (left >= DAYS_LEFT_MIN * DAY_MS || now() - said < SAID_EVERY_MS) return;
    said = now();
    const what = left > 0 ? 'the certificate ends soon' : 'the certificate has ended: browsers refuse it';
    log.warn({ ends: new Date(ends()).toISOString() }, what);
  };
}
