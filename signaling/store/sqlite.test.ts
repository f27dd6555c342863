import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { decide } from '../conversations/rules.ts';
import { erasureContract } from './erasure.contract.ts';
import { type Database, migrations } from './schema.ts';
import { sqlStore } from './sql-store.ts';
import { sqliteDialect } from './sqlite.ts';
import { storeContract } from './store.contract.ts';
import { threadedStore } from './threaded-store.ts';

const open = async (path: string) => {
  const store = sqlStore(sqliteDialect(path), randomUUID, decide);
  await store.migrate();
  return store;
};

storeContract('SQLite', () => open(':memory:'));
erasureContract('SQLite', () => open(':memory:'));
storeContract('SQLite in a thread of its own', async () => {
  const store = threadedStore(new URL('../sqlite-thread.ts', import.meta.url), ':memory:');
  await store.migrate();
  return store;
});

describe('a store in a thread of its own', () => {
  it('says so when the thread ends by itself, with the cause', async () => {
    const script = new URL('data:text/javascript,throw new Error("the thread fails")');
    const cause = await new Promise<Error>((resolve) => {
      const store = threadedStore(script, null, resolve);
      store.check().catch(() => {});
    });
    assert.equal(cause.message, 'the thread fails');
  });
});

describe('SQLite', () => {
  it('knows the visitors of a version that knew no site’s customers', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ycyw-'));
    try {
      const path = join(folder, 'support.sqlite');
      const db = new Kysely<Database>({ dialect: sqliteDialect(path) });
      const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
      await migrator.migrateTo('2026-11-24-recordings');
      const said = {
        name: 'Marta',
        email: '',
        context: '{"booking":"YW-1"}',
        topic: '',
        locale: '',
        device: '',
        pages: '[]',
      };
      const row = { id: 'a-visitor', label: '8241', secret_hash: 'the hash', ...said, created_at: 5 };
      await sql`insert into customers (${sql.join(Object.keys(row).map((name) => sql.ref(name)))}) values (${sql.join(Object.values(row))})`.execute(
        db,
      );
      await db.destroy();
      const store = await open(path);
      const { id, name, context, verified } = (await store.customerBySecret('the hash')) ?? {};
      assert.deepEqual([id, name, context, verified], ['a-visitor', 'Marta', { booking: 'YW-1' }, null]);
      await store.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is made anew by the first erasure when an earlier version has left erased words in the file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ycyw-'));
    try {
      const path = join(folder, 'support.sqlite');
      const store = await open(path);
      const before = new DatabaseSync(path);
      before.exec(`pragma secure_delete = off; pragma user_version = 0;
        insert into settings values ('x', '${'the words of long ago '.repeat(20)}'); delete from settings; pragma wal_checkpoint`);
      before.close();
      assert.ok((await readFile(path)).includes('the words of long ago'));
      await store.scrub();
      assert.ok(!(await readFile(path)).includes('the words of long ago'));
      await store.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('has the same conversations after it was closed and opened again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ycyw-'));
    try {
      const path = join(folder, 'support.sqlite');
      const marta = { kind: 'customer', id: randomUUID() } as const;
      const before = await open(path);
      const body = { type: 'message', payload: { text: 'Hello' } } as const;
      await before.commit([{ kind: 'append', actor: marta, conversation: null, id: randomUUID(), body }], 1);
      const stored = await before.latestConversation(marta.id);
      await before.close();
      const after = await open(path);
      assert.deepEqual(await after.latestConversation(marta.id), stored);
      await after.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
