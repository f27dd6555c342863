/** Somebody else's site, on an origin of its own, with pages and headers that a journey writes. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HostPage {
  /** All of `<head>`. */
  head: string;
  headers?: Record<string, string>;
}

/** Runs first in a page that collects what its policy forbids; `violations` reads it. */
const COLLECT = `const violations = [];
document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) =>
  violations.push([effectiveDirective, blockedURI, sample].join(' ')));
window.violations = violations;
`;

export class HostSite implements AsyncDisposable {
  readonly #server = createServer((request, response) => {
    const path = request.url ?? '';
    const page = this.#pages.get(path);
    if (path === '/collect.js') response.setHeader('Content-Type', 'text/javascript').end(COLLECT);
    else if (page) {
      for (const [name, value] of Object.entries(page.headers ?? {})) response.setHeader(name, value);
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      const collect = '<script src="/collect.js"></script>';
      response.end(`<!doctype html><html lang="en"><title>A site</title>${collect}${page.head}<h1>A site</h1></html>`);
    } else response.writeHead(404).end();
  });
  readonly #pages = new Map<string, HostPage>();

  static async open(): Promise<HostSite> {
    const site = new HostSite();
    await new Promise<void>((resolve) => site.#server.listen(0, '127.0.0.1', resolve));
    return site;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  put(path: string, page: HostPage): void {
    this.#pages.set(path, page);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}

/**
 * The strictest policy under which the widget has everything. @param service where it comes from
 * @param scripts what else may run
 */
export function strictPolicy(service: string, ...scripts: string[]): Record<string, string[]> {
  return {
    'default-src': ["'none'"],
    'script-src': ["'self'", service, ...scripts],
    'connect-src': [service, service.replace(/^http/, 'ws')],
    // Its own is the site's icon.
    'img-src': ["'self'", service, 'blob:'],
    'media-src': [service, 'blob:'],
    'worker-src': ['blob:'],
    'require-trusted-types-for': ["'script'"],
    'trusted-types': ['lit-html', 'ycyw-support'],
  };
}

export const policyHeader = (policy: Record<string, readonly string[]>): Record<string, string> => ({
  'Content-Security-Policy': Object.entries(policy)
    .map(([directive, values]) => [directive, ...values].join(' '))
    .join('; '),
});
