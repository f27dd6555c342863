/** Somebody else's site, on an origin of its own, with pages and headers that a journey writes. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostPolicy, writePolicy } from '../../host-policy.ts';

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

type Policy = Record<string, readonly string[]>;

/** The strictest policy under which the widget has everything, with what else a page needs, or forbids of that. */
export const strictPolicy = (
  service: string,
  { also = {}, instead = {} }: { also?: Policy; instead?: Policy },
): Record<string, string> => ({
  'Content-Security-Policy': writePolicy({ ...hostPolicy(service), ...instead }, OWN, also),
});

/** Such a page's own: nothing but what collects the violations, and its icon. */
const OWN = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'img-src': ["'self'"],
  'require-trusted-types-for': ["'script'"],
};
