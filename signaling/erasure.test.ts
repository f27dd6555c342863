/** A person is erased: everything that the service keeps is read through, byte by byte, for the erased one. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { decide } from './conversations/rules.ts';
import type { Logger } from './log.ts';
import type { ErasedPerson } from './protocol/http.ts';
import { postgresStore } from './store/postgres.ts';
import type { Store } from './store/store.ts';
import { threadedStore } from './store/threaded-store.ts';
import { newFolder } from './testing/built.ts';
import { SITE_SECRET } from './testing/people.ts';
import { newDatabase } from './testing/postgres.ts';
import { type Client, type TestService, testService, words } from './testing/service.ts';
import { type Traces, tracesOf, wholePerson } from './testing/whole-person.ts';

/** The erased one's, in every word of theirs; and another customer's. */
const [THEIRS, OTHERS] = ['Kovacs', 'Lindqvist'];
/** What each of the words begins or ends with, so that nothing is missed that was cut in two. */
const needlesOf = (traces: Traces): string[] => [THEIRS, ...Object.values(traces).map((trace) => trace.slice(0, 200))];

/** Keeps what is logged, as it would be written. */
function memory(): { log: Logger; lines: string[] } {
  const lines: string[] = [];
  const line = (fields: object, message: string) =>
    void lines.push(
      `${message} ${JSON.stringify(fields, (_, value) => (value instanceof Error ? `${value.stack}` : value))}`,
    );
  return { log: { debug: line, info: line, warn: line, error: line }, lines };
}

async function filesIn(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path)] as const)));
}

/** Where something of it stands: in a file's bytes, or in its name. */
function found(needles: readonly string[], haystack: Map<string, Buffer>): string[] {
  return [...haystack].flatMap(([path, bytes]) =>
    needles.filter((needle) => bytes.includes(needle) || path.includes(needle)).map((needle) => `${needle} in ${path}`),
  );
}

const dump = async (url: string): Promise<Map<string, Buffer>> => {
  const { stdout } = await promisify(execFile)('pg_dump', ['--inserts', url], {
    encoding: 'buffer',
    maxBuffer: 2 ** 28,
  });
  return new Map([['the dump', stdout]]);
};

/** All that there is of somebody, as the store and the disk tell it. */
async function all(store: Store, haystack: Map<string, Buffer>, customer: string, files: readonly string[]) {
  const people = await store.person(customer);
  const lines = (await Promise.all(people.map(({ id }) => store.conversationsOf(id)))).flat();
  const logs = await Promise.all(
    lines.flatMap(({ state }) => (['main', 'notes'] as const).map((log) => store.eventsAfter(state.id, log, 0, 999))),
  );
  const bytes = files.map((id) => [...haystack].find(([path]) => path.endsWith(id))?.[1].toString());
  return { people, lines, logs, bytes };
}

const cutOff = ({ socket }: Client) => new Promise((resolve) => void socket.once('disconnect', resolve));

interface Place {
  store: Store;
  read: () => Promise<Map<string, Buffer>>;
}

