/** The host pages' own server: another origin than the service's, with each page's headers, and an ear for what browsers report. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Addresses, HostPage } from './host-page.ts';

const TYPES: Record<string, string> = { js: 'text/javascript', css: 'text/css', html: 'text/html' };

export class HostServer {
  /** Of violations of pages' policies, as they arrived. */
  readonly reports: string[] = [];
  readonly #pages: Map<string, HostPage>;
  readonly #server: Server;
  #service = '';

  private constructor(pages: readonly HostPage[]) {
    this.#pages = new Map(pages.map((page) => [page.name, page]));
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  static async start(pages: readonly HostPage[]): Promise<HostServer> {
    const server = new HostServer(pages);
    await new Promise<void>((resolve) => server.#server.listen(0, 'localhost', resolve));
    return server;
  }

  get origin(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Told once it listens: the two name each other. */
  set service(origin: string) {
    this.#service = origin;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get #at(): Addresses {
    return { service: this.#service, host: this.origin };
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.origin);
    if (request.method === 'POST') return this.#hear(request, response);
    const [, name = '', file = ''] = /^\/([^/]*)\/?(.*)$/.exec(pathname) ?? [];
    const page = this.#pages.get(name);
    if (page === undefined) return void response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
    // The same page without the tag, to compare with.
    const tag = searchParams.has('plain') ? '' : this.#tag(page);
    const stored = page.files?.[file];
    const text = file === '' ? page.html(tag, this.#at) : typeof stored === 'function' ? stored(this.#at) : stored;
    if (text === undefined) return void response.writeHead(404).end();
    const type = file === '' ? 'text/html' : TYPES[file.split('.').at(-1) ?? ''];
    response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8`, ...page.headers?.(this.#at) }).end(text);
  }

  #tag({ attributes = '' }: HostPage): string {
    return `<script type="module" src="${this.#service}/ycyw-support.js" ${attributes}></script>`;
  }

  #hear(request: IncomingMessage, response: ServerResponse): void {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      this.reports.push(body);
      response.writeHead(204).end();
    });
  }
}
