/** For tests: a real coturn on free ports of this machine. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programPath } from '../../.ci/programs.ts';
import type { Certificate } from './certificates.ts';
import { ended } from './child.ts';
import { freePort, LOOPBACK } from './ports.ts';

/** In whichever order its threads get there. */
const READY = [/UDP listener opened on/, /TCP listener opened on/];

export interface CoturnOptions {
  /** Null: it relays for everybody. */
  secret: string | null;
  /** Makes it speak TLS as well. */
  tls?: Certificate;
  /** It relays TCP as well, as it does when it isn't told otherwise. */
  relaysTcp?: boolean;
  /** A file of settings. */
  config?: string;
}

export class Coturn implements AsyncDisposable {
  readonly port: number;
  /** What it said while it started. */
  said = '';
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(port: number, child: ChildProcess, folder: string) {
    this.port = port;
    this.#child = child;
    this.#folder = folder;
  }

  static async start({ secret, tls, relaysTcp = false, config }: CoturnOptions): Promise<Coturn> {
    const folder = mkdtempSync(join(tmpdir(), 'ycyw-coturn-'));
    const port = await freePort();
    const args = [
      ...(config ? ['-c', config] : ['-n', ...(relaysTcp ? [] : ['--no-tcp-relay'])]),
      ...['--verbose', '--log-file=stdout', '--no-cli', '--no-dtls', '--no-rfc5780', '--realm=tests.test'],
      ...[`--listening-ip=${LOOPBACK}`, `--relay-ip=${LOOPBACK}`, `--listening-port=${port}`],
      ...(secret === null ? ['--no-auth'] : ['--use-auth-secret', `--static-auth-secret=${secret}`]),
      ...(tls
        ? [`--tls-listening-port=${await freePort()}`, `--cert=${tls.file}`, `--pkey=${tls.keyFile}`]
        : ['--no-tls']),
      // What it would otherwise write into the system's folders.
      ...[`--pidfile=${join(folder, 'pid')}`, `--userdb=${join(folder, 'db')}`],
    ];
    const child = spawn(programPath('turnserver'), args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const coturn = new Coturn(port, child, folder);
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (chunk) => {
        coturn.said += chunk;
        if (READY.every((line) => line.test(coturn.said))) resolve();
      });
      child.stderr.resume();
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`coturn ended: ${coturn.said}`)));
    });
    return coturn;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await ended(this.#child, 'SIGTERM');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
