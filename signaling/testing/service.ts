/** For tests: the real service on a real port with a store of its own in memory, and clients that ask it things. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { SESSION_MS } from '../identity/agents.ts';
import type { OidcConfig } from '../identity/oidc.ts';
import { hashSecret } from '../identity/secrets.ts';
import type { Logger } from '../log.ts';
import { type RedisLink, redisLink } from '../nodes/redis-link.ts';
import { PROTOCOL } from '../protocol/limits.ts';
import { HEARTBEAT_MS } from '../protocol/realtime.ts';
import type { AppendBody } from '../protocol/schemas.ts';
import type { Desk } from '../realtime/desk.ts';
import type { IceConfig } from '../realtime/ice.ts';
import { createService, type Service } from '../service.ts';
import type { AgentRole, Store } from '../store/store.ts';
import type { Tls } from '../tls/pair.ts';
import { newRedisDatabase } from './redis.ts';
import { testStores } from './store.ts';

/** With PostgreSQL the same tests run on several nodes: each connection is let in by the next of them. */
const NODES = Number(process.env.TEST_NODES ?? 1);

export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

export interface Client {
  socket: Socket;
  /** Asks and waits for the answer. */
  ask<T = Record<string, unknown>>(name: string, payload?: unknown): Promise<T & { ok: boolean; reason?: string }>;
  append(body: AppendBody, conversation?: string | null, id?: string): Promise<AppendAnswer>;
  /** The next push of this name that fits. */
  next<T = unknown>(name: string, fits?: (push: T) => boolean): Promise<T>;
}

interface AppendAnswer {
  ok: boolean;
  reason?: string;
  conversation: string;
  seq: number;
  event: { id: string; type: string; payload: unknown };
}

export interface TestService extends AsyncDisposable {
  service: Service;
  store: Store;
  desk: Desk;
  /** Of attachments and recordings. */
  folder: string;
  url: string;
  /** What the service takes for the time; set it to travel. */
  clock: { now: number };
  /** Lets time pass, and with it whatever is due meanwhile, each at its moment. */
  pass(ms: number): void;
  /** The same with what each heartbeat does: every node says that its lines are there. By themselves they beat in the machine's time. */
  live(ms: number): Promise<void>;
  customer(secret?: string, about?: object): Promise<Client>;
  /** Somebody who brings a site's token, and perhaps the secret of the visitor that they were. */
  signedIn(token: string, secret?: string): Promise<Client>;
  /** A customer with an identity. */
  visitor(about?: object): Promise<Client & { secret: string; customer: string }>;
  agent(name: string, role?: AgentRole): Promise<Client & { id: string; cookie: string }>;
  /** One more connection of an agent who is signed in. */
  agentAgain(cookie: string): Promise<Client>;
  /** A call's window of its own. */
  callWindow(ticket: string): Promise<Client>;
  /** Tries to connect; the reason why not. */
  refused(path: string, auth: object, headers?: Record<string, string>): Promise<string>;
  hello(client: Client): Promise<{ agents: string; protocol: number }>;
}

const message = (text: string): AppendBody => ({ type: 'message', payload: { text } });
export const words = message;

function clientOf(socket: Socket): Client {
  const seen: { name: string; push: unknown }[] = [];
  let waiting: { name: string; fits: (push: never) => boolean; resolve: (push: never) => void }[] = [];
  socket.onAny((name: string, push: unknown) => {
    const found = waiting.find((one) => one.name === name && one.fits(push as never));
    if (!found) return void seen.push({ name, push });
    waiting = waiting.filter((one) => one !== found);
    found.resolve(push as never);
  });
  const ask = (name: string, payload: unknown = {}) => socket.timeout(5000).emitWithAck(name, payload);
  return {
    socket,
    ask,
    append: (body, conversation = null, id = randomUUID()) => ask('append', { conversation, id, body }),
    next(name, fits = () => true) {
      const index = seen.findIndex((one) => one.name === name && fits(one.push as never));
      if (index >= 0) return Promise.resolve(seen.splice(index, 1)[0]?.push as never);
      return new Promise((resolve) => void waiting.push({ name, fits, resolve }));
    },
  };
}

export interface TestOptions {
  limitFactor?: number;
  allowedOrigins?: string[];
  ice?: IceConfig;
  identitySecrets?: string[];
  /** A file that outlives the service; without it the store is in memory. */
  database?: string;
  /** Another store, already open; closed with the service. */
  store?: Store;
  /** A folder of files that outlives the service as well. */
  folder?: string;
  /** Built pages; without it, whatever the test puts into the folder of files. */
  assets?: string;
  /** The rental pages are served. */
  demo?: boolean;
  freeBytes?: () => Promise<number>;
  retentionMs?: number;
  auditMs?: number;
  /** The newest protocol that it speaks. */
  protocol?: number;
  log?: Logger;
  trustProxy?: boolean;
  publicUrl?: string;
  /** A certificate for 127.0.0.1, which those who connect trust as it is. */
  tls?: Tls;
  oidc?: OidcConfig;
  metricsToken?: string;
  /** The time at the start. */
  at?: number;
  /** How many nodes; as many as `TEST_NODES` says where nothing is said. A test that reaches into the service wants one. */
  nodes?: number;
  /** Between this and other nodes on the same store. */
  link?: RedisLink;
  /** Of several nodes all have one clock. */
  clock?: TestClock;
}

/** Virtual time. */
export class TestClock {
  now: number;
  readonly #timers = new Set<{ at: number; run: () => void }>();

  constructor(now = Date.UTC(2026, 10, 22, 14, 2)) {
    this.now = now;
  }