async function erased(test: TestService, place: Place, lines: readonly string[]): Promise<void> {
  const traces = tracesOf(THEIRS);
  const [amelie, sofia] = await Promise.all([test.agent('Amélie'), test.agent('Sofia', 'supervisor')]);
  const her = await wholePerson(test, amelie, traces);
  const other = await wholePerson(test, amelie, tracesOf(OTHERS));
  const before = await place.read();
  const missing = Object.values(traces).filter((trace) => found([trace], before).length === 0);
  // PostgreSQL compresses nothing of a dump; SQLite cuts what is longer than a page.
  assert.deepEqual(
    missing.filter((trace) => trace !== traces.words),
    [],
    'all of it stands somewhere',
  );
  const kept = await all(place.store, before, other.id, other.files);
  assert.equal(kept.bytes.filter(Boolean).length, 3);

  const cut = cutOff(her.customer);
  const gone = [amelie, sofia].map((agent) =>
    agent.next<{ conversation: string }>('gone', ({ conversation }) => conversation === her.conversation),
  );
  const headers = { Cookie: sofia.cookie };
  const answer = await fetch(`${test.url}/api/customers/${her.id}`, { method: 'DELETE', headers });
  assert.equal(answer.status, 200);
  const told = (await answer.json()) as ErasedPerson;
  const { conversations, files, recordings, outOfReach } = told;
  assert.deepEqual([conversations, files, recordings], [2, 3, 1]);
  assert.deepEqual(outOfReach, ['recordings_in_browsers', 'earlier_copies', 'uploads_of_agents']);
  await Promise.all([cut, ...gone]);

  const after = await place.read();
  assert.deepEqual(found(needlesOf(traces), after), []);
  assert.deepEqual(found(needlesOf(traces), new Map([['the log', Buffer.from(lines.join('\n'))]])), []);
  assert.deepEqual(await all(place.store, after, other.id, other.files), kept);

  // Nobody is them any more, and nothing that they had opens anything.
  assert.equal(await test.refused('/customer', { secret: her.visitor.secret }), 'not_signed_in');
  const anew = await test.signedIn(her.token);
  assert.deepEqual((await anew.ask<{ lines: unknown[] }>('conversations')).lines, []);
  assert.equal((await amelie.ask('sync', { conversation: her.conversation, after: 0 })).reason, 'not_found');
  assert.equal((await fetch(`${test.url}/api/customers/${her.id}`, { method: 'DELETE', headers })).status, 404);
  assert.equal((await fetch(`${test.url}/api/customers/${her.id}/export`, { headers })).status, 404);
}

describe('the erasure of a person', () => {
  it('leaves no byte of them in DATA_DIR, SQLite’s own files included, nor in the log, and all of everybody else', async () => {
    await using folder = await newFolder();
    const { log, lines } = memory();
    const file = join(folder.path, 'support.sqlite');
    const store = threadedStore(new URL('sqlite-thread.ts', import.meta.url), file);
    await using test = await testService({ store, folder: folder.path, identitySecrets: [SITE_SECRET], log });
    await erased(test, { store, read: () => filesIn(folder.path) }, lines);
  });

  it('leaves nothing of them in PostgreSQL nor in DATA_DIR, and all of everybody else', async () => {
    await using folder = await newFolder();
    const { log, lines } = memory();
    const url = await newDatabase();
    const store = postgresStore(url, randomUUID, decide);
    await using test = await testService({ store, folder: folder.path, identitySecrets: [SITE_SECRET], log });
    const read = async () => new Map([...(await filesIn(folder.path)), ...(await dump(url))]);
    await erased(test, { store, read }, lines);
  });

  it('that was stopped in the middle is ended by the next sweep, of this node or another', async () => {
    await using test = await testService({ identitySecrets: [SITE_SECRET] });
    const amelie = await test.agent('Amélie');
    const her = await wholePerson(test, amelie, tracesOf(THEIRS));
    const ids = (await test.store.person(her.id)).map(({ id }) => id);
    // As far as one got before it died: nobody is them, one file is gone.
    await test.store.beginErase(ids, test.clock.now);
    const [gone = assert.fail()] = [...(await filesIn(test.folder)).keys()].filter((path) =>
      path.endsWith(her.files[0] ?? '?'),
    );
    await rm(gone);
    await test.store.eraseConversation(her.closed);
    const cut = cutOff(her.customer);
    await test.service.sweep();
    await cut;
    assert.deepEqual(await test.store.erasing(), []);
    assert.deepEqual([await test.store.line(her.conversation), await test.store.line(her.closed)], [null, null]);
    assert.deepEqual(
      found([THEIRS], await filesIn(test.folder)).filter((one) => !one.includes('sqlite')),
      [],
    );
  });

  it('tells whoever still writes as them to begin anew, as somebody else', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    const { conversation } = await marta.append(words('Hello'));
    await test.store.beginErase([marta.customer], test.clock.now);
    await test.store.eraseConversation(conversation);
    for (const place of [conversation, null]) {
      assert.equal((await marta.append(words('Still there?'), place)).reason, 'not_signed_in');
    }
    assert.equal(await test.refused('/customer', { secret: marta.secret }), 'not_signed_in');
  });
});

