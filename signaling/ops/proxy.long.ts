/** The proxy of compose.yaml before two real nodes: long polling, WebSockets, files, and a node that goes. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { io, type Socket } from 'socket.io-client';
import { programPath } from '../../.ci/programs.ts';
import { PROTOCOL } from '../protocol/limits.ts';
import { newFolder } from '../testing/built.ts';
import { freePort, LOOPBACK } from '../testing/ports.ts';
import { newDatabase } from '../testing/postgres.ts';
import { type Run, run } from '../testing/run.ts';

const CADDYFILE = fileURLToPath(new URL('Caddyfile', import.meta.url));
const LOOK_MS = 100;
/** Connections at a time: more than one node would get by chance. */
const CLIENTS = 12;

async function answers(url: string): Promise<void> {
  while (
    !(await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await wait(LOOK_MS);
}

async function node(environment: Record<string, string>): Promise<{ process: Run; port: number }> {
  const port = await freePort();
  const process = run('main.ts', { ...environment, PORT: String(port), DEMO: 'off', TRUST_PROXY: 'on' });
  await answers(`http://${LOOPBACK}:${port}/readyz`);
  return { process, port };
}

async function caddy(ports: readonly number[]): Promise<{ url: string; child: ChildProcess }> {
  const url = `http://${LOOPBACK}:${await freePort()}`;
  const env = {
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    SUPPORT_HOST: url,
    ACME_EMAIL: 'operations@example.com',
    NODES: ports.map((port) => `${LOOPBACK}:${port}`).join(' '),
    CADDY_ADMIN: `${LOOPBACK}:${await freePort()}`,
  };
  const args = ['run', '--config', CADDYFILE, '--adapter', 'caddyfile'];
  const child = spawn(programPath('caddy'), args, { env, stdio: 'ignore' });
  await answers(`${url}/readyz`);
  return { url, child };
}

interface Connected {
  socket: Socket;
  append: (text: string) => Promise<{ ok: boolean; seq: number }>;
}

async function customer(url: string, transport: 'polling' | 'websocket'): Promise<Connected> {
  const socket = io(`${url}/customer`, {
    auth: { protocol: PROTOCOL, version: 'test' },
    transports: [transport],
    withCredentials: true,
    forceNew: true,
  });
  await new Promise<void>((resolve) => void socket.once('connect', resolve));
  const { secret } = (await socket.timeout(5000).emitWithAck('identify', {})) as { secret: string };
  socket.auth = { protocol: PROTOCOL, version: 'test', secret };
  let conversation: string | null = null;
  return {
    socket,
    async append(said) {
      const asked = { conversation, id: randomUUID(), body: { type: 'message', payload: { text: said } } };
      for (;;) {
        const answer = await socket
          .timeout(2000)
          .emitWithAck('append', asked)
          .catch(() => null);
        if (answer?.ok) {
          conversation = answer.conversation;
          return answer;
        }
        await wait(LOOK_MS);
      }
    },
  };
}

describe('the proxy before two nodes', () => {
  it('passes on long polling and WebSockets, keeps a line with its node, and sends everybody to the other when one is drained', async (test) => {
    await using folder = await newFolder();
    const environment = { DATA_DIR: folder.path, DATABASE_URL: await newDatabase() };
    const [one, two] = [await node(environment), await node(environment)];
    const { url, child } = await caddy([one.port, two.port]);
    const all: Connected[] = [];
    try {
      for (const transport of ['polling', 'websocket'] as const) {
        all.push(...(await Promise.all(Array.from({ length: CLIENTS }, () => customer(url, transport)))));
      }
      for (const client of all) assert.equal((await client.append('Hello')).seq, 1);
      const gone = performance.now();
      let cut = 0;
      for (const { socket } of all)
        socket.once('disconnect', () => {
          cut += 1;
        });
      one.process.end('SIGTERM');
      const [{ code }] = await Promise.all([one.process.ended, ...all.map((client) => client.append('Still here'))]);
      test.diagnostic(
        `all of ${all.length} wrote again after ${Math.round(performance.now() - gone)} ms, ${cut} were cut`,
      );
      assert.equal(code, 0);
      assert.ok(cut > 0 && cut < all.length, `${cut} of ${all.length} were at that node`);
      for (const client of all) assert.equal((await client.append('And again')).seq, 3);
    } finally {
      for (const { socket } of all) socket.disconnect();
      child.kill('SIGTERM');
      two.process.end('SIGTERM');
      one.process.end('SIGTERM');
      await Promise.all([two.process.ended, one.process.ended]);
    }
  });
});
