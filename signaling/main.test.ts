/** The start as an operator meets it: a real process. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { help, readConfig } from './config.ts';
import { agentAccounts } from './identity/agents.ts';
import { openStore } from './open-store.ts';
import { newDatabase } from './testing/postgres.ts';
import { run } from './testing/run.ts';
import { lanAddresses } from './tls/lan.ts';

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

  it('with --https speaks HTTPS on all addresses with a certificate of its own, and says what to type on a phone', async () => {
    await inFolder(async (folder) => {
      const started = run('main.ts', { DATA_DIR: folder }, ['--https']);
      const said = await started.said('Data');
      const [, port = ''] = /Rental pages +https:\/\/localhost:(\d+)\/\n/.exec(said) ?? [];
      assert.match(said, /src="https:\/\/localhost:\d+\/ycyw-support\.js"/);
      const found = lanAddresses(networkInterfaces()).map((address) => `https://${address}:${port}/`);
      assert.match(said, new RegExp(`On a phone +${found.join(' or ') || 'no: '}`));
      const ca = await readFile(join(folder, 'self-signed.pem'));
      for (const url of [`https://localhost:${port}/`, ...found]) {
        const [answer] = await once(get(`${url}healthz`, { ca, agent: false }), 'response');
        assert.equal((answer as IncomingMessage).statusCode, 200, url);
        (answer as IncomingMessage).destroy();
      }
      started.end('SIGTERM');
      assert.equal((await started.ended).code, 0);
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

  it('with a value that can’t be used ends with the sentence about it', async () => {
    const { code, out, error } = await run('main.ts', { DEMO: 'maybe' }).ended;
    assert.deepEqual([code, out, error], [1, '', 'DEMO is "maybe", but wants "on" or "off".\n']);
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

  it('with a database that can’t be used ends with one sentence that tells no password', async () => {
    await inFolder(async (folder) => {
      const DATABASE_URL = 'postgres://ycyw:north-pole@127.0.0.1:1/support';
      const away = await run('main.ts', { DATA_DIR: folder, DATABASE_URL }).ended;
      assert.equal(away.code, 1);
      assert.match(away.error, /^DATABASE_URL is 127\.0\.0\.1:1\/support, but that can't be used: [^\n]+\.\n$/);
      assert.doesNotMatch(away.error, /north-pole/);
    });
  });

  it('with PostgreSQL says where it is, has the accounts there, and nothing of SQLite', async () => {
    await inFolder(async (folder) => {
      const environment = { DATA_DIR: folder, DATABASE_URL: await newDatabase() };
      const added = await run('agent-cli.ts', environment, ['add', 'Jules', 'jules@example.com']).ended;
      assert.equal(added.code, 0);
      const started = run('main.ts', environment);
      const said = await started.said('Data');
      assert.match(said, /Sign in +with your account/);
      assert.match(said, /Data +127\.0\.0\.1:\d+\/t_\w+, files in /);
      assert.deepEqual(
        (await readdir(folder)).filter((name) => name.includes('sqlite')),
        [],
      );
      started.end('SIGTERM');
      assert.equal((await started.ended).code, 0);
    });
  });

  it('explains every variable with --help', async () => {
    const { code, out } = await run('main.ts', {}, ['--help']).ended;
    assert.equal(code, 0);
    assert.equal(out, `${help()}\n`);
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

  it('gives a new password, and takes an account away: neither the password before nor any sign-in opens it', async () => {
    await inFolder(async (folder) => {
      const agent = (...args: string[]) => run('agent-cli.ts', { DATA_DIR: folder }, args).ended;
      const passwordIn = (said: string) =>
        /^Jules signs in with jules@example\.com and (\S{19})\n/.exec(said)?.[1] ?? '';
      const first = passwordIn((await agent('add', 'Jules', 'jules@example.com')).out);
      const { store } = await openStore(readConfig({ DATA_DIR: folder }));
      try {
        const accounts = agentAccounts({ store, now: Date.now, newId: randomUUID });
        const signIn = async (password: string) => (await accounts.signIn('jules@example.com', password, ''))?.token;
        const before = (await signIn(first)) ?? assert.fail('no sign-in');
        const second = passwordIn((await agent('password', 'Jules@example.com')).out);
        assert.equal(await accounts.bySession(before), null);
        assert.equal(await signIn(first), undefined);
        const after = (await signIn(second)) ?? assert.fail('no sign-in');
        assert.equal((await agent('remove', 'jules@example.com')).code, 0);
        assert.equal(await accounts.bySession(after), null);
        assert.equal(await signIn(second), undefined);
        const audit = (await store.audit(null, 20)).filter(({ who }) => who.kind === 'operator');
        assert.deepEqual(
          audit.map(({ what }) => what),
          ['agent_removed', 'password_changed', 'agent_added'],
        );
      } finally {
        await store.close();
      }
      assert.equal((await agent('list')).out, 'jules@example.com\tJules\tremoved\n');
      const again = await agent('add', 'Jules', 'jules@example.com');
      assert.match(
        again.out,
        /It is the account that was removed before; past conversations keep the name of then\.\n$/,
      );
      assert.deepEqual([again.code, passwordIn(again.out).length], [0, 19]);
    });
  });

  it('explains itself when it is called wrongly', async () => {
    const wrongly = [['remove'], ['add', 'Jules'], ['role', 'jules@example.com', 'king'], ['list', '--all']];
    await Promise.all(
      wrongly.map(async (args) => {
        const { code, error } = await run('agent-cli.ts', {}, args).ended;
        assert.equal(code, 2);
        assert.match(error, /^Usage: /);
      }),
    );
  });
});
