/**
 * The real service as processes of its own, with a data folder of its own: it can be killed in the middle of everything
 * and started again on the same port and data, as an operator would.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { FaultyProxy } from '../../../signaling/testing/faulty-proxy.ts';
import { freePort } from '../../../signaling/testing/ports.ts';
import { newDatabase } from '../../../signaling/testing/postgres.ts';
import { newRedisDatabase } from '../../../signaling/testing/redis.ts';
import { eventually } from './eventually.ts';
import { prepareData } from './prepared-data.ts';
import { ServiceProcess } from './service-process.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What Node has made of the sources once, it needn't make again for the next service. */
const COMPILED = join(ROOT, '.tmp/compiled');

/** Who is made by the first start. */
export const FIRST_AGENT = 'Amélie';

const PRINTED_ACCOUNT = /Sign in\s+(?<email>\S+)\s+password (?<password>\S+)/;

export interface AgentAccount {
  name: string;
  email: string;
  password: string;
  /** Of somebody who has signed in already: the session's cookie. */
  session?: { name: string; value: string };
}

/** As many equal nodes as `TEST_NODES` says, on one PostgreSQL and one Redis behind a balancer; one with SQLite unless it says more. */
const NODES = Number(process.env.TEST_NODES ?? 1);

interface Parts {
  url: string;
  dataDir: string;
  root: string;
  env: NodeJS.ProcessEnv;
  /** Where each node listens. */
  ports: number[];
  address: string;
  balancer: FaultyProxy | null;
}

export class Service {
  /** What people open; with several nodes the balancer. */
  readonly url: string;
  readonly dataDir: string;
  readonly nodes: readonly ServiceProcess[];
  readonly #env: NodeJS.ProcessEnv;
  readonly #balancer: FaultyProxy | null;
  /** Whom the data know already. */
  #firstAgent: AgentAccount | null = null;
  #log = '';

  private constructor({ url, dataDir, root, env, ports, address, balancer }: Parts) {
    this.url = url;
    this.dataDir = dataDir;
    this.#env = env;
    this.#balancer = balancer;
    const keep = (printed: string) => {
      this.#log += printed;
    };
    this.nodes = ports.map(
      (port) => new ServiceProcess(`http://${address}:${port}`, root, { ...env, PORT: String(port) }, keep),
    );
  }

  /**
   * @param settings More variables of its environment.
   * @param address Where it listens; this machine only, unless browsers come from elsewhere.
   * @param root Where it is installed; this very checkout, unless something is to be changed in it.
   * @param data What it finds in its folder: what a first start and a first sign-in of this checkout have left there, or nothing.
   * @param count How many nodes.
   */
  static async launch(
    settings: Record<string, string> = {},
    address = '127.0.0.1',
    root = ROOT,
    data: 'prepared' | 'none' = root === ROOT ? 'prepared' : 'none',
    count = address === '127.0.0.1' && root === ROOT ? NODES : 1,
  ): Promise<Service> {
    const dataDir = await mkdtemp(join(tmpdir(), 'ycyw-journey-'));
    const ports: number[] = [];
    for (let n = 0; n < count; n += 1) ports.push(await freePort());
    const balancer = count > 1 ? await FaultyProxy.start(...ports) : null;
    const shared = count > 1 ? { DATABASE_URL: await newDatabase(), REDIS_URL: await newRedisDatabase() } : {};
    const env = {
      ...process.env,
      LOG_LEVEL: 'info',
      NODE_COMPILE_CACHE: COMPILED,
      ...shared,
      ...settings,
      HOST: address,
      DATA_DIR: dataDir,
    };
    const url = `http://${address}:${balancer?.port ?? ports[0]}`;
    const service = new Service({ url, dataDir, root, env, ports, address, balancer });
    const first = () => Service.launch({}, undefined, ROOT, 'none', 1);
    // What is prepared is a SQLite file.
    if (data === 'prepared' && count === 1) service.#firstAgent = await prepareData(dataDir, first);
    await service.start();
    return service;
  }

  /** What its metrics say, node after node. */
  async scraped(): Promise<string> {
    const told = this.nodes.map(async ({ url }) => (await fetch(`${url}/metrics`)).text());
    return (await Promise.all(told)).join('\n');
  }

  /** Everything that it has printed, over all its lives. */
  get log(): string {
    return this.#log;
  }

  /** Returns when it can serve. */
  async start(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.start()));
  }

  /** Dead in the middle of whatever it does, like after a power cut. */
  async kill(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.end('SIGKILL')));
  }

  /** While `act` runs the service stands still: what reaches it meanwhile, it finds all at once. */
  async asleep<T>(act: () => Promise<T>): Promise<T> {
    for (const node of this.nodes) node.signal('SIGSTOP');
    try {
      return await act();
    } finally {
      for (const node of this.nodes) node.signal('SIGCONT');
    }
  }

  /** Ends it as an operator does. */
  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.end('SIGTERM')));
  }

  /** Ends it for good and removes its data. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await this.#balancer?.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** The account that the first start makes and prints. */
  async firstAgent(): Promise<AgentAccount> {
    if (this.#firstAgent) return this.#firstAgent;
    const printed = await eventually('the first account is printed', () => PRINTED_ACCOUNT.exec(this.#log)?.groups);
    return { name: FIRST_AGENT, email: printed.email ?? '', password: printed.password ?? '' };
  }

  /** A new account, made as an operator makes one. */
  async addAgent(name: string): Promise<AgentAccount> {
    const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    const email = `${plain.replace(/[^a-z]+/g, '.')}@example.com`;
    const stdout = await this.#accounts('add', name, email);
    const password = /signs in with \S+ and (\S+)/.exec(stdout)?.[1];
    if (password === undefined) throw new Error(`No password was told: ${stdout}`);
    return { name, email, password };
  }

  /** What the operator gives somebody who has an account. */
  async setRole(email: string, role: 'agent' | 'supervisor'): Promise<void> {
    await this.#accounts('role', email, role);
  }

  async #accounts(...args: string[]): Promise<string> {
    const options = { cwd: ROOT, env: this.#env };
    return (await promisify(execFile)(process.execPath, ['signaling/agent-cli.ts', ...args], options)).stdout;
  }
}
