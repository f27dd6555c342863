/** The server under everything, without listening: HTTP, or HTTPS with the service's own certificate. */
import type { Server as HttpServer } from 'node:http';
import { createServer, type Server as HttpsServer } from 'node:https';
import { createAdaptorServer } from '@hono/node-server';
import type { Logger } from '../log.ts';
import type { Tls } from './pair.ts';

type Fetch = Parameters<typeof createAdaptorServer>[0]['fetch'];

/** `https`: people come over it. `httpsOnly`: their browsers are told to use nothing else from then on. */
export function reachedBy(publicUrl: string | null, tls: Tls | null): { https: boolean; httpsOnly: boolean } {
  const isPublic = publicUrl?.startsWith('https:') ?? false;
  // Of a certificate that browsers warn of nothing is to stay behind: its host may be localhost.
  return { https: isPublic || tls !== null, httpsOnly: isPublic || tls?.kind === 'given' };
}

export interface WebServer {
  server: HttpServer;
  /** Who connects from now on is shown a certificate that has been renewed since. */
  renew: () => Promise<void>;
}

export function webServer(fetch: Fetch, tls: Tls | null, log: Logger): WebServer {
  if (!tls) return { server: createAdaptorServer({ fetch }) as HttpServer, renew: async () => {} };
  const server = createAdaptorServer({ fetch, createServer, serverOptions: tls.pair }) as HttpsServer;
  return {
    server,
    async renew() {
      const pair = await tls.renewed();
      if (!pair) return;
      server.setSecureContext(pair);
      log.info({}, 'the certificate was renewed');
    },
  };
}
