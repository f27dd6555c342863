/**
 * For tests: several nodes as an operator runs them, real processes on one PostgreSQL, one Redis and one folder, behind a
 * balancer. Between each node and either of the two stands a proxy, so that every line can fail alone.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SESSION_MS } from '../identity/agents.ts';
import { hashSecret } from '../identity/secrets.ts';
import type { Store } from '../store/store.ts';
import { FaultyProxy } from './faulty-proxy.ts';
import { freePort, LOOPBACK } from './ports.ts';
import { Postgres } from './postgres.ts';
import { Redis } from './redis.ts';
import { type Run, run } from './run.ts';
import { openPostgres } from './store.ts';

const READY = 'Data ';

export interface Node {
  port: number;
  url: string;
  toPostgres: FaultyProxy;
  toRedis: FaultyProxy;
  /** Does nothing while it runs; settles when it serves. */
  start(): Promise<void>;
  /** Dead in the middle of whatever it does. */
  kill(): Promise<void>;
  /** Told to end, as before an upgrade; its exit code and how long it took, in milliseconds. */
  drain(): Promise<{ code: number | null; ms: number }>;
}

export class Nodes implements AsyncDisposable {
  readonly postgres: Postgres;
  readonly redis: Redis;
  readonly nodes: readonly Node[];
  readonly balancer: FaultyProxy;
  /** Looks at what is stored, past all proxies. */
  readonly store: Store;
  readonly #made: AsyncDisposableStack;

  private constructor(
    postgres: Postgres,
    redis: Redis,
    nodes: Node[],
    balancer: FaultyProxy,
    store: Store,
    made: AsyncDisposableStack,
  ) {
    this.postgres = postgres;
    this.redis = redis;
    this.nodes = nodes;
    this.balancer = balancer;
    this.store = store;
    this.#made = made;
  }

  static async start(count: number, settings: Record<string, string> = {}): Promise<Nodes> {
    // Whatever fails on the way, what was begun ends.
    await using made = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'ycyw-nodes-'));
    made.defer(() => rm(folder, { recursive: true }));
    const postgres = made.adopt(await Postgres.start(), (server) => server.remove());
    const redis = made.adopt(await Redis.start(), (server) => server.remove());
    const database = new URL(await postgres.newDatabase());
    const store = made.adopt(openPostgres(database.href), (opened) => opened.close());
    const common = { DATA_DIR: folder, DEMO: 'off', LOG_LEVEL: 'warn', TRUST_PROXY: 'on', ...settings };
    const nodes: Node[] = [];
    for (let n = 0; n < count; n += 1) {
      const toPostgres = made.adopt(await FaultyProxy.start(Number(database.port)), (proxy) => proxy.stop());
      const toRedis = made.adopt(await FaultyProxy.start(Number(new URL(redis.url()).port)), (proxy) => proxy.stop());
      const port = await freePort();
      const behind = new URL(database);
      behind.port = String(toPostgres.port);
      nodes.push(
        nodeOf(port, toPostgres, toRedis, {
          ...common,
          PORT: String(port),
          DATABASE_URL: behind.href,
          REDIS_URL: `redis://${LOOPBACK}:${toRedis.port}`,
        }),
      );
    }
    made.defer(async () => void (await Promise.all(nodes.map((node) => node.kill()))));
    // All at once: one of them migrates, the others wait for it.
    await Promise.all(nodes.map((node) => node.start()));
    const balancer = made.adopt(await FaultyProxy.start(...nodes.map(({ port }) => port)), (proxy) => proxy.stop());
    return new Nodes(postgres, redis, nodes, balancer, store, made.move());
  }

  get url(): string {
    return `http://${LOOPBACK}:${this.balancer.port}`;
  }

  /** Straight into the store: checking a password takes half a second, and has tests of its own. */
  async addAgent(name: string): Promise<{ id: string; cookie: string }> {
    const id = randomUUID();
    const token = randomUUID();
    const at = Date.now();
    const account = {
      id,
      name,
      email: `${id}@example.com`,
      passwordHash: 'none',
      role: 'agent',
      status: 'online',
    } as const;
    await this.store.addAgent({ ...account, seenAt: at, createdAt: at });
    await this.store.addAgentSession({ tokenHash: hashSecret(token), agent: id, at, expiresAt: at + SESSION_MS });
    return { id, cookie: `ycyw_agent=${token}` };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#made.disposeAsync();
  }
}

function nodeOf(
  port: number,
  toPostgres: FaultyProxy,
  toRedis: FaultyProxy,
  environment: Record<string, string>,
): Node {
  let process: Run | null = null;
  const end = async (signal: NodeJS.Signals) => {
    const ending = process;
    process = null;
    ending?.end(signal);
    return (await ending?.ended)?.code ?? null;
  };
  return {
    port,
    url: `http://${LOOPBACK}:${port}`,
    toPostgres,
    toRedis,
    async start() {
      if (process) return;
      process = run('main.ts', environment);
      const said = await process.said(READY);
      if (!said.includes(READY)) throw new Error(`a node ended: ${(await process.ended).error}`);
    },
    async kill() {
      await end('SIGKILL');
    },
    async drain() {
      const from = performance.now();
      return { code: await end('SIGTERM'), ms: performance.now() - from };
    },
  };
}