describe('retention', () => {
  const DAY_MS = 24 * 60 * 60_000;

  it('erases what was closed longer ago, with its files, and customers who then have nothing; and tells who looks', async () => {
    await using test = await testService({ identitySecrets: [SITE_SECRET], retentionMs: 30 * DAY_MS });
    const amelie = await test.agent('Amélie');
    const her = await wholePerson(test, amelie, tracesOf(THEIRS));
    await her.customer.append({ type: 'closed', payload: {} }, her.conversation);
    const paolo = await test.visitor();
    const old = await paolo.append(words('Old'));
    await paolo.append({ type: 'closed', payload: {} }, old.conversation);
    test.clock.now += 20 * DAY_MS;
    const young = await paolo.append(words('Young'));
    await test.service.sweep();
    assert.ok(await test.store.line(her.conversation), 'not yet');
    test.clock.now += 11 * DAY_MS;
    const jules = await test.agent('Jules');
    const gone = jules.next<{ conversation: string }>('gone', ({ conversation }) => conversation === old.conversation);
    await test.service.sweep();
    await gone;
    assert.deepEqual(await test.store.person(her.id), []);
    assert.deepEqual(await all(test.store, await filesIn(test.folder), her.id, her.files), {
      people: [],
      lines: [],
      logs: [],
      bytes: [undefined, undefined, undefined],
    });
    const { lines } = await paolo.ask<{ lines: { state: { id: string } }[] }>('conversations');
    assert.deepEqual(
      lines.map(({ state }) => state.id),
      [young.conversation],
    );
    // Whoever still looks at the old one is told that there is none, and what they write into it goes on where they are.
    assert.equal((await paolo.ask('sync', { conversation: old.conversation, after: 1 })).reason, 'not_found');
    assert.equal((await paolo.append(words('More'), old.conversation)).reason, 'not_found');
    assert.equal((await paolo.append(words('More'))).conversation, young.conversation);
  });

  it('goes on when it fails at one conversation, says so, and says how many went', async () => {
    const { log, lines } = memory();
    await using test = await testService({ retentionMs: 30 * DAY_MS, log, nodes: 1 });
    const visitors = await Promise.all([1, 2, 3].map(() => test.visitor()));
    const [stuck = assert.fail(), , erasedNow = assert.fail()] = visitors;
    for (const { append } of visitors) {
      const { conversation } = await append(words('Old'));
      await append({ type: 'closed', payload: {} }, conversation);
      test.clock.now += 1;
    }
    const [line = assert.fail()] = await test.store.conversationsOf(stuck.customer);
    const facts = { name: 'x', type: 'text/plain', size: 1, createdAt: 1 } as const;
    await test.store.addAttachment({ id: 'stuck', owner: stuck.customer, conversation: line.state.id, ...facts });
    // A folder, which can't be removed as a file is.
    await mkdir(join(test.folder, 'attachments', 'ck', 'stuck'), { recursive: true });
    test.clock.now += 31 * DAY_MS;
    await test.service.sweep();
    const left = await Promise.all(visitors.map(({ customer }) => test.store.conversationsOf(customer)));
    assert.deepEqual(
      left.map(({ length }) => length),
      [1, 0, 0],
    );
    assert.deepEqual(await test.store.person(erasedNow.customer), []);
    assert.ok(lines.includes('erased by age {"conversations":2}'), lines.join('\n'));
    assert.ok(lines.some((one) => one.startsWith('a step of a sweep failed ') && one.includes('"step":"erasure"')));
  });

  it('keeps everything where nobody asked for it', async () => {
    await using test = await testService();
    const paolo = await test.visitor();
    const { conversation } = await paolo.append(words('Old'));
    await paolo.append({ type: 'closed', payload: {} }, conversation);
    test.clock.now += 10_000 * DAY_MS;
    await test.service.sweep();
    assert.ok(await test.store.line(conversation));
  });
});
