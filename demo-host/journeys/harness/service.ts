/**
 * The real service as a process of its own, with a data folder of its own: it can be killed in the middle of everything
 * and started again on the same port and data, as an operator would.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { eventually } from './eventually.ts';
import { freePort } from './ports.ts';
import { prepareData } from './prepared-data.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What Node has made of the sources once, it needn't make again for the next service. */
const COMPILED = join(ROOT, '.tmp/compiled');

/** To end by itself when told to, in milliseconds; then it is ended. */
const PATIENCE_MS = 5000;

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

export class Service {
  readonly url: string;
  readonly dataDir: string;
  readonly #root: string;
  readonly #env: NodeJS.ProcessEnv;
  /** Whom the data know already. */
  #firstAgent: AgentAccount | null = null;
  #child: ChildProcess | null = null;
  #log = '';

  private constructor(address: string, port: number, dataDir: string, settings: Record<string, string>, root: string) {
    this.#root = root;
    this.url = `http://${address}:${port}`;
    this.dataDir = dataDir;
    this.#env = {
      ...process.env,
      LOG_LEVEL: 'info',
      NODE_COMPILE_CACHE: COMPILED,
      ...settings,
      PORT: String(port),
      HOST: address,
      DATA_DIR: dataDir,
    };
  }

  /**
   * @param settings More variables of its environment.
   * @param address Where it listens; this machine only, unless browsers come from elsewhere.
   * @param root Where it is installed; this very checkout, unless something is to be changed in it.
   * @param data What it finds in its folder: what a first start and a first sign-in of this checkout have left there, or nothing.
   */
  static async launch(
    settings: Record<string, string> = {},
    address = '127.0.0.1',
    root = ROOT,
    data: 'prepared' | 'none' = root === ROOT ? 'prepared' : 'none',
  ): Promise<Service> {
    const folder = await mkdtemp(join(tmpdir(), 'ycyw-journey-'));
    const service = new Service(address, await freePort(), folder, settings, root);
    const first = () => Service.launch({}, undefined, ROOT, 'none');
    if (data === 'prepared') service.#firstAgent = await prepareData(folder, first);
    await service.start();
    return service;
  }

  /** Everything that it has printed, over all its lives. */
  get log(): string {
    return this.#log;
  }

  /** Returns when it can serve. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ['signaling/main.ts'], {
      cwd: this.#root,
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    const keep = (chunk: Buffer): void => {
      this.#log += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    await eventually('the service is ready', async () => {
      if (child.exitCode !== null) return 'ended';
      return (await fetch(`${this.url}/readyz`)).ok;
    });
    if (child.exitCode !== null) throw new Error(`The service ended at once:\n${this.#log}`);
  }

  /** Dead in the middle of whatever it does, like after a power cut. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** While `act` runs the service stands still: what reaches it meanwhile, it finds all at once. */
  async asleep<T>(act: () => Promise<T>): Promise<T> {
    this.#child?.kill('SIGSTOP');
    try {
      return await act();
    } finally {
      this.#child?.kill('SIGCONT');
    }
  }

  /** Ends it as an operator does. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** Ends it for good and removes its data. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
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

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    const limit = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    child.kill(signal);
    await gone;
    clearTimeout(limit);
  }
}
