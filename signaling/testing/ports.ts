/** For tests: ports that nobody listens on, for programs that can't pick one by themselves. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** Below those that Linux gives to connections that go out: a free one of these would be taken a moment later. */
const FIRST = 20_000;
const LAST = 32_000;
const TRIES = 50;

/** Free on this machine a moment ago. */
export async function freePort(): Promise<number> {
  for (let tries = TRIES; ; tries -= 1) {
    const port = randomInt(FIRST, LAST);
    const server = createServer().listen(port, LOOPBACK);
    try {
      await once(server, 'listening');
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (isTaken && tries > 0) continue;
      throw error;
    }
    server.close();
    await once(server, 'close');
    return port;
  }
}
