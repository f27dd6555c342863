/**
 * A TCP proxy on a port of its own: what goes through arrives in order and later by a fixed time, each way, and the line
 * can be cut and healed. For signalling over a long way. Knows nothing of what it carries.
 */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export class DelayProxy {
  /** Each way, in milliseconds. May be changed; what is already on its way keeps its time. */
  delayMs: number;
  readonly #target: URL;
  readonly #server: Server;
  /** Both ends of every line. */
  readonly #sockets = new Set<Socket>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #isCut = false;

  private constructor(target: URL, delayMs: number) {
    this.#target = target;
    this.delayMs = delayMs;
    this.#server = createServer({ allowHalfOpen: true }, (near) => this.#join(near));
  }

  /** @param target The address of what stands behind it, such as `http://127.0.0.1:3000`. */
  static async start(target: string, delayMs: number): Promise<DelayProxy> {
    const proxy = new DelayProxy(new URL(target), delayMs);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** What to open instead of the target. */
  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `${this.#target.protocol}//127.0.0.1:${port}`;
  }

  /** Ends every line and lets no new one through until `heal`. */
  cut(): void {
    this.#isCut = true;
    this.#endLines();
  }

  heal(): void {
    this.#isCut = false;
  }

  async stop(): Promise<void> {
    this.#endLines();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #endLines(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(near: Socket): void {
    if (this.#isCut) {
      near.destroy();
      return;
    }
    const { hostname, port } = this.#target;
    const far = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket);
      socket.setNoDelay();
      socket.on('data', (chunk) => this.#later(() => other.write(chunk)));
      // One side has said all that it had to say; the other may go on.
      socket.on('end', () => this.#later(() => other.end()));
      socket.on('error', () => other.destroy());
      socket.on('close', () => this.#sockets.delete(socket));
    }
  }

  /** Timers of one length fire in the order in which they were set, so that nothing overtakes. */
  #later(act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, this.delayMs);
    this.#timers.add(timer);
  }
}
