/** A real coturn for the journeys whose media may only go through a relay. It relays on this machine, to this machine. */
import { createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programPath } from '../../../.ci/programs.ts';
import { freePort } from '../../../signaling/testing/ports.ts';
import { Child } from './child.ts';

const LOOPBACK = '127.0.0.1';
const REALM = 'journeys.test';

/** Longer than any journey, in seconds. */
const CREDENTIAL_SECONDS = 3600;

/** One line of coturn's log for each relayed address that it gave away. */
const ALLOCATED = /session \d+: new, realm=\S+ username=\S+ lifetime=\d+/g;

export interface TurnOptions {
  /** Where it listens and relays. Default: this machine only. */
  address?: string;
}

export class Turn {
  /** As the service's TURN_URLS wants them. */
  readonly urls: readonly string[];
  /** As the service's TURN_SECRET wants it. */
  readonly secret: string;
  readonly #child: Child;
  readonly #folder: string;

  private constructor(urls: readonly string[], secret: string, child: Child, folder: string) {
    this.urls = urls;
    this.secret = secret;
    this.#child = child;
    this.#folder = folder;
  }

  static async start({ address = LOOPBACK }: TurnOptions = {}): Promise<Turn> {
    const folder = await mkdtemp(join(tmpdir(), 'ycyw-turn-'));
    const secret = randomBytes(16).toString('hex');
    const port = await freePort();
    const args = [
      ...['-n', '--verbose', '--log-file=stdout', '--no-cli', '--no-tls', '--no-dtls', '--no-rfc5780'],
      ...[`--listening-ip=${address}`, `--relay-ip=${address}`, `--listening-port=${port}`],
      ...['--use-auth-secret', `--static-auth-secret=${secret}`, `--realm=${REALM}`],
      '--allow-loopback-peers',
      // What it would otherwise write into the system's folders.
      ...[`--pidfile=${join(folder, 'pid')}`, `--userdb=${join(folder, 'db')}`],
    ];
    try {
      const child = await Child.start(programPath('turnserver'), args, /UDP listener opened on/);
      const at = `turn:${address}:${port}`;
      return new Turn([`${at}?transport=udp`, `${at}?transport=tcp`], secret, child, folder);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Variables of the service's environment. */
  get settings(): Record<string, string> {
    return { TURN_URLS: this.urls.join(','), TURN_SECRET: this.secret };
  }

  /** A server for `RTCPeerConnection`, with credentials as the service makes them. */
  iceServer(user = 'somebody'): { urls: string[]; username: string; credential: string } {
    const username = `${Math.floor(Date.now() / 1000) + CREDENTIAL_SECONDS}:${user}`;
    const credential = createHmac('sha1', this.secret).update(username).digest('base64');
    return { urls: [...this.urls], username, credential };
  }

  /** How many relayed addresses it has given away so far. */
  relayed(): number {
    return this.log.match(ALLOCATED)?.length ?? 0;
  }

  get log(): string {
    return this.#child.said;
  }

  async stop(): Promise<void> {
    await this.#child.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
