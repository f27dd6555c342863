/** For tests: a back-up that is made while people write, and what has to be in it; with real processes of the operator. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { check, type Place } from '../backup.ts';
import { decide } from '../conversations/rules.ts';
import type { Attachment } from '../protocol/events.ts';
import { postgresStore } from '../store/postgres.ts';
import type { Store } from '../store/store.ts';
import { threadedStore } from '../store/threaded-store.ts';
import { type Run, run } from './run.ts';
import { type TestService, testService, words } from './service.ts';

const WRITERS = 5;
/** Acknowledged of each before the back-up begins. */
const WORDS_BEFORE = 12;

const environment = ({ dataDir, databaseUrl }: Place) => ({
  DATA_DIR: dataDir,
  ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
});
const operator = (place: Place, ...args: string[]): Run => run('backup-cli.ts', environment(place), args);
export const openPlace = ({ dataDir, databaseUrl }: Place): Store =>
  databaseUrl === null
    ? threadedStore(new URL('../sqlite-thread.ts', import.meta.url), join(dataDir, 'support.sqlite'))
    : postgresStore(databaseUrl, randomUUID, decide);

/** Writes, and now and then sends a file, until `enough` says so; everything that was acknowledged, in order. */
async function writer(test: TestService, acknowledged: (event: object) => void, enough: () => boolean): Promise<void> {
  const who = await test.visitor();
  const headers = { Authorization: `Bearer ${who.secret}` };
  for (let n = 1; !enough(); n += 1) {
    if (n % 5 !== 0) {
      const { ok, event } = await who.append(words(`word ${n}`));
      assert.ok(ok);
      acknowledged(event);
      continue;
    }
    const sent = { method: 'POST', headers, body: `file ${n}` };
    const file = (await (await fetch(`${test.url}/api/attachments?name=${n}.txt`, sent)).json()) as Attachment;
    const { ok, event } = await who.append({ type: 'attachment', payload: { id: file.id } });
    assert.ok(ok);
    acknowledged(event);
  }
}

/** Every log, by conversation. */
async function logs(store: Store) {
  const lines = await store.queue();
  return new Map(
    await Promise.all(
      lines.map(
        async ({ state }) => [state.id, { state, events: await store.eventsAfter(state.id, 'main', 0, 9999) }] as const,
      ),
    ),
  );
}

/** All that was acknowledged before it began is restored, and what came later wholly or not at all. */
export async function whileTheyWrite(from: Place, to: Place, copy: string): Promise<void> {
  await mkdir(from.dataDir);
  const store = openPlace(from);
  const never = Number.MAX_SAFE_INTEGER;
  await store.migrate();
  await store.addAgentSession({ tokenHash: 'from before', agent: 'a-1', at: 0, expiresAt: never });
  await store.takeLease('from before', 'somebody', 0, never);
  await using test = await testService({ store, folder: from.dataDir });
  let before = 0;
  const acknowledged: object[] = [];
  const { promise: enoughBefore, resolve } = Promise.withResolvers<void>();
  let phase: 'writing' | 'enough' = 'writing';
  const writers = Array.from({ length: WRITERS }, () =>
    writer(
      test,
      (event) => {
        acknowledged.push(event);
        if (acknowledged.length >= WRITERS * WORDS_BEFORE) resolve();
      },
      () => phase === 'enough',
    ),
  );
  await enoughBefore;
  before = acknowledged.length;
  const made = await operator(from, 'backup', copy).ended;
  const after = acknowledged.length;
  phase = 'enough';
  await Promise.all(writers);
  assert.deepEqual([made.code, made.error], [0, '']);
  assert.ok(after > before, 'nobody wrote meanwhile');
  const live = await check(from);
  assert.deepEqual([live.faults, live.tables.conversations], [[], WRITERS]);

  const restored = await operator(to, 'restore', copy).ended;
  assert.deepEqual([restored.code, restored.error], [0, '']);
  assert.match(restored.out, /^Restored, and sound: /);
  // Sign-ins may have ended since, and nobody has a seat or a turn.
  assert.equal(live.tables.agent_sessions, 1);
  const { agent_sessions, call_seats, leases } = (await check(to)).tables;
  assert.deepEqual([agent_sessions, call_seats, leases], [0, 0, 0]);
  const copied = openPlace(to);
  const [there, now] = [await logs(copied), await logs(store)];
  for (const [id, { state, events }] of there) {
    // Each log is the begin of the real one: without a hole, and nothing of what came later is there by half.
    assert.deepEqual(events, now.get(id)?.events.slice(0, events.length));
    assert.equal(state.head, events.length);
  }
  const ids = new Set([...there.values()].flatMap(({ events }) => events.map(({ id }) => id)));
  for (const event of acknowledged.slice(0, before) as { id: string }[])
    assert.ok(ids.has(event.id), 'acknowledged, and missing');
  await copied.close();
}
