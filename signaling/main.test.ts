/** The start as an operator meets it: a real process. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const at = (name: string) => fileURLToPath(new URL(name, import.meta.url));

interface Run {
  /** Resolves with what was said once the text appears, or at the end. */
  said(text: string): Promise<string>;
  end(signal: NodeJS.Signals): void;
  ended: Promise<{ code: number | null; out: string; error: string }>;
}

function run(script: string, environment: Record<string, string>, args: string[] = []): Run {
  const child = spawn(process.execPath, [at(script), ...args], {
    env: { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'error', ...environment },
  });
  let out = '';
  let error = '';
  const listeners = new Set<() => void>();
  child.stdout.on('data', (data) => {
    out += data;
    for (const listener of listeners) listener();
  });
  child.stderr.on('data', (data) => {
    error += data;
  });
  const ended = new Promise<{ code: number | null; out: string; error: string }>((resolve) => {
    child.on('close', (code) => {
      resolve({ code, out, error });
      for (const listener of listeners) listener();
    });
  });
  return {
    said: (text) =>
      new Promise((resolve) => {
        const look = () => {
          if (out.includes(text) || child.exitCode !== null) resolve(out);
        };
        listeners.add(look);
        look();
      }),
    end: (signal) => void child.kill(signal),
    ended,
  };
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ycyw-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('the start', () => {
  it('says where everything is, how to sign in once, and ends in good order', async () => {
    await inFolder(async (folder) => {
      const first = run('main.ts', { DATA_DIR: folder });
      const said = await first.said('Data');
      assert.match(said, /Rental pages +http:\/\/127\.0\.0\.1:\d+\//);
      assert.match(said, /Agent console +http:\/\/127\.0\.0\.1:\d+\/agent/);
      assert.match(said, /Reference +http:\/\/127\.0\.0\.1:\d+\/reference/);
      assert.match(said, /<script type="module" src="http:\/\/127\.0\.0\.1:\d+\/ycyw-support\.js"><\/script>/);
      assert.match(said, /agent@localhost +password \S+/);
      first.end('SIGTERM');
      assert.equal((await first.ended).code, 0);
      const second = run('main.ts', { DATA_DIR: folder });
      assert.doesNotMatch(await second.said('Data'), /password/);
      second.end('SIGINT');
      assert.equal((await second.ended).code, 0);
    });
  });

  it('with a busy port ends with one sentence', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    try {
      await inFolder(async (folder) => {
        const { code, error } = await run('main.ts', { DATA_DIR: folder, PORT: String(port) }).ended;
        assert.deepEqual([code, error], [1, `127.0.0.1:${port} is taken by another program. Set PORT.\n`]);
      });
    } finally {
      taken.close();
    }
  });

  it('with a data folder that can’t be written ends with one sentence', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'file');
      await writeFile(file, '');
      const { code, error } = await run('main.ts', { DATA_DIR: join(file, 'data') }).ended;
      assert.equal(code, 1);
      assert.match(error, /^DATA_DIR is \S+, but that can't be used: [^\n]+\n$/);
    });
  });

  const unusable = {
    PORT: 'http',
    HOST: 'not a host',
    ALLOWED_ORIGINS: 'https://a.b/path',
    TRUST_PROXY: 'yes',
    DEMO: '1',
    LOG_LEVEL: 'loud',
    PUBLIC_URL: 'here',
    STUN_URLS: 'https://stun.example.com',
    TURN_URLS: 'turn:turn.example.com,stun:turn.example.com',
  };
  for (const [name, value] of Object.entries(unusable)) {
    it(`with ${name}=${value} ends with one sentence that names it, what it got and what it wants`, async () => {
      const { code, error } = await run('main.ts', { [name]: value }).ended;
      assert.equal(code, 1);
      assert.match(error, new RegExp(`^${name} is "${value}", but wants [^\\n]+\\.\\n$`));
    });
  }

  it('with a secret that is too short ends with one sentence that doesn’t tell it', async () => {
    const IDENTITY_SECRET = `${'a'.repeat(32)},too-short`;
    const { code, error } = await run('main.ts', { IDENTITY_SECRET }).ended;
    assert.equal(code, 1);
    assert.match(
      error,
      /^IDENTITY_SECRET is a value of 42 characters, but wants a secret of at least 32 bytes[^\n]+\.\n$/,
    );
    assert.doesNotMatch(error, /too-short/);
  });

  it('with TURN servers that nobody could use ends with one sentence', async () => {
    const { code, error } = await run('main.ts', { TURN_URLS: 'turn:turn.example.com:3478' }).ended;
    assert.deepEqual([code, error], [1, "TURN_URLS is set, but TURN_SECRET isn't: nobody could use those servers.\n"]);
  });

  it('takes servers for calls in the forms that they have', async () => {
    await inFolder(async (folder) => {
      const started = run('main.ts', {
        DATA_DIR: folder,
        STUN_URLS: 'stun:stun.example.com, stuns:[2001:db8::1]:5349',
        TURN_URLS: 'turn:127.0.0.1:3478?transport=udp,turns:turn.example.com:443?transport=tcp',
        TURN_SECRET: 'north-pole',
      });
      assert.match(await started.said('Data'), /is running/);
      started.end('SIGTERM');
      assert.equal((await started.ended).code, 0);
    });
  });

  it('explains every variable with --help', async () => {
    const { code, out } = await run('main.ts', {}, ['--help']).ended;
    assert.equal(code, 0);
    for (const name of [...Object.keys(unusable), 'DATA_DIR', 'IDENTITY_SECRET', 'TURN_SECRET'])
      assert.ok(out.includes(name));
  });
});

describe('npm run agent', () => {
  it('adds an account once and tells its password', async () => {
    await inFolder(async (folder) => {
      const add = () => run('agent-cli.ts', { DATA_DIR: folder }, ['add', 'Jules', 'jules@example.com']).ended;
      const first = await add();
      assert.equal(first.code, 0);
      assert.match(first.out, /^Jules signs in with jules@example\.com and \S{19}\n/);
      const second = await add();
      assert.deepEqual([second.code, second.error], [1, 'There is an agent with jules@example.com already.\n']);
    });
  });

  it('makes somebody a supervisor, at once or later, and an agent again', async () => {
    await inFolder(async (folder) => {
      const agent = (...args: string[]) => run('agent-cli.ts', { DATA_DIR: folder }, args).ended;
      assert.equal((await agent('add', 'Sofia', 'sofia@example.com', '--supervisor')).code, 0);
      assert.equal((await agent('add', 'Jules', 'jules@example.com')).code, 0);
      assert.equal((await agent('role', 'Jules@example.com', 'supervisor')).code, 0);
      assert.equal((await agent('role', 'sofia@example.com', 'agent')).code, 0);
      const { out } = await agent('list');
      assert.equal(out, 'jules@example.com\tJules\tsupervisor\nsofia@example.com\tSofia\tagent\n');
      const unknown = await agent('role', 'nobody@example.com', 'agent');
      assert.deepEqual([unknown.code, unknown.error], [1, 'There is no agent with nobody@example.com.\n']);
    });
  });

  it('explains itself when it is called wrongly', async () => {
    for (const args of [['remove'], ['add', 'Jules'], ['role', 'jules@example.com', 'king'], ['list', '--all']]) {
      const { code, error } = await run('agent-cli.ts', {}, args).ended;
      assert.equal(code, 2);
      assert.match(error, /^Usage: /);
    }
  });
});
