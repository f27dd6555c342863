/**
 * Durable messages per second and their latency through the product's own handlers and store, against a bare Socket.IO
 * relay that stores nothing, in turns in the same run. Quoted as ratios: the machine's own speed cancels out.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID, randomUUIDv7 } from 'node:crypto';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { io, type Socket } from 'socket.io-client';
import { PROTOCOL } from '../protocol/limits.ts';

const CONVERSATIONS = 100;
const AGENTS = 10;
/** Messages on their way in each conversation: enough to keep the service busy, as a burst would. */
const WINDOW = 2;
const ROUNDS = Number(process.argv[2] ?? 5);
const SECONDS = Number(process.argv[3] ?? 5);
const TEXT = 'Hello, I am at Lyon airport and the desk is closed. My flight was late, what can I do?';

interface Side {
  kind: 'product' | 'relay';
  child: ChildProcess;
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

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const percentile = (sorted: Float64Array, share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;

function reply<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve) => void child.once('message', (message) => resolve(message as T)));
}

async function open(kind: Side['kind'], folder: string): Promise<Side> {
  const child = fork(fileURLToPath(new URL('sides/server.ts', import.meta.url)), [kind, folder, String(AGENTS)]);
  const { port, cookies } = await reply<{ port: number; cookies: string[] }>(child);
  const connect = async (path: string, cookie?: string) => {
    const socket = io(`http://127.0.0.1:${port}${path}`, {
      auth: { protocol: PROTOCOL, version: 'bench' },
      transports: ['websocket'],
      forceNew: true,
      ...(cookie ? { extraHeaders: { Cookie: cookie } } : {}),
    });
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
    return socket;
  };
  let received = 0;
  const agents: Socket[] = [];
  for (let n = 0; n < AGENTS; n += 1) {
    const agent = await connect('/agent', cookies[n]);
    agent.on('events', () => {
      received += 1;
    });
    agents.push(agent);
  }
  const senders: Side['senders'] = [];
  for (let n = 0; n < CONVERSATIONS; n += 1) {
    const socket = await connect('/customer');
    const agent = agents[n % AGENTS];
    if (!agent) throw new Error('no agent');
    senders.push({ socket, conversation: await begin(kind, socket, agent) });
  }
  return { kind, child, senders, agents, received: () => received };
}

async function begin(kind: Side['kind'], socket: Socket, agent: Socket): Promise<string> {
  if (kind === 'relay') {
    const room = randomUUID();
    await agent.emitWithAck('join', room);
    return room;
  }
  await socket.emitWithAck('identify', {});
  const body = { type: 'message', payload: { text: TEXT } };
  const first = await socket.emitWithAck('append', { conversation: null, id: randomUUIDv7(), body });
  const { conversation } = first;
  const taken = await agent.emitWithAck('append', {
    conversation,
    id: randomUUIDv7(),
    body: { type: 'assigned', payload: {} },
  });
  if (!taken.ok) throw new Error(taken.reason);
  return conversation;
}

async function load(side: Side, seconds: number): Promise<Figures> {
  const cpu = async () => {
    side.child.send('cpu');
    const { cpu } = await reply<{ cpu: NodeJS.CpuUsage }>(side.child);
    return cpu.user + cpu.system;
  };
  const before = await cpu();
  const latencies: number[] = [];
  const from = performance.now();
  const until = from + seconds * 1000;
  const receivedBefore = side.received();
  const write = async ({ socket, conversation }: Side['senders'][number]) => {
    while (performance.now() < until) {
      const sent = performance.now();
      const body = { type: 'message', payload: { text: TEXT } };
      const answer = await socket.emitWithAck('append', { conversation, id: randomUUIDv7(), body });
      if (!answer.ok) throw new Error(answer.reason);
      latencies.push(performance.now() - sent);
    }
  };
  await Promise.all(side.senders.flatMap((sender) => Array.from({ length: WINDOW }, () => write(sender))));
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
const sides = [await open('product', folder), await open('relay', folder)];
try {
  const figures = { product: [] as Figures[], relay: [] as Figures[] };
  for (const side of sides) await load(side, 1);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const side of sides) figures[side.kind].push(await load(side, SECONDS));
  }
  const show = (kind: Side['kind']) => {
    const of = (key: keyof Figures) => median(figures[kind].map((one) => one[key]));
    return { perSecond: of('perSecond'), p50: of('p50'), p99: of('p99'), cpuMicros: of('cpuMicros') };
  };
  const [product, relay] = [show('product'), show('relay')];
  console.log(
    `${CONVERSATIONS} conversations, ${WINDOW} messages on their way in each, medians of ${ROUNDS} rounds of ${SECONDS} s`,
  );
  console.table({
    'this service (durable)': rounded(product),
    'bare relay (stores nothing)': rounded(relay),
    ratio: rounded({
      perSecond: product.perSecond / relay.perSecond,
      p50: product.p50 / relay.p50,
      p99: product.p99 / relay.p99,
      cpuMicros: product.cpuMicros / relay.cpuMicros,
    }),
  });
  console.log(`one synced write of 4 KiB on this disk: ${syncedWrite(folder).toFixed(2)} ms (median of 100)`);
} finally {
  for (const { child, senders, agents } of sides) {
    for (const { socket } of senders) socket.disconnect();
    for (const socket of agents) socket.disconnect();
    child.disconnect();
  }
  rmSync(folder, { recursive: true });
}

function rounded(figures: Figures) {
  const round = (value: number) => Number(value.toPrecision(3));
  return {
    'messages/s': round(figures.perSecond),
    'p50 ms': round(figures.p50),
    'p99 ms': round(figures.p99),
    'service CPU µs/message': round(figures.cpuMicros),
  };
}
