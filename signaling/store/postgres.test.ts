import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import pg from 'pg';
import { decide } from '../conversations/rules.ts';
import { newCustomer } from '../identity/visitors.ts';
import { newDatabase, postgres } from '../testing/postgres.ts';
import { testService } from '../testing/service.ts';
import { erasureContract } from './erasure.contract.ts';
import { postgresStore } from './postgres.ts';
import { migrations } from './schema.ts';
import { storeContract } from './store.contract.ts';
import { type Command, StoreGone } from './store.ts';

const open = async () => {
  const store = postgresStore(await newDatabase(), randomUUID, decide);
  await store.migrate();
  return store;
};

storeContract('PostgreSQL', open);
erasureContract('PostgreSQL', open);

/** Far below what people wait for, so that the test doesn't either. */
const HASTY = { connectMs: 1000, statementMs: 1000 };
/** Above the longest chain of what a request waits for, with room for a busy machine; in milliseconds. */
const QUICKLY_MS = 5000;

async function quickly<T>(work: Promise<T>): Promise<T> {
  const begin = performance.now();
  const value = await work;
  const took = performance.now() - begin;
  assert.ok(took < QUICKLY_MS, `took ${took} ms`);
  return value;
}

describe('PostgreSQL', () => {
  it('is migrated once by five nodes that start at the same time', async () => {
    const url = await newDatabase();
    const nodes = Array.from({ length: 5 }, () => postgresStore(url, randomUUID, decide));
    await Promise.all(nodes.map((node) => node.migrate()));
    for (const node of nodes) await node.setting('key', 'value');
    await Promise.all(nodes.map((node) => node.close()));
    const database = new URL(url).pathname.slice(1);
    const done = await (await postgres()).query(database, 'select name from kysely_migration order by name');
    assert.deepEqual(
      done.map(({ name }) => name),
      Object.keys(migrations).sort(),
    );
  });

  it('serves a node of the version before, also one that starts beside newer tables', async () => {
    const url = await newDatabase();
    const newer = postgresStore(url, randomUUID, decide);
    await newer.migrate();
    await (await postgres()).query(
      new URL(url).pathname.slice(1),
      "alter table customers add column later text; insert into kysely_migration values ('9999-later', now()::text)",
    );
    const older = postgresStore(url, randomUUID, decide);
    await older.migrate();
    await older.addCustomer(newCustomer('marta', 1));
    assert.deepEqual(await newer.customer('marta'), newCustomer('marta', 1));
    await Promise.all([newer.close(), older.close()]);
  });

  it('takes a name that no text of its own can hold, readable but for that', async () => {
    const store = await open();
    const name = 'Ma\0rta \ud83d';
    await store.addCustomer({ ...newCustomer('marta', 1), name });
    assert.equal((await store.customer('marta'))?.name, 'Ma\ufffdrta \ufffd');
    await store.close();
  });

  it('goes on once a node that held a conversation is gone, and waits for it no longer than it may', async () => {
    const url = await newDatabase();
    const store = postgresStore(url, randomUUID, decide, HASTY);
    await store.migrate();
    const say = (id: string): Command => {
      const body = { type: 'message', payload: { text: 'Hello' } } as const;
      return { kind: 'append', actor: { kind: 'customer', id }, conversation: null, id: randomUUID(), body };
    };
    await store.commit([say('marta'), say('jan')], 1);
    const node = new pg.Client({ connectionString: url });
    node.on('error', () => {});
    await node.connect();
    const { pid } = (await node.query('select pg_backend_pid() as pid')).rows[0];
    await node.query("begin; select id from conversations where customer_id = 'marta' for update");
    await assert.rejects(quickly(store.commit([say('marta')], 2)), StoreGone);
    assert.equal((await store.commit([say('jan')], 3))[0]?.ok, true);
    const waiting = store.commit([say('marta')], 4);
    // As when its machine loses power, but that the line says so.
    const ended = new Promise((resolve) => node.once('end', resolve));
    await (await postgres()).query('postgres', `select pg_terminate_backend(${pid})`);
    await ended;
    assert.equal((await waiting)[0]?.ok, true);
    await store.close();
  });

  for (const [name, away, back] of [
    ['stopped', 'stop', 'start'],
    ['frozen', 'freeze', 'thaw'],
  ] as const) {
    it(`while it is ${name} refuses quickly, says that it isn't ready, and needs no restart afterwards`, async () => {
      const server = await postgres();
      const store = postgresStore(await newDatabase(), randomUUID, decide, HASTY);
      await using test = await testService({ store });
      const marta = await test.visitor();
      const hello = { type: 'message', payload: { text: 'Hello' } } as const;
      assert.equal((await marta.append(hello)).ok, true);
      const ready = async () => (await fetch(`${test.url}/readyz`)).status;
      assert.equal(await ready(), 200);

      await server[away]();
      try {
        const id = randomUUID();
        const crowd = Array.from({ length: 30 }, (_, n) => marta.append(hello, null, n === 0 ? id : randomUUID()));
        const refused = { ok: false, reason: 'unavailable' };
        for (const answer of await quickly(Promise.all(crowd))) assert.deepEqual(answer, refused);
        const asked = [marta.ask('sync', { conversation: null, after: 0 }), ready()];
        assert.deepEqual(await quickly(Promise.all(asked)), [refused, 503]);
        await assert.rejects(store.queue(), StoreGone);
        // From here on as after any end of a line: the same word comes once more.
        await server[back]();
        assert.equal(await ready(), 200);
        const again = await marta.append(hello, null, id);
        assert.equal(again.ok, true);
        assert.equal((await marta.append(hello, null, id)).ok, true);
        const [{ head } = { head: 0 }] = await store.openHeads([marta.customer]);
        assert.equal(head, 2);
      } finally {
        await server[back]();
      }
    });
  }
});
