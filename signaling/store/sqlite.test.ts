import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { decide } from '../conversations/rules.ts';
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