  readonly after = (ms: number, run: () => void) => {
    const timer = { at: this.now + ms, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  };

  /** Lets time pass, and with it whatever is due meanwhile, each at its moment. */
  pass(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const [first] = [...this.#timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (!first) break;
      this.#timers.delete(first);
      this.now = Math.max(this.now, first.at);
      first.run();
    }
    this.now = until;
  }
}

export async function testService(options: TestOptions = {}): Promise<TestService> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'ycyw-')));
  const nodes = options.store || options.link ? 1 : (options.nodes ?? NODES);
  const stores: [Store, ...Store[]] = options.store ? [options.store] : await testStores(options.database, nodes);
  const [store] = stores;
  const redis = stores.length > 1 ? await newRedisDatabase() : null;
  const clock = options.clock ?? new TestClock(options.at);
  const links: RedisLink[] = [];
  const { tls = null, auditMs = 0, retentionMs = 0 } = options;
  const scheme = tls ? 'https' : 'http';
  const start = async (own: Store) => {
    const node = randomUUID();
    const link = redis === null ? options.link : redisLink(redis, node, silent);
    if (redis !== null && link) links.push(link);
    const one = await createService({
      store: own,
      dataDir: folder,
      assets: options.assets ?? folder,
      allowedOrigins: options.allowedOrigins ?? [],
      publicUrl: options.publicUrl ?? null,
      tls,
      demo: options.demo ?? false,
      trustProxy: options.trustProxy ?? false,
      version: '0.0.0-test',
      log: options.log ?? silent,
      now: () => clock.now,
      newId: randomUUID,
      soon: setImmediate,
      after: clock.after,
      ice: options.ice ?? { stunUrls: [], turn: null },
      identitySecrets: options.identitySecrets ?? [],
      oidc: options.oidc ?? null,
      metricsToken: options.metricsToken ?? null,
      limitFactor: options.limitFactor ?? 1000,
      auditMs,
      retentionMs,
      ...(options.freeBytes ? { freeBytes: options.freeBytes } : {}),
      ...(link ? { link } : {}),
      ...(options.protocol ? { protocol: options.protocol } : {}),
    });
    await new Promise<void>((resolve) => one.server.listen(0, '127.0.0.1', resolve));
    return {
      service: one,
      url: `${scheme}://127.0.0.1:${(one.server.address() as AddressInfo).port}`,
    };
  };
  const first = await start(store);
  const { service, url } = first;
  const started = [first];
  for (const other of stores.slice(1)) started.push(await start(other));
  let opened = 0;
  /** Whoever comes is let in by the next node. */
  const nextUrl = () => started[opened++ % started.length]?.url ?? url;
  const sockets = new Set<Socket>();

  const open = (path: string, auth: object, headers: Record<string, string> = {}) => {
    const socket = io(`${nextUrl()}${path}`, {
      auth: { protocol: PROTOCOL, version: 'test', ...auth },
      transports: ['websocket'],
      extraHeaders: headers,
      ...(tls ? { ca: tls.pair.cert } : {}),
      forceNew: true,
      reconnection: false,
    });
    sockets.add(socket);
    socket.once('disconnect', () => void sockets.delete(socket));
    return socket;
  };
  const connected = async (socket: Socket): Promise<Client> => {
    const client = clientOf(socket);
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
    return client;
  };
  const customer: TestService['customer'] = (secret, about) =>
    connected(open('/customer', { ...(secret ? { secret } : {}), ...(about ? { about } : {}) }));

  const signedIn: TestService['signedIn'] = (token, secret) =>
    connected(open('/customer', { token, ...(secret ? { secret } : {}) }));

  return {
    service,
    store,
    desk: service.desk,
    folder,
    url,
    clock,
    pass: (ms) => clock.pass(ms),
    async live(ms) {
      const until = clock.now + ms;
      while (clock.now < until) {
        clock.pass(Math.min(HEARTBEAT_MS, until - clock.now));
        await Promise.all(started.map((one) => one.service.desk.callSeats.keep()));
      }
    },
    customer,
    signedIn,
    async visitor(about) {
      const client = await customer(undefined, about);
      const { secret, customer: id } = await client.ask<{ secret: string; customer: string }>('identify');
      return { ...client, secret, customer: id };
    },
    async agent(name, role = 'agent') {
      // Straight into the store: checking a password takes half a second, and has tests of its own.
      const id = randomUUID();
      const token = randomUUID();
      const now = clock.now;
      const account = { id, name, email: `${id}@example.com`, passwordHash: 'none', role, status: 'online' as const };
      await store.addAgent({ ...account, seenAt: now, createdAt: now });
      await store.addAgentSession({ tokenHash: hashSecret(token), agent: id, at: now, expiresAt: now + SESSION_MS });
      const cookie = `ycyw_agent=${token}`;
      const client = await connected(open('/agent', {}, { Cookie: cookie }));
      return { ...client, id, cookie };
    },
    agentAgain: (cookie) => connected(open('/agent', {}, { Cookie: cookie })),
    callWindow: (ticket) => connected(open('/customer', { ticket })),
    refused(path, auth, headers) {
      const socket = open(path, auth, headers);
      return new Promise((resolve, reject) => {
        socket.once('connect', () => {
          socket.disconnect();
          reject(new Error('was let in'));
        });
        socket.once('connect_error', (error: Error & { data?: { reason: string } }) => {
          sockets.delete(socket);
          socket.disconnect();
          resolve(error.data?.reason ?? error.message);
        });
      });
    },
    hello: (client) => client.next('hello'),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.disconnect();
      for (const one of started) await one.service.close();
      for (const link of links) link.close();
      for (const own of stores) await own.close();
      if (!options.folder) await rm(folder, { recursive: true });
    },
  };
}
