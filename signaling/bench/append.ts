/**
 * Durable messages per second and their latency through the product's own handlers and store, on SQLite, on PostgreSQL with
 * Redis, and on two such nodes, against a bare Socket.IO relay that stores nothing, in turns in the same run. Quoted as
 * ratios: the machine's own speed cancels out. `npm run bench -- signaling/bench/append.ts --rounds=5 --seconds=5`.
 */
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Socket } from 'socket.io-client';
import { Postgres } from '../testing/postgres.ts';
import { Redis } from '../testing/redis.ts';
import { begin, median, percentile, round, Server, write } from './side.ts';

const CONVERSATIONS = 100;
const AGENTS = 10;
/** Messages on their way in each conversation: enough to keep the service busy, as a burst would. */
const WINDOW = 2;
/** As an operator has it, not as tests do: what is acknowledged is on the disk. */
const DURABLE = { fsync: 'on', full_page_writes: 'on', shared_buffers: '128MB' };

const { values } = parseArgs({ options: { rounds: { type: 'string' }, seconds: { type: 'string' } } });
const ROUNDS = Number(values.rounds ?? 5);
const SECONDS = Number(values.seconds ?? 5);

interface Side {
  name: string;
  servers: Server[];
  senders: { socket: Socket; conversation: string }[];
  agents: Socket[];
  received: () => number;
}

interface Figures {
  perSecond: number;
  p50: number;
  p99: number;
  cpuMicros: number;
}

/** Agents on the last server, customers on the first: with two nodes every message goes from one to the other. */
async function open(name: string, servers: [Server, ...Server[]]): Promise<Side> {
  const [first] = servers;
  const last = servers.at(-1) ?? first;
  let received = 0;
  const agents: Socket[] = [];
  for (const cookie of first.cookies.length > 0 ? first.cookies : Array<undefined>(AGENTS).fill(undefined)) {
    const agent = await last.connect('/agent', cookie);
    agent.on('events', () => {
      received += 1;
    });
    agents.push(agent);
  }
  const senders: Side['senders'] = [];
  for (let n = 0; n < CONVERSATIONS; n += 1) {
    const socket = await first.connect('/customer');
    const agent = agents[n % AGENTS];
    if (!agent) throw new Error('no agent');
    const kind = first.cookies.length > 0 ? 'product' : 'relay';
    senders.push({ socket, conversation: await begin(kind, socket, agent) });
  }
  return { name, servers, senders, agents, received: () => received };
}

async function load(side: Side, seconds: number): Promise<Figures> {
  const cpu = async () => {
    const used = await Promise.all(side.servers.map((server) => server.used()));
    return used.reduce((sum, { cpu }) => sum + cpu.user + cpu.system, 0);
  };
  const before = await cpu();
  const latencies: number[] = [];
  const from = performance.now();
  const until = from + seconds * 1000;
  const receivedBefore = side.received();
  const keepWriting = async ({ socket, conversation }: Side['senders'][number]) => {
    while (performance.now() < until) {
      const sent = performance.now();
      await write(socket, conversation);
      latencies.push(performance.now() - sent);
    }
  };
  await Promise.all(side.senders.flatMap((sender) => Array.from({ length: WINDOW }, () => keepWriting(sender))));
  const took = (performance.now() - from) / 1000;
  const cpuMicros = ((await cpu()) - before) / latencies.length;
  if (side.received() === receivedBefore) throw new Error('nothing reached the agents');
  const sorted = Float64Array.from(latencies).sort();
  return {
    perSecond: latencies.length / took,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    cpuMicros,
  };
}

/** What one synced write costs on this machine's disk, in milliseconds. */
function syncedWrite(folder: string): number {
  const file = openSync(join(folder, 'sync'), 'w');
  const times = Array.from({ length: 100 }, () => {
    const from = performance.now();
    writeSync(file, Buffer.alloc(4096));
    fsyncSync(file);
    return performance.now() - from;
  });
  closeSync(file);
  return median(times);
}

const folder = mkdtempSync(join(tmpdir(), 'ycyw-bench-'));
const [postgres, redis] = await Promise.all([Postgres.start(DURABLE), Redis.start()]);
const shared = async () => [await postgres.newDatabase(), redis.url()];
const sides: Side[] = [];
try {
  sides.push(await open('SQLite', [await Server.start('product', folder, AGENTS)]));
  sides.push(await open('PostgreSQL and Redis', [await Server.start('product', folder, AGENTS, await shared())]));
  const both = await shared();
  const first = await Server.start('product', folder, AGENTS, both);
  sides.push(await open('two such nodes', [first, await Server.start('product', folder, 0, both)]));
  const relay = await open('bare relay (stores nothing)', [await Server.start('relay', folder, 0)]);
  sides.push(relay);
  const figures = new Map(sides.map((side) => [side, [] as Figures[]]));
  for (const side of sides) await load(side, 1);
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    for (const side of sides) figures.get(side)?.push(await load(side, SECONDS));
  }
  const medians = (side: Side) => {
    const of = (key: keyof Figures) => median((figures.get(side) ?? []).map((one) => one[key]));
    return { perSecond: of('perSecond'), p50: of('p50'), p99: of('p99'), cpuMicros: of('cpuMicros') };
  };
  const bare = medians(relay);
  console.log(
    `${CONVERSATIONS} conversations, ${WINDOW} messages on their way in each, medians of ${ROUNDS} rounds of ${SECONDS} s`,
  );
  console.table(
    Object.fromEntries(
      sides.map((side) => {
        const { perSecond, p50, p99, cpuMicros } = medians(side);
        return [
          side.name,
          {
            'messages/s': round(perSecond),
            'of the relay': round(perSecond / bare.perSecond),
            'p50 ms': round(p50),
            'p50 ratio': round(p50 / bare.p50),
            'p99 ms': round(p99),
            'p99 ratio': round(p99 / bare.p99),
            'CPU µs/message': round(cpuMicros),
          },
        ];
      }),
    ),
  );
  console.log(`one synced write of 4 KiB on this disk: ${syncedWrite(folder).toFixed(2)} ms (median of 100)`);
} finally {
  for (const { servers, senders, agents } of sides) {
    for (const { socket } of senders) socket.disconnect();
    for (const socket of agents) socket.disconnect();
    for (const server of servers) server.stop();
  }
  postgres.remove();
  redis.remove();
  rmSync(folder, { recursive: true });
}
