/** Back-up, restore and check on PostgreSQL, with its own programs. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type Place, type PostgresPrograms, restore } from './backup.ts';
import { whileTheyWrite } from './testing/backup.ts';
import { newFolder } from './testing/built.ts';
import { newDatabase } from './testing/postgres.ts';

const none: PostgresPrograms = { dump: () => assert.fail(), restore: () => assert.fail() };

describe('a back-up on PostgreSQL', () => {
  it('made while people write has all that was acknowledged before, and what came later whole or not at all', async () => {
    await using folder = await newFolder();
    const at = (name: string) => join(folder.path, name);
    const [from, to]: Place[] = [
      { dataDir: at('from'), databaseUrl: await newDatabase() },
      { dataDir: at('to'), databaseUrl: await newDatabase() },
    ];
    assert.ok(from && to);
    await whileTheyWrite(from, to, at('copy'));
    await assert.rejects(
      restore({ ...to, dataDir: at('other') }, at('copy'), none),
      /names is not empty, but a restore/,
    );
    const sqlite = { dataDir: at('sqlite'), databaseUrl: null };
    await assert.rejects(restore(sqlite, at('copy'), none), /is of postgres, but DATABASE_URL is empty\.$/);
  });
});
