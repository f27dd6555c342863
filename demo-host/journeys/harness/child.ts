/** A program of the machine that runs beside a journey: started, heard out, ended by its own process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { eventually } from './eventually.ts';

/** To end by itself when told to, in milliseconds; then it is ended. */
const PATIENCE_MS = 5000;

export class Child {
  readonly #child: ChildProcess;
  #said = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    const keep = (chunk: Buffer): void => {
      this.#said += chunk.toString();
    };
    for (const stream of child.stdio.slice(1)) stream?.on('data', keep);
    // That it can't be started is told by `start`, which then never hears what it waits for.
    child.on('error', (error) => {
      this.#said += String(error);
    });
  }

  /** Returns once it has said what `ready` matches, on its output, its errors or a third stream of its own. */
  static async start(path: string, args: readonly string[], ready: RegExp): Promise<Child> {
    const child = new Child(spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] }));
    try {
      const is = await eventually(`${path} is ready`, () =>
        ready.test(child.said) ? 'ready' : child.#isGone && 'gone',
      );
      if (is === 'gone') throw new Error(`${path} ended at once.`);
      return child;
    } catch (cause) {
      await child.stop();
      throw new Error(`${path} can't be started: ${child.said}`, { cause });
    }
  }

  /** Everything that it has printed. */
  get said(): string {
    return this.#said;
  }

  get #isGone(): boolean {
    return this.#child.pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async stop(): Promise<void> {
    if (this.#isGone) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    const limit = setTimeout(() => this.#child.kill('SIGKILL'), PATIENCE_MS);
    this.#child.kill('SIGTERM');
    await gone;
    clearTimeout(limit);
  }
}
