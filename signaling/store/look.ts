/** A store as somebody sees it who only looks: what the doctor asks. Changes nothing: what is written is taken back. */
import { type Dialect, Kysely, sql } from 'kysely';
import { DEFAULT_MIGRATION_TABLE } from 'kysely/migration';
import { type Database, migrations } from './schema.ts';

export interface StoreLook {
  /** Settles when it has answered. */
  ask(): Promise<void>;
  /** Makes a table of its own, so that the right to make them is tried too. */
  tryWriting(): Promise<void>;
  /** `newer`: what this version doesn't know; `missing`: what is still to be made. */
  tables(): Promise<{ kind: 'none' } | { kind: 'some'; newer: string[]; missing: string[] }>;
  /** What PostgreSQL takes for the time. */
  clock(): Promise<number>;
  /** `length`: of recordings only. */
  newestFiles(count: number): Promise<{ id: string; length: number | null }[]>;
  close(): Promise<void>;
}

class TakenBack extends Error {}

export const newestFiles = (db: Kysely<Database>, count: number): Promise<{ id: string; length: number | null }[]> =>
  db.selectFrom('attachments').select(['id', 'length']).orderBy('created_at', 'desc').limit(count).execute();

export function storeLook(dialect: Dialect): StoreLook {
  const db = new Kysely<Database>({ dialect });
  return {
    async ask() {
      await sql`select 1`.execute(db);
    },
    async tryWriting() {
      const name = sql.id(`doctor_${process.pid}_${Date.now()}`);
      const work = db.transaction().execute(async (transaction) => {
        await sql`create table ${name} (written integer)`.execute(transaction);
        await sql`insert into ${name} values (1)`.execute(transaction);
        throw new TakenBack();
      });
      await work.catch((error: unknown) => {
        if (!(error instanceof TakenBack)) throw error;
      });
    },
    async tables() {
      const asked = sql<{ name: string }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(db);
      const done = new Set(await asked.then(({ rows }) => rows.map(({ name }) => name)).catch(() => []));
      if (done.size === 0) return { kind: 'none' };
      const newer = [...done].filter((name) => !(name in migrations));
      return { kind: 'some', newer, missing: Object.keys(migrations).filter((name) => !done.has(name)) };
    },
    async clock() {
      const ask = sql<{ at: number }>`select (extract(epoch from clock_timestamp()) * 1000)::float8 as at`;
      return Number((await ask.execute(db)).rows[0]?.at);
    },
    newestFiles: (count) => newestFiles(db, count),
    close: () => db.destroy(),
  };
}
