/**
 * What a connection costs that says nothing, in memory, against a bare Socket.IO server in the same run; and how long the
 * messages of some take on one node beside thousands who are only connected.
 * `npm run bench -- signaling/bench/idle.ts --customers=10000`.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Socket } from 'socket.io-client';
import { begin, median, percentile, round, Server, write } from './side.ts';

const CROWDS = 4;
const ROUNDS = 3;
/** Who talks beside the crowd, and how often each says something. */
const TALKING = 20;
const EVERY_MS = 500;
const SECONDS = 20;
const SETTLE_MS = 3000;
/** Connections before the counted ones, and the counted ones. */
const WARM = 1000;
const COUNTED = 4000;

const { values } = parseArgs({ options: { customers: { type: 'string' } } });
const CUSTOMERS = Number(values.customers ?? 10_000);

async function crowd(server: Server, count: number, identify: boolean): Promise<ChildProcess[]> {
  const script = fileURLToPath(new URL('sides/crowd.ts', import.meta.url));
  const each = String(Math.ceil(count / CROWDS));
  const children = Array.from({ length: CROWDS }, () =>
    fork(script, [server.url, each, ...(identify ? ['identify'] : [])]),
  );
  await Promise.all(children.map((child) => new Promise((resolve) => child.once('message', resolve))));
  return children;
}

/** Bytes of the server for each connection. */
async function perConnection(kind: 'product' | 'relay', folder: string, count: number): Promise<number> {
  const server = await Server.start(kind, folder, 0);
  // The first connections make what all of them share, and let V8 grow what it keeps for the young.
  const warm = await crowd(server, WARM, kind === 'product');
  const before = await server.used();
  const children = await crowd(server, count, kind === 'product');
  await setTimeout(SETTLE_MS);
  const after = await server.used();
  for (const child of [...warm, ...children]) child.disconnect();
  server.stop();
  return (after.rss - before.rss) / count;
}

/** Latencies of the few, in milliseconds. */
async function talk(talkers: { socket: Socket; conversation: string }[]): Promise<Float64Array> {
  const latencies: number[] = [];
  const until = performance.now() + SECONDS * 1000;
  await Promise.all(
    talkers.map(async ({ socket, conversation }, n) => {
      await setTimeout((n * EVERY_MS) / talkers.length);
      while (performance.now() < until) {
        const sent = performance.now();
        await write(socket, conversation);
        latencies.push(performance.now() - sent);
        await setTimeout(EVERY_MS);
      }
    }),
  );
  return Float64Array.from(latencies).sort();
}

const folder = mkdtempSync(join(tmpdir(), 'ycyw-idle-'));
try {
  const bytes = { product: [] as number[], relay: [] as number[] };
  for (let n = 0; n < ROUNDS; n += 1) {
    for (const kind of ['product', 'relay'] as const) bytes[kind].push(await perConnection(kind, folder, COUNTED));
  }
  const [product, relay] = [median(bytes.product), median(bytes.relay)];
  console.log(`memory of an idle connection, medians of ${ROUNDS} rounds with ${COUNTED} customers after ${WARM}`);
  console.table({
    'this service': { 'KiB per connection': round(product / 1024) },
    'bare Socket.IO': { 'KiB per connection': round(relay / 1024) },
    ratio: { 'KiB per connection': round(product / relay) },
  });

  const server = await Server.start('product', folder, 1);
  const agent = await server.connect('/agent', server.cookies[0]);
  const talkers = [];
  for (let n = 0; n < TALKING; n += 1) {
    const socket = await server.connect('/customer');
    talkers.push({ socket, conversation: await begin('product', socket, agent) });
  }
  const alone = await talk(talkers);
  const children = await crowd(server, CUSTOMERS, true);
  await setTimeout(SETTLE_MS);
  const beside = await talk(talkers);
  const { rss } = await server.used();
  console.log(`${TALKING} customers who say something every ${EVERY_MS} ms, on SQLite, for ${SECONDS} s`);
  const line = (sorted: Float64Array) => ({
    'p50 ms': round(percentile(sorted, 0.5)),
    'p99 ms': round(percentile(sorted, 0.99)),
    messages: sorted.length,
  });
  console.table({ alone: line(alone), [`beside ${CUSTOMERS} who are idle`]: line(beside) });
  console.log(`memory of the node then: ${Math.round(rss / 1024 / 1024)} MiB`);
  for (const child of children) child.disconnect();
  for (const { socket } of talkers) socket.disconnect();
  agent.disconnect();
  server.stop();
} finally {
  rmSync(folder, { recursive: true });
}
