import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { decide } from '../conversations/rules.ts';
import { newCustomer } from '../identity/visitors.ts';
import { newFolder } from '../testing/built.ts';
import { addCompany } from '../testing/company.ts';
import { newDatabase, postgres } from '../testing/postgres.ts';
import { hasUnfinishedMove, type MoveEnd, move } from './move.ts';
import { postgresStore } from './postgres.ts';
import { sqlStore } from './sql-store.ts';
import { sqliteDialect } from './sqlite.ts';

/** 900 events: two batches. */
const CUSTOMERS = 3;

async function set() {
  const folder = await newFolder();
  const file = join(folder.path, 'support.sqlite');
  const source = sqlStore(sqliteDialect(file), randomUUID, decide);
  await source.migrate();
  await addCompany(source, CUSTOMERS);
  const url = await newDatabase();
  const said: string[] = [];
  return {
    source,
    url,
    said,
    run: (say: (line: string) => void = (line) => void said.push(line)): Promise<MoveEnd> =>
      move(sqliteDialect(file), url, say),
    query: async (sql: string) => (await postgres()).query(new URL(url).pathname.slice(1), sql),
    async [Symbol.asyncDispose]() {
      await source.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Interrupts a move in the middle of the events. */
function stumble(line: string): void {
  if (line.startsWith('events')) throw new Error('stumbled');
}

describe('a move from SQLite to PostgreSQL', () => {
  it('begins anew when the source has gone on since it was interrupted', async () => {
    await using test = await set();
    await assert.rejects(test.run(stumble), /stumbled/);
    assert.equal(await hasUnfinishedMove(test.url), true);
    await test.source.addCustomer(newCustomer('late', 1));
    const end = await test.run();
    assert.match(test.said[0] ?? '', /begins anew/);
    assert.equal(end.kind === 'moved' && end.sums.customers?.rows, CUSTOMERS + 1);
    assert.equal(await hasUnfinishedMove(test.url), false);
  });

  it('is not over when somebody has written into the target, and puts it right with the next run', async () => {
    await using test = await set();
    await assert.rejects(test.run(stumble));
    await test.query("update conversations set agent_name = 'Nobody'");
    assert.deepEqual(await test.run(), { kind: 'differs', side: 'target', tables: ['conversations'] });
    assert.equal(await hasUnfinishedMove(test.url), true);
    assert.equal((await test.run()).kind, 'moved');
  });

  it('is not over when somebody has written into the source meanwhile, and puts it right with the next run', async () => {
    await using test = await set();
    const written: Promise<void>[] = [];
    const end = await test.run((line) => {
      if (line.startsWith('events')) written.push(test.source.updateCustomer('c-1', { name: line }));
    });
    await Promise.all(written);
    assert.deepEqual(end, { kind: 'differs', side: 'source', tables: ['customers'] });
    assert.equal((await test.run()).kind, 'moved');
  });

  it('touches nothing in a database that has data of its own', async () => {
    await using test = await set();
    const theirs = postgresStore(test.url, randomUUID, decide);
    await theirs.migrate();
    await theirs.addCustomer(newCustomer('theirs', 1));
    assert.deepEqual(await test.run(), { kind: 'foreign', table: 'customers', rows: 1 });
    assert.equal(await theirs.latestConversation('c-0'), null);
    assert.ok(await theirs.customer('theirs'));
    await theirs.close();
  });

  it('runs once at a time', async () => {
    await using test = await set();
    const ends = await Promise.all([test.run(), test.run()]);
    assert.deepEqual(ends.map(({ kind }) => kind).sort(), ['foreign', 'moved']);
  });
});
