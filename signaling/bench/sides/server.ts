/**
 * One server of a benchmark in a process of its own: `node server.ts product|relay DATA_DIR AGENTS [DATABASE_URL REDIS_URL]`.
 * Tells its port, then works.
 */
import { randomUUID, randomUUIDv7 } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { hashSecret } from '../../identity/secrets.ts';
import { redisLink } from '../../nodes/redis-link.ts';
import { after, createService } from '../../service.ts';
import { threadedStore } from '../../store/threaded-store.ts';
import { silent } from '../../testing/service.ts';
import { openPostgres } from '../../testing/store.ts';
import { createRelay } from './relay.ts';

/** Far above what a run can reach: limits are counted as always, and never hit. */
const LIMIT_FACTOR = 1e6;

export type ServerKind = 'product' | 'relay';

export interface Used {
  cpu: NodeJS.CpuUsage;
  /** Bytes, after the garbage has gone. */
  rss: number;
}

async function product(dataDir: string, agents: number, database: string | undefined, redis: string | undefined) {
  const store =
    database === undefined
      ? threadedStore(new URL('../../sqlite-thread.ts', import.meta.url), join(dataDir, `${randomUUID()}.sqlite`))
      : openPostgres(database);
  const node = randomUUID();
  const service = await createService({
    store,
    dataDir,
    assets: dataDir,
    allowedOrigins: [],
    publicUrl: null,
    demo: false,
    trustProxy: false,
    version: 'bench',
    log: silent,
    now: Date.now,
    newId: randomUUIDv7,
    soon: setImmediate,
    after,
    identitySecrets: [],
    ice: { stunUrls: [], turn: null },
    limitFactor: LIMIT_FACTOR,
    link: redis === undefined ? null : redisLink(redis, node, silent),
  });
  const cookies: string[] = [];
  for (let n = 0; n < agents; n += 1) {
    const id = randomUUID();
    const common = { passwordHash: 'none', role: 'agent', status: 'online', seenAt: 0, createdAt: 0 } as const;
    await store.addAgent({ id, name: `Agent ${n}`, email: `${id}@example.com`, ...common });
    const token = randomUUID();
    await store.addAgentSession({
      tokenHash: hashSecret(token),
      agent: id,
      at: Date.now(),
      expiresAt: Date.now() + 3_600_000,
    });
    cookies.push(`ycyw_agent=${token}`);
  }
  return { server: service.server, cookies };
}

const [kind, dataDir = '.', agents = '0', database, redis] = process.argv.slice(2);
const { server, cookies } =
  kind === 'product' ? await product(dataDir, Number(agents), database, redis) : { server: createRelay(), cookies: [] };
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port, cookies });
});
process.on('message', (question) => {
  if (question !== 'used') return;
  globalThis.gc?.();
  const used: Used = { cpu: process.cpuUsage(), rss: process.memoryUsage.rss() };
  process.send?.(used);
});
// Ends with the run that started it.
process.on('disconnect', () => process.exit(0));
