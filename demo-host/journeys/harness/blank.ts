/** A page with nothing but a button, and what runs in it: for trying out what stands around calls, without a call. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Blank {
  url: string;
  stop(): Promise<void>;
}

/** Serves the page under every path; the path is its title too. */
export async function serveBlank(address = '127.0.0.1'): Promise<Blank> {
  const server = createServer((request, response) => {
    const title = decodeURIComponent(request.url ?? '').slice(1);
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><title>${title}</title><button>Go</button>`);
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${address}:${port}/`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
