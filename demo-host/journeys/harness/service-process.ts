/** One process of the service: a node, which can be killed in the middle of everything, put to sleep and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { eventually } from './eventually.ts';

/** To end by itself when told to, in milliseconds; then it is ended. */
const PATIENCE_MS = 10_000;

export class ServiceProcess {
  readonly url: string;
  readonly #root: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #keep: (printed: string) => void;
  #child: ChildProcess | null = null;

  /** @param keep is given all that it prints. */
  constructor(url: string, root: string, env: NodeJS.ProcessEnv, keep: (printed: string) => void) {
    this.url = url;
    this.#root = root;
    this.#env = env;
    this.#keep = keep;
  }

  /** Returns when it can serve. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ['signaling/main.ts'], {
      cwd: this.#root,
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    let printed = '';
    const keep = (chunk: Buffer): void => {
      printed += chunk;
      this.#keep(chunk.toString());
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    await eventually('the service is ready', async () => {
      if (child.exitCode !== null) return 'ended';
      return (await fetch(`${this.url}/readyz`)).ok;
    });
    if (child.exitCode !== null) throw new Error(`The service ended at once:\n${printed}`);
  }

  /** SIGSTOP, SIGCONT. */
  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
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
