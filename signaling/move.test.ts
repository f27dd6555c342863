/** The move from SQLite to PostgreSQL as an operator meets it: real processes, one of them killed in the middle. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import pg from 'pg';
import { decide } from './conversations/rules.ts';
import { postgresStore } from './store/postgres.ts';
import { sqlStore } from './store/sql-store.ts';
import { sqliteDialect } from './store/sqlite.ts';
import { newFolder } from './testing/built.ts';
import { addCompany, toldBy } from './testing/company.ts';
import { newDatabase } from './testing/postgres.ts';
import { type Run, run } from './testing/run.ts';

const moving = (folder: string, url: string): Run =>
  run('move-cli.ts', { DATA_DIR: folder, DATABASE_URL: url }, ['sqlite-to-postgres']);

describe('npm run move -- sqlite-to-postgres', () => {
  it('carries a company over, also when it is killed in the middle; until it is done nobody starts on the half', async () => {
    await using folder = await newFolder();
    const source = sqlStore(sqliteDialect(join(folder.path, 'support.sqlite')), randomUUID, decide);
    await source.migrate();
    await addCompany(source, 10);
    const url = await newDatabase();
    const target = postgresStore(url, randomUUID, decide);
    await target.migrate();

    // Holds it up while it writes its third batch, so that it is killed right there.
    const gate = new pg.Client({ connectionString: url });
    await gate.connect();
    await gate.query(`
      create function hold() returns trigger language plpgsql as $$ begin
        if (select count(*) from events) > 1000 then perform pg_advisory_xact_lock(7); end if;
        return null;
      end $$;
      create trigger hold after insert on events for each statement execute function hold();
      select pg_advisory_lock(7)`);
    const first = moving(folder.path, url);
    await first.said('events: 1000 of 3000');
    first.end('SIGKILL');
    assert.doesNotMatch((await first.ended).out, /events: 1500|Moved/);
    await gate.end();

    const early = await run('main.ts', { DATA_DIR: folder.path, DATABASE_URL: url }).ended;
    assert.equal(early.code, 1);
    assert.match(early.error, /^DATABASE_URL is [^\n]+, into which a move is not finished: [^\n]+\.\n$/);

    const { code, out, error } = await moving(folder.path, url).ended;
    assert.deepEqual([code, error], [0, '']);
    assert.match(out, /^Goes on where it was interrupted\.\nevents: 1500 of 3000$/m);
    assert.match(out, /^ +events +3000 rows +[0-9a-f]{32}$/m);
    assert.match(out, /\nOnce all is well, delete \S+support\.sqlite [^\n]+\n$/);
    assert.deepEqual(await toldBy(target), await toldBy(source));
    await Promise.all([source.close(), target.close()]);
  });

  it('says what is missing', async () => {
    await using folder = await newFolder();
    const [wrong, nowhere, nothing] = await Promise.all([
      run('move-cli.ts', {}, ['postgres-to-sqlite']).ended,
      run('move-cli.ts', { DATA_DIR: folder.path }, ['sqlite-to-postgres']).ended,
      moving(folder.path, 'postgres://127.0.0.1:1/x').ended,
    ]);
    assert.deepEqual([wrong.code, wrong.error.slice(0, 7)], [2, 'Usage: ']);
    assert.match(nowhere.error, /^DATABASE_URL is empty, [^\n]+\n$/);
    assert.match(nothing.error, /^DATA_DIR is \S+, but has no SQLite file to move\.\n$/);
  });
});
