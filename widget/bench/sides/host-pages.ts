/**
 * A rental page on a site of its own, once for each chat that is compared: the same page, with that chat's tag or none. The
 * peers' bundles come as their packages ship them, packed as the service packs ours. Beside them the least that can be made
 * with our own library: one button. `quiet` leaves the page's own script out, so that what is measured is the chat's.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';

const ROOT = new URL('../../../', import.meta.url);
const PAGE = 'dist/rental/index.html';
const PAGE_SCRIPT = /\s*<script[^>]*rental\.js[^>]*><\/script>/;
const OUR_TAG = /\s*<!-- The support widget\. -->\s*<script[^>]*ycyw-support[^>]*><\/script>/;

const PEERS: Record<string, string> = {
  '/deep-chat.js': 'node_modules/deep-chat/dist/deepChat.bundle.js',
  '/typebot.js': 'node_modules/@typebot.io/js/dist/web.js',
};

const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.html': 'text/html; charset=utf-8',
};

const ONE_BUTTON = `
  import { css, html, LitElement } from 'lit';
  customElements.define('one-button', class extends LitElement {
    static properties = { open: { type: Boolean } };
    static styles = css\`button { position: fixed; right: 20px; bottom: 20px }\`;
    render() {
      return html\`<button @click=\${() => { this.open = !this.open; }}>Help</button>\`;
    }
  });
  document.body.append(document.createElement('one-button'));
`;

export type Chat = 'none' | 'lit' | 'ours' | 'deep-chat' | 'typebot';

/** @param service the address of ours */
const tagOf = (chat: Chat, service: string): string =>
  ({
    none: '',
    lit: '<script type="module" src="/one-button.js"></script>',
    ours: `<script type="module" src="${service}/ycyw-support.js" data-topic="search"></script>`,
    'deep-chat':
      '<script type="module" src="/deep-chat.js"></script><deep-chat demo="true" style="position:fixed;right:20px;bottom:20px"></deep-chat>',
    typebot: `<script type="module">import Typebot from '/typebot.js'; Typebot.initBubble({ typebot: 'none' });</script>`,
  })[chat];

export class HostPages {
  readonly #server: Server;
  readonly #packed = new Map<string, Buffer>();

  private constructor(service: () => string, oneButton: Uint8Array) {
    this.#packed.set('dist/one-button.js', brotliCompressSync(oneButton));
    const page = readFileSync(new URL(PAGE, ROOT), 'utf8');
    if (!OUR_TAG.test(page)) throw new Error(`${PAGE} has no longer the tag in the form that is known here.`);
    this.#server = createServer(({ url = '/' }, response) => {
      const { pathname, searchParams } = new URL(url, 'http://host');
      const chat = (searchParams.get('chat') ?? 'none') as Chat;
      const file = PEERS[pathname] ?? `dist${pathname}`;
      if (pathname === '/') {
        const bare = searchParams.has('quiet') ? page.replace(PAGE_SCRIPT, '') : page;
        const html = bare.replace(OUR_TAG, '').replace('</body>', `${tagOf(chat, service())}</body>`);
        return response.writeHead(200, { 'content-type': TYPES['.html'] }).end(html);
      }
      if (!this.#packed.has(file) && !existsSync(new URL(file, ROOT))) return response.writeHead(404).end();
      const type = TYPES[extname(file)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type, 'content-encoding': 'br' }).end(this.#pack(file));
    });
  }

  /** @param service told once it is known */
  static async start(service: () => string): Promise<HostPages> {
    const pages = new HostPages(service, await bundled(ONE_BUTTON));
    await new Promise<void>((resolve) => pages.#server.listen(0, '127.0.0.1', resolve));
    return pages;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  address(chat: Chat, kind: 'quiet' | 'whole' = 'whole'): string {
    return `${this.origin}/?chat=${chat}${kind === 'quiet' ? '&quiet' : ''}`;
  }

  #pack(file: string): Buffer {
    const packed = this.#packed.get(file) ?? brotliCompressSync(readFileSync(fileURLToPath(new URL(file, ROOT))));
    this.#packed.set(file, packed);
    return packed;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

async function bundled(contents: string): Promise<Uint8Array> {
  const stdin = { contents, resolveDir: fileURLToPath(ROOT) };
  const made = await build({
    stdin,
    bundle: true,
    minify: true,
    format: 'esm',
    conditions: ['production'],
    write: false,
  });
  return made.outputFiles[0]?.contents ?? new Uint8Array();
}
