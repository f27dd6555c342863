/** How agents sign in and out, how long a session and its token last, and what guessing gets; over real HTTP and sockets. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { describe, it } from 'node:test';
import { agentAccounts, SESSION_MS } from '../identity/agents.ts';
import { hashSecret } from '../identity/secrets.ts';
import { type Client, type TestService, testService } from '../testing/service.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

const reasonOf = async (response: Response) => ((await response.json()) as { reason: string }).reason;
const signIn = (test: TestService, email: string, password: string, headers = {}) =>
  fetch(`${test.url}/api/agent/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({ email, password }),
  });
const session = (test: TestService, cookie: string, method = 'GET', path = '/api/agent/session') =>
  fetch(test.url + path, { method, headers: { Cookie: cookie } });
const signOutEverywhere = (test: TestService, cookie: string) => session(test, cookie, 'DELETE', '/api/agent/sessions');

/** The cookie that an answer sets, and how many seconds it is to be kept. */
function cookieOf(response: Response): { cookie: string; seconds: number } | null {
  const set = response.headers.get('Set-Cookie');
  if (set === null) return null;
  return { cookie: set.split(';')[0] ?? '', seconds: Number(/Max-Age=(\d+)/.exec(set)?.[1]) };
}
const gone = ({ socket }: Client) => new Promise((resolve) => void socket.once('disconnect', resolve));

/** Guesses from another address of this machine. */
const guessFrom = (test: TestService, localAddress: string, email: string, headers = {}): Promise<number> =>
  new Promise((resolve, reject) => {
    const url = `${test.url}/api/agent/session`;
    const line = request(url, { method: 'POST', localAddress, agent: false, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    line.on('error', reject).end(JSON.stringify({ email, password: 'guess' }));
  });

describe('an agent', () => {
  it('signs in with the password that was told once, and gets a cookie that scripts can’t read', async () => {
    await using test = await testService();
    const added = await test.service.agents.add('Amélie', 'Amelie@Example.com');
    const response = await signIn(test, 'amelie@example.com', added?.password ?? '');
    assert.deepEqual(await response.json(), added?.agent);
    const cookie = response.headers.get('Set-Cookie') ?? '';
    assert.match(cookie, /HttpOnly/);
    assert.match(cookie, /SameSite=Strict/);
    const again = await fetch(`${test.url}/api/agent/session`, { headers: { Cookie: cookie.split(';')[0] ?? '' } });
    assert.equal(again.status, 200);
  });

  it('with a wrong password or an unknown address gets one and the same answer', async () => {
    await using test = await testService();
    await test.service.agents.add('Amélie', 'amelie@example.com');
    const [wrong, unknown] = [
      await signIn(test, 'amelie@example.com', 'guess'),
      await signIn(test, 'nobody@example.com', 'guess'),
    ];
    assert.deepEqual([wrong.status, await wrong.text()], [unknown.status, await unknown.text()]);
  });

  it('who guesses is slowed down', async () => {
    await using test = await testService({ limitFactor: 0.2 });
    await test.service.agents.add('Amélie', 'amelie@example.com');
    const guesses = await Promise.all(Array.from({ length: 3 }, () => signIn(test, 'amelie@example.com', 'guess')));
    assert.deepEqual(guesses.map((response) => response.status).sort(), [401, 401, 429]);
  });

  it('who guesses many accounts is slowed down as well', async () => {
    await using test = await testService({ limitFactor: 0.1 });
    const guesses = await Promise.all(
      Array.from({ length: 5 }, (_, n) => signIn(test, `agent-${n}@example.com`, 'guess')),
    );
    assert.deepEqual(guesses.map((response) => response.status).sort(), [401, 401, 401, 429, 429]);
  });

  it('can’t be signed in with a flood of bytes', async () => {
    await using test = await testService();
    const response = await signIn(test, 'a@b.c', 'x'.repeat(100_000));
    assert.deepEqual([response.status, await reasonOf(response)], [413, 'too_large']);
  });

  it('can’t be signed in from another site’s page', async () => {
    await using test = await testService();
    const response = await signIn(test, 'a@b.c', 'x', { Origin: 'https://evil.example' });
    assert.equal(response.status, 403);
  });

  it('is told the role, which counts from the next request on', async () => {
    await using test = await testService();
    const { cookie } = await test.agent('Amélie');
    const known = async () => (await (await session(test, cookie)).json()) as { email: string; role: string };
    const { email, role } = await known();
    assert.equal(role, 'agent');
    assert.equal(await test.service.agents.setRole(email.toUpperCase(), 'supervisor'), true);
    assert.equal((await known()).role, 'supervisor');
    assert.equal(await test.service.agents.setRole('nobody@example.com', 'supervisor'), false);
  });

  it('signs out everywhere: every session and line of theirs ends, nobody else’s', async () => {
    await using test = await testService();
    const [amelie, jules] = await Promise.all([test.agent('Amélie'), test.agent('Jules')]);
    const another = { tokenHash: hashSecret('another'), agent: amelie.id, at: test.clock.now };
    await test.store.addAgentSession({ ...another, expiresAt: test.clock.now + HOUR });
    const elsewhere = 'ycyw_agent=another';
    const ended = Promise.all([amelie, await test.agentAgain(elsewhere)].map(gone));
    assert.equal((await signOutEverywhere(test, amelie.cookie)).status, 204);
    await ended;
    for (const cookie of [amelie.cookie, elsewhere]) assert.equal((await session(test, cookie)).status, 401);
    assert.equal((await session(test, jules.cookie)).status, 200);
    assert.equal((await jules.ask('inbox')).ok, true);
  });

  it('is signed out everywhere by a supervisor, and can sign in again', async () => {
    await using test = await testService();
    const [amelie, sofia] = await Promise.all([test.agent('Amélie'), test.agent('Sofia', 'supervisor')]);
    const ended = gone(amelie);
    const response = await session(test, sofia.cookie, 'DELETE', `/api/agents/${amelie.id}/sessions`);
    assert.equal(response.status, 204);
    await ended;
    assert.equal((await session(test, amelie.cookie)).status, 401);
    assert.equal((await session(test, sofia.cookie)).status, 200);
  });
});

describe('a session’s token', () => {
  it('doesn’t begin with a password that was replaced while it waited for its turn', async () => {
    await using test = await testService();
    const { agents } = test.service;
    const { password = '' } = (await agents.add('Amélie', 'amelie@example.com')) ?? {};
    const { store } = test;
    const late = agentAccounts({
      store: {
        ...store,
        async addAgentSession(...row: Parameters<typeof store.addAgentSession>) {
          await agents.changePassword('amelie@example.com');
          await store.addAgentSession(...row);
        },
      },
      now: () => test.clock.now,
      newId: randomUUID,
    });
    assert.equal(await late.signIn('amelie@example.com', password, '127.0.0.2'), null);
    const amelie = (await store.agents())[0] ?? assert.fail('nobody');
    assert.deepEqual(await store.removeAgentSessions(amelie.id), []);
  });

  it('is replaced after some hours; requests that were on their way with the old one go through', async () => {
    await using test = await testService();
    const { cookie } = await test.agent('Amélie');
    assert.equal(cookieOf(await session(test, cookie)), null);
    test.clock.now += 3 * HOUR;
    const answers = await Promise.all(Array.from({ length: 6 }, () => session(test, cookie)));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200, 200, 200, 200],
    );
    const [renewed = assert.fail('none'), ...others] = answers.map(cookieOf).filter((one) => one !== null);
    assert.deepEqual(others, []);
    assert.notEqual(renewed.cookie, cookie);
    // The session ends when it would have ended.
    assert.equal(renewed.seconds, (SESSION_MS - 3 * HOUR) / 1000);
    assert.equal((await session(test, renewed.cookie)).status, 200);
    test.clock.now += 2 * MINUTE;
    assert.equal((await session(test, cookie)).status, 401);
    assert.equal((await session(test, renewed.cookie)).status, 200);
    test.clock.now += 12 * HOUR;
    assert.equal((await session(test, renewed.cookie)).status, 401);
  });

  it('is replaced without cutting a line, and signing out with the new one ends the line of the old', async () => {
    await using test = await testService();
    const amelie = await test.agent('Amélie');
    test.clock.now += 3 * HOUR;
    const renewed = cookieOf(await session(test, amelie.cookie))?.cookie ?? '';
    test.clock.now += 2 * MINUTE;
    await test.service.sweep();
    assert.equal((await amelie.ask('inbox')).ok, true);
    const ended = gone(amelie);
    assert.equal((await session(test, renewed, 'DELETE')).status, 204);
    await ended;
    assert.equal((await session(test, renewed)).status, 401);
  });

  it('that was replaced doesn’t come back by being used in its last minute', async () => {
    await using test = await testService();
    const { cookie } = await test.agent('Amélie');
    test.clock.now += 3 * HOUR;
    await session(test, cookie);
    test.clock.now += MINUTE / 2;
    assert.equal(cookieOf(await session(test, cookie)), null);
    test.clock.now += MINUTE / 2;
    assert.equal((await session(test, cookie)).status, 401);
  });
});

