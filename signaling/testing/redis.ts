/**
 * For tests: a real Redis of their own, one for all of a process, on a free port of this machine, gone when the process is.
 * Can be stopped, started again (empty) and frozen.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programPath } from '../../.ci/programs.ts';
import { ended } from './child.ts';
import { freePort, LOOPBACK } from './ports.ts';

const READY = 'Ready to accept connections';

/** It never touches the disk; `settings` come behind, and win. */
const SETTINGS = { databases: '10000', bind: LOOPBACK, save: '', appendonly: 'no', 'maxmemory-policy': 'noeviction' };

type Settings = Readonly<Record<string, string>>;

export class Redis {
  readonly #folder = mkdtempSync(join(tmpdir(), 'ycyw-redis-'));
  readonly #port: number;
  readonly #settings: Settings;
  #child: ChildProcess | null = null;

  private constructor(port: number, settings: Settings) {
    this.#port = port;
    this.#settings = settings;
  }

  /** `settings`: of redis.conf, by name. */
  static async start(settings: Settings = {}): Promise<Redis> {
    const server = new Redis(await freePort(), settings);
    try {
      await server.start();
      return server;
    } catch (error) {
      server.remove();
      throw error;
    }
  }

  /** With this user information before the host, `:secret` for example. */
  url(user = ''): string {
    return `redis://${user === '' ? '' : `${user}@`}${LOOPBACK}:${this.#port}`;
  }

  /** Does nothing while it runs. */
  async start(): Promise<void> {
    if (this.#child) return;
    const settings = Object.entries({ ...SETTINGS, ...this.#settings, port: String(this.#port), dir: this.#folder });
    const args = settings.flatMap(([name, value]) => [`--${name}`, value]);
    const child = spawn(programPath('redis-server'), args, { cwd: this.#folder, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    let said = '';
    await new Promise<void>((resolve, reject) => {
      const hear = (chunk: Buffer) => {
        said += chunk;
        if (said.includes(READY)) resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`Redis ended: ${said}`)));
    });
    // It holds up no process that has nothing else to do.
    child.unref();
    for (const stream of [child.stdout, child.stderr]) if (stream instanceof Socket) stream.unref();
  }

  /** Cuts everybody off; what it held is gone. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    // One that is frozen hears nothing before it is thawed.
    await ended(child, 'SIGTERM', 'SIGCONT');
  }

  /** It is there and says nothing: connections are accepted by the system, and nobody reads them. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  /** At once, as a process that ends needs it. */
  remove(): void {
    this.#child?.kill('SIGKILL');
    this.#child = null;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

let shared: Promise<Redis> | null = null;
let taken = 0;

/** The one that all tests of this process share. */
export function redis(): Promise<Redis> {
  shared ??= Redis.start().then((server) => {
    process.once('exit', () => server.remove());
    return server;
  });
  return shared;
}

/** One of its databases, empty: what happens in the others isn't heard there. */
export async function newRedisDatabase(): Promise<string> {
  taken += 1;
  return `${(await redis()).url()}/${taken}`;
}
