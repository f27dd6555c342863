/**
 * For tests: a TCP proxy on a port of its own in front of one or several equal targets: each connection goes to the next of them
 * that takes it, as a load balancer does. Connections can be cut, and left open with nothing going through. Knows nothing of
 * what it carries.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { LOOPBACK } from './ports.ts';

interface Joined {
  near: Socket;
  far: Socket;
  target: number;
}

export class FaultyProxy {
  readonly #server: Server;
  readonly #targets: readonly number[];
  readonly #joined = new Set<Joined>();
  #next = 0;
  /** `refusing`: whoever comes is turned away. `silent`: is let in, and hears nothing. */
  #mood: 'passing' | 'refusing' | 'silent' = 'passing';

  private constructor(targets: readonly number[]) {
    this.#targets = targets;
    this.#server = createServer({ noDelay: true }, (near) => void this.#join(near));
  }

  static async start(...targets: number[]): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(targets);
    proxy.#server.listen(0, LOOPBACK);
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.#joined.size;
  }

  /** Ends what goes to this target, or to all; new ones are let through at once. */
  cut(target?: number): void {
    for (const joined of this.#to(target)) end(joined);
  }

  /** Nothing goes through any more, and neither end hears of it. They never come back to life. */
  halfOpen(target?: number): void {
    for (const { near, far } of this.#to(target)) {
      near.unpipe(far).pause();
      far.unpipe(near).pause();
    }
  }

  /** Until `pass` whoever comes is turned away. */
  refuse(): void {
    this.#mood = 'refusing';
    this.cut();
  }

  /** Until `pass` nothing goes through, and nobody is told. */
  silence(): void {
    this.#mood = 'silent';
    this.halfOpen();
  }

  /** What was silent is cut. */
  pass(): void {
    if (this.#mood === 'silent') this.cut();
    this.#mood = 'passing';
  }

  async stop(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #to(target?: number): Joined[] {
    return [...this.#joined].filter((joined) => target === undefined || joined.target === target);
  }

  async #join(near: Socket): Promise<void> {
    near.on('error', () => near.destroy());
    if (this.#mood === 'refusing') return void near.destroy();
    for (const _ of this.#targets) {
      const target = this.#targets[this.#next++ % this.#targets.length] ?? 0;
      const far = await reached(target);
      if (!far) continue;
      if (near.destroyed) return void far.destroy();
      const joined = { near, far, target };
      this.#joined.add(joined);
      const over = () => {
        this.#joined.delete(joined);
        end(joined);
      };
      near.once('close', over);
      far.once('close', over);
      if (this.#mood === 'silent') return;
      near.pipe(far);
      far.pipe(near);
      return;
    }
    near.destroy();
  }
}

function end({ near, far }: Joined): void {
  near.destroy();
  far.destroy();
}

function reached(port: number): Promise<Socket | null> {
  const socket = connect({ port, host: LOOPBACK, noDelay: true });
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(socket));
    socket.on('error', () => {
      socket.destroy();
      resolve(null);
    });
  });
}