describe('whoever guesses an agent’s password', () => {
  it('locks out nobody at another address, the agent least of all', async () => {
    await using test = await testService({ limitFactor: 0.1 });
    const added = await test.service.agents.add('Amélie', 'amelie@example.com');
    const guesses = [
      await guessFrom(test, '127.0.0.2', 'amelie@example.com'),
      // However it is written, it is one account.
      await guessFrom(test, '127.0.0.2', ' Amelie@Example.com'),
    ];
    assert.deepEqual(guesses, [401, 429]);
    assert.equal((await signIn(test, 'amelie@example.com', added?.password ?? '')).status, 200);
  });

  it('ends no session by it', async () => {
    await using test = await testService({ limitFactor: 0.1 });
    const { cookie } = await test.agent('Amélie');
    const { email } = (await (await session(test, cookie)).json()) as { email: string };
    for (let n = 0; n < 4; n += 1) await guessFrom(test, '127.0.0.2', email);
    assert.equal((await session(test, cookie)).status, 200);
  });

  it('gains nothing by naming other addresses, unless a trusted proxy names them', async () => {
    const named = async (trustProxy: boolean) => {
      await using test = await testService({ limitFactor: 0.1, trustProxy });
      const { id } = await test.agent('Amélie');
      const guess = (address: string) =>
        guessFrom(test, '127.0.0.2', `${id}@example.com`, { 'X-Forwarded-For': address });
      return [await guess('198.51.100.1'), await guess('198.51.100.2'), await guess('203.0.113.9, 198.51.100.2')];
    };
    assert.deepEqual(await named(false), [401, 429, 429]);
    // Only the last entry is the proxy’s own.
    assert.deepEqual(await named(true), [401, 401, 429]);
  });
});
