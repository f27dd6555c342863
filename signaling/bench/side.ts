/** For benchmarks: one or several servers in processes of their own, and connections to them. */
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID, randomUUIDv7 } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { io, type Socket } from 'socket.io-client';
import { PROTOCOL } from '../protocol/limits.ts';
import type { ServerKind, Used } from './sides/server.ts';

export const TEXT = 'Hello, I am at Lyon airport and the desk is closed. My flight was late, what can I do?';

export const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
export const percentile = (sorted: Float64Array, share: number) =>
  sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
export const round = (value: number) => Number(value.toPrecision(3));

export class Server {
  readonly #child: ChildProcess;
  readonly #port: number;
  /** Of agents who are signed in. */
  readonly cookies: readonly string[];

  private constructor(child: ChildProcess, port: number, cookies: readonly string[]) {
    this.#child = child;
    this.#port = port;
    this.cookies = cookies;
  }

  /** `shared`: PostgreSQL and Redis, of a product on several nodes. */
  static async start(
    kind: ServerKind,
    folder: string,
    agents: number,
    shared: readonly string[] = [],
  ): Promise<Server> {
    const script = fileURLToPath(new URL('sides/server.ts', import.meta.url));
    const child = fork(script, [kind, folder, String(agents), ...shared], { execArgv: ['--expose-gc'] });
    const { port, cookies } = await reply<{ port: number; cookies: string[] }>(child);
    return new Server(child, port, cookies);
  }

  /** What it has used so far. */
  async used(): Promise<Used> {
    this.#child.send('used');
    return reply(this.#child);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  connect(path: string, cookie?: string): Promise<Socket> {
    return connect(this.url, path, cookie);
  }

  stop(): void {
    this.#child.disconnect();
  }
}

export async function connect(url: string, path: string, cookie?: string): Promise<Socket> {
  const socket = io(`${url}${path}`, {
    auth: { protocol: PROTOCOL, version: 'bench' },
    transports: ['websocket'],
    forceNew: true,
    ...(cookie ? { extraHeaders: { Cookie: cookie } } : {}),
  });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
  return socket;
}

function reply<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve) => void child.once('message', (message) => resolve(message as T)));
}

/** A conversation that the agent has; of the relay, a room. */
export async function begin(kind: 'product' | 'relay', customer: Socket, agent: Socket): Promise<string> {
  if (kind === 'relay') {
    const room = randomUUID();
    await agent.emitWithAck('join', room);
    return room;
  }
  await customer.emitWithAck('identify', {});
  const { conversation } = await write(customer, null);
  const taking = { conversation, id: randomUUIDv7(), body: { type: 'assigned', payload: {} } };
  const taken = await agent.emitWithAck('append', taking);
  if (!taken.ok) throw new Error(taken.reason);
  return conversation;
}

export async function write(customer: Socket, conversation: string | null): Promise<{ conversation: string }> {
  const body = { type: 'message', payload: { text: TEXT } };
  const answer = await customer.emitWithAck('append', { conversation, id: randomUUIDv7(), body });
  if (!answer.ok) throw new Error(answer.reason);
  return answer;
}
