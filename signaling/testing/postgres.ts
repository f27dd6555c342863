/**
 * For tests: a real PostgreSQL of their own, one for all of a process, on a free port of this machine, gone when the process
 * is. Can be stopped, started again and frozen.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { programPath } from '../../.ci/programs.ts';
import { ended } from './child.ts';
import { freePort, LOOPBACK } from './ports.ts';

const USER = 'ycyw';
/** PostgreSQL refuses to run as root; nobody owns nothing. */
const NOBODY = 65_534;
const READY = 'ready to accept connections';

/** Nothing here has to survive a power cut. What was committed survives everything else. */
const SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  listen_addresses: LOOPBACK,
  max_connections: '200',
  shared_buffers: '32MB',
};

/** One that stands beside the server. */
const program = (name: string): string => join(dirname(programPath('postgres')), name);

export class Postgres {
  readonly #folder: string;
  readonly #port: number;
  /** As whom, and where: a folder that this user can enter. */
  readonly #as: { cwd: string; uid?: number; gid?: number };
  #child: ChildProcess | null = null;

  readonly #settings: Readonly<Record<string, string>>;

  private constructor(port: number, settings: Readonly<Record<string, string>>) {
    this.#port = port;
    this.#settings = settings;
    this.#folder = mkdtempSync(join(tmpdir(), 'ycyw-postgres-'));
    this.#as = { cwd: this.#folder };
    if (process.getuid?.() !== 0) return;
    chownSync(this.#folder, NOBODY, NOBODY);
    this.#as = { cwd: this.#folder, uid: NOBODY, gid: NOBODY };
  }

  /** `settings`: of postgresql.conf; they win over those of tests. */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<Postgres> {
    const server = new Postgres(await freePort(), settings);
    try {
      const args = ['-D', server.#data, '-U', USER, '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'];
      const { status, stderr } = spawnSync(program('initdb'), args, { ...server.#as, encoding: 'utf8' });
      if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
      await server.start();
      return server;
    } catch (error) {
      server.remove();
      throw error;
    }
  }

  get #data(): string {
    return join(this.#folder, 'data');
  }

  url(database: string): string {
    return `postgres://${USER}@${LOOPBACK}:${this.#port}/${database}`;
  }

  /** Does nothing while it runs. */
  async start(): Promise<void> {
    if (this.#child) return;
    const own = { port: this.#port, unix_socket_directories: this.#folder };
    const settings = Object.entries({ ...SETTINGS, ...this.#settings, ...own });
    const args = ['-D', this.#data, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
    const child = spawn(programPath('postgres'), args, { ...this.#as, stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child = child;
    let said = '';
    await new Promise<void>((resolve, reject) => {
      child.stderr?.on('data', (chunk) => {
        said += chunk;
        if (said.includes(READY)) resolve();
      });
      child.once('exit', () => reject(new Error(`PostgreSQL ended: ${said}`)));
    });
    // It holds up no process that has nothing else to do.
    child.unref();
    if (child.stderr instanceof Socket) child.stderr.unref();
  }

  /** Cuts everybody off. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    await ended(child, 'SIGINT');
  }

  /** It is there and says nothing: connections are accepted by the system, and nobody reads them. */
  freeze(): void {
    this.#signal('SIGSTOP');
  }

  thaw(): void {
    this.#signal('SIGCONT');
  }

  #signal(signal: NodeJS.Signals): void {
    for (const id of this.#processes()) {
      try {
        process.kill(id, signal);
      } catch {
        // A connection that has ended meanwhile.
      }
    }
  }

  #processes(): number[] {
    const { pid } = this.#child ?? {};
    if (pid === undefined) return [];
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
    return [pid, ...children];
  }

  /** An empty one; its address. */
  async newDatabase(): Promise<string> {
    const name = `t_${randomUUID().replaceAll('-', '')}`;
    await this.query('postgres', `create database ${name}`);
    return this.url(name);
  }

  async query(database: string, sql: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.url(database) });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** At once, as a process that ends needs it. */
  remove(): void {
    if (this.#child) spawnSync(program('pg_ctl'), ['stop', '-D', this.#data, '-m', 'immediate'], this.#as);
    this.#child = null;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

let shared: Promise<Postgres> | null = null;

/** The one that all tests of this process share. */
export function postgres(): Promise<Postgres> {
  shared ??= Postgres.start().then((server) => {
    process.once('exit', () => server.remove());
    return server;
  });
  return shared;
}

export const newDatabase = async (): Promise<string> => (await postgres()).newDatabase();
