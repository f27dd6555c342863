/** What supervisors read of what agents, supervisors and the operator did; over real HTTP, and from the command line. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { decide } from '../conversations/rules.ts';
import type { AuditEntry, AuditPage } from '../protocol/audit.ts';
import { sqlStore } from '../store/sql-store.ts';
import { sqliteDialect } from '../store/sqlite.ts';
import { newFolder } from '../testing/built.ts';
import { take } from '../testing/calls.ts';
import { run } from '../testing/run.ts';
import { type TestService, testService, words } from '../testing/service.ts';

const DAY_MS = 24 * 60 * 60_000;

async function page(test: TestService, cookie: string, before?: string): Promise<AuditPage> {
  const query = before === undefined ? '' : `?before=${encodeURIComponent(before)}`;
  const response = await fetch(`${test.url}/api/audit${query}`, { headers: { Cookie: cookie } });
  assert.equal(response.status, 200);
  return (await response.json()) as AuditPage;
}

const told = ({ who, what, on }: AuditEntry) => [who.kind === 'agent' ? who.name : who.kind, what, on.name];

const signIn = (test: TestService, email: string, password: string) =>
  fetch(`${test.url}/api/agent/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
const drop = (test: TestService, path: string, cookie: string) =>
  fetch(test.url + path, { method: 'DELETE', headers: { Cookie: cookie } });

describe('the audit log of what agents and supervisors changed', () => {
  it('has every sign-in, failed sign-in and sign-out, everywhere, and by a supervisor', async () => {
    await using test = await testService();
    const sofia = await test.agent('Sofia', 'supervisor');
    const jules = await test.agent('Jules');
    const added = (await test.service.agents.add('Amélie', 'amelie@example.com')) ?? assert.fail();
    await signIn(test, 'amelie@example.com', 'a-guessed-word');
    await signIn(test, 'nobody@example.com', 'a-guessed-word');
    const entered = await signIn(test, 'amelie@example.com', added.password);
    await drop(test, '/api/agent/session', entered.headers.get('Set-Cookie') ?? '');
    await drop(test, '/api/agent/sessions', jules.cookie);
    await drop(test, `/api/agents/${jules.id}/sessions`, sofia.cookie);
    await test.service.agents.setRole('amelie@example.com', 'supervisor');
    // It is no change when it is so already.
    await test.service.agents.setRole('amelie@example.com', 'supervisor');
    const { entries } = await page(test, sofia.cookie);
    const expected = [
      ['operator', 'agent_added', 'Amélie'],
      ['unknown', 'sign_in_failed', 'Amélie'],
      ['unknown', 'sign_in_failed', null],
      ['Amélie', 'signed_in', 'Amélie'],
      ['Amélie', 'signed_out', 'Amélie'],
      ['Jules', 'signed_out_everywhere', 'Jules'],
      ['Sofia', 'agent_signed_out', 'Jules'],
      ['operator', 'role_changed', 'Amélie'],
    ];
    // The clock stands still in a test: the order of one moment is nobody's business.
    assert.deepEqual(entries.map(told).sort(), expected.sort());
    assert.doesNotMatch(JSON.stringify(entries), /@example\.com|a-guessed-word/);
  });

  it('loses entries by themselves once they are older than the operator keeps them', async () => {
    await using test = await testService({ auditMs: 30 * DAY_MS });
    const sofia = await test.agent('Sofia', 'supervisor');
    const change = (role: 'agent' | 'supervisor') => test.service.agents.setRole(`${sofia.id}@example.com`, role);
    await change('agent');
    test.clock.now += 29 * DAY_MS;
    await change('supervisor');
    const left = async () => (await test.store.audit(null, 10)).length;
    await test.service.sweep();
    assert.equal(await left(), 2);
    test.clock.now += 2 * DAY_MS;
    await test.service.sweep();
    assert.equal(await left(), 1);
  });

  it('is told page by page, the newest first, with what was done with conversations in between', async () => {
    await using test = await testService();
    const sofia = await test.agent('Sofia', 'supervisor');
    const marta = await test.visitor();
    for (let n = 0; n < 60; n += 1) {
      test.clock.now += 1;
      await test.service.agents.setRole(`${sofia.id}@example.com`, n % 2 === 0 ? 'agent' : 'supervisor');
    }
    test.clock.now += 1;
    const { conversation } = await marta.append(words('Zanzibar'));
    await sofia.append(take, conversation);
    const first = await page(test, sofia.cookie);
    assert.deepEqual([first.entries.length, first.entries[0]?.on.id], [50, conversation]);
    const second = await page(test, sofia.cookie, first.next ?? assert.fail('no more'));
    assert.deepEqual([second.entries.length, second.next], [11, null]);
    const times = [...first.entries, ...second.entries].map(({ at }) => at);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => b - a),
    );
    assert.equal(new Set([...first.entries, ...second.entries].map(({ id }) => id)).size, 61);
    assert.doesNotMatch(JSON.stringify(first), /Zanzibar/);
  });

  it('refuses a place that it has never named', async () => {
    await using test = await testService();
    const { cookie } = await test.agent('Sofia', 'supervisor');
    for (const before of ['', 'x', '5', "5-' or 1=1 --".repeat(9), '-1-a']) {
      const url = `${test.url}/api/audit?before=${encodeURIComponent(before)}`;
      const response = await fetch(url, { headers: { Cookie: cookie } });
      assert.equal(response.status, 400, before);
    }
  });

  it('has what was done from the command line', async () => {
    await using folder = await newFolder();
    const environment = { DATA_DIR: folder.path };
    const cli = (...args: string[]) => run('agent-cli.ts', environment, args).ended;
    assert.equal((await cli('add', 'Jules', 'jules@example.com')).code, 0);
    assert.equal((await cli('role', 'jules@example.com', 'supervisor')).code, 0);
    const store = sqlStore(sqliteDialect(join(folder.path, 'support.sqlite')), randomUUID, decide);
    assert.deepEqual((await store.audit(null, 10)).map(told), [
      ['operator', 'role_changed', 'Jules'],
      ['operator', 'agent_added', 'Jules'],
    ]);
    await store.close();
  });
});
