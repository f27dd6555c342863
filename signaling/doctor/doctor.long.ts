/** The doctor where things are there and say nothing: it waits for each as long as it should, and no longer. */
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import { newFolder } from '../testing/built.ts';
import { LOOPBACK } from '../testing/ports.ts';
import { newDatabase, postgres } from '../testing/postgres.ts';
import { redis } from '../testing/redis.ts';
import { run } from '../testing/run.ts';
import type { Finding } from './finding.ts';

/** Twice its patience, and the start of a process on a busy machine. */
const LIMIT_MS = 20_000;

describe('npm run doctor', () => {
  it('says of PostgreSQL, Redis, TURN and the proxy that are frozen that they are, and ends', async () => {
    await using folder = await newFolder();
    const [server, other, DATABASE_URL] = [await postgres(), await redis(), await newDatabase()];
    const udp = createSocket('udp4').bind(0, LOOPBACK);
    const tcp = createServer().listen(0, LOOPBACK);
    await Promise.all([once(udp, 'listening'), once(tcp, 'listening')]);
    const tcpPort = (tcp.address() as { port: number }).port;
    server.freeze();
    other.freeze();
    try {
      const from = performance.now();
      const { code, out } = await run(
        'doctor-cli.ts',
        {
          DATA_DIR: folder.path,
          DATABASE_URL,
          REDIS_URL: other.url(),
          TURN_URLS: `turn:${LOOPBACK}:${udp.address().port},turn:${LOOPBACK}:${tcpPort}?transport=tcp`,
          TURN_SECRET: 'secret',
          PUBLIC_URL: `https://localhost:${tcpPort}`,
        },
        ['--json'],
      ).ended;
      assert.equal(code, 1);
      const broken = (JSON.parse(out) as Finding[]).filter(({ state }) => state === 'broken');
      assert.deepEqual(
        broken.map(({ check }) => check),
        ['store', 'Redis', 'TURN', 'TURN', 'certificate'],
      );
      for (const { what } of broken) assert.match(what, /no answer|timeout/i);
      assert.ok(performance.now() - from < LIMIT_MS);
    } finally {
      server.thaw();
      other.thaw();
      udp.close();
      tcp.close();
    }
  });
});
