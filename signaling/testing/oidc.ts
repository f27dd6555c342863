/** For tests: a real OpenID Connect provider on a port of its own, and a browser that goes there and back again. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import type { OidcConfig } from '../identity/oidc.ts';

/** What the provider says of somebody. */
export interface Registered {
  email?: string;
  email_verified?: boolean;
  name?: string;
  groups?: string[];
}

export interface TestProvider extends AsyncDisposable {
  /** By what the provider calls them: it never changes. */
  people: Map<string, Registered>;
  config: OidcConfig;
  /** Which addresses it sends people back to: once it is known where the service listens. */
  serve(service: string): void;
  /** It answers no more. */
  stop(): Promise<void>;
}

const CLIENT = { id: 'support', secret: 'the-provider-and-the-service-know-this-one' };

const FORM = '<!doctype html><title>Acme</title><form method="post"><input name="who" /><button>Go</button></form>';

/** At `/interaction/…` somebody says who they are by a form of one field, or that they don't want to. */
export async function testProvider(change: Partial<OidcConfig> = {}): Promise<TestProvider> {
  const people = new Map<string, Registered>();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

  const serve = (service: string) => {
    const provider = new Provider(issuer, {
      clients: [
        { client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [`${service}/api/agent/oidc/callback`] },
      ],
      jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
      cookies: { keys: [randomBytes(32).toString('hex')] },
      ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Grant: 60, Interaction: 60, Session: 60 },
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
      features: { devInteractions: { enabled: false } },
      pkce: { required: () => true },
      interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
      findAccount: (_: unknown, sub: string) => {
        const person = people.get(sub);
        return person && { accountId: sub, claims: () => ({ sub, ...person }) };
      },
      async loadExistingGrant({ oidc }: { oidc: { session: { accountId: string } } }) {
        const grant = new provider.Grant({ accountId: oidc.session.accountId, clientId: CLIENT.id });
        grant.addOIDCScope('openid email profile');
        await grant.save();
        return grant;
      },
    });
    const answer = provider.callback();
    server.removeAllListeners('request').on('request', (request, response) => {
      if (!request.url?.startsWith('/interaction/')) return answer(request, response);
      if (request.method !== 'POST') return response.setHeader('Content-Type', 'text/html').end(FORM);
      void bodyOf(request).then((body) => {
        const who = new URLSearchParams(body).get('who') ?? '';
        const result = who === '' ? { error: 'access_denied' } : { login: { accountId: who } };
        return provider.interactionFinished(request, response, result);
      });
    });
  };

  const stop = async () => {
    server.closeAllConnections();
    if (server.listening) await new Promise<unknown>((resolve) => server.close(resolve));
  };
  const config = { issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret, name: 'Acme', create: false, domains: [] };
  return {
    people,
    config: { ...config, supervisor: null, ...change },
    serve,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

/** One person's: cookies of each address, redirects one by one. */
export class TestBrowser {
  readonly #jars = new Map<string, Map<string, string>>();

  cookies(url: string): Map<string, string> {
    const { origin } = new URL(url);
    const jar = this.#jars.get(origin) ?? new Map<string, string>();
    this.#jars.set(origin, jar);
    return jar;
  }

  /** Where the answer leads to, or that it leads nowhere. */
  async go(url: string, body?: URLSearchParams): Promise<{ status: number; to: string }> {
    const jar = this.cookies(url);
    const headers = { Cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') };
    const post = body === undefined ? {} : { method: 'POST', body };
    const response = await fetch(url, { redirect: 'manual', headers, ...post });
    await response.arrayBuffer();
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    const to = response.headers.get('Location');
    return { status: response.status, to: to === null ? '' : new URL(to, url).href };
  }

  /** From the console's button to the provider. */
  async leave(service: string): Promise<string> {
    const { status, to } = await this.go(`${service}/api/agent/oidc`);
    assert.equal(status, 303);
    return to;
  }

  /** Says at the provider who it is, and returns the address by which it is sent back. `who`: empty, nobody after all. */
  async answer(address: string, who: string, service: string): Promise<string> {
    let { to } = await this.go(address);
    for (let steps = 0; steps < 5 && !to.startsWith(service); steps += 1) {
      ({ to } = await this.go(to, to.includes('/interaction/') ? new URLSearchParams({ who }) : undefined));
    }
    assert.ok(to.startsWith(`${service}/api/agent/oidc/callback?`), `sent to ${to}`);
    return to;
  }

  /** There and back; where it ends, as path and query of the service. */
  async signIn(service: string, who: string): Promise<string> {
    const { to } = await this.go(await this.answer(await this.leave(service), who, service));
    return to.slice(service.length);
  }
}
