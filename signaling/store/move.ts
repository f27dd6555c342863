/**
 * Carries everything from one store's database into an empty one of another driver: in batches, each with the note of how
 * far it went in the same transaction, so that whoever is killed goes on where they stopped. In the end both are counted and
 * compared. Knows nothing of files.
 */
import { createHash } from 'node:crypto';
import { type Dialect, Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { isLockTimeout, patientDialect, storable } from './postgres.ts';
import { KEYS } from './schema.ts';
import { migrateToLatest } from './sql-store.ts';

type Row = Record<string, unknown>;
type Tables = Record<string, Row>;
type Db = Kysely<Tables>;

/** Of one table. */
export interface Sum {
  rows: number;
  /** The same for the same rows in any order, since databases sort text in their own ways. */
  checksum: string;
}
export type Sums = Record<string, Sum>;

export type MoveEnd =
  | { kind: 'moved'; sums: Sums }
  /** There is something in the target that no move has brought; nothing was touched. */
  | { kind: 'foreign'; table: string; rows: number }
  /** Another move into this target runs now. */
  | { kind: 'busy' }
  /** Somebody wrote into the source meanwhile, or into the target. Another run puts that right. */
  | { kind: 'differs'; side: 'source' | 'target'; tables: string[] };

const TABLES = Object.entries(KEYS) as [string, readonly string[]][];

/** Rows at once: a few milliseconds, and far below the 65,535 parameters of a statement. */
const BATCH_ROWS = 500;

/** Stands in the target while a move into it isn't finished. */
const NOTES = 'unfinished_move';
const SOURCE_NOTE = 'source';

/** Any number that nobody else takes for a lock of their own. */
const LOCK = 6_020_716;
const LOCK_WAIT_MS = 2000;

/** How far a table's rows have been copied. */
interface Progress {
  copied: number;
  last: unknown[];
}

export async function hasUnfinishedMove(url: string): Promise<boolean> {
  const db = new Kysely<Tables>({ dialect: patientDialect(url) });
  return hasNotes(db).finally(() => db.destroy());
}

async function hasNotes(db: Db): Promise<boolean> {
  const { rows } = await sql<{ name: string | null }>`select to_regclass(${NOTES})::text as name`.execute(db);
  return rows[0]?.name != null;
}

/** `say` is told how far it is, once a batch. */
export async function move(from: Dialect, to: string, say: (line: string) => void): Promise<MoveEnd> {
  const source = new Kysely<Tables>({ dialect: from });
  const target = new Kysely<Tables>({ dialect: patientDialect(to) });
  try {
    await migrateToLatest(source);
    await migrateToLatest(target);
    // The lock is the connection's, and so lets go when this process is killed.
    return await target.connection().execute(async (db) => {
      return (await locked(db)) ? carry(source, db, say) : { kind: 'busy' };
    });
  } finally {
    await Promise.all([source.destroy(), target.destroy()]);
  }
}

/** Whoever was killed is noticed by the server a moment later: so much is waited for. */
async function locked(db: Db): Promise<boolean> {
  await sql`select set_config('lock_timeout', ${String(LOCK_WAIT_MS)}, false)`.execute(db);
  try {
    await sql`select pg_advisory_lock(${LOCK}::bigint)`.execute(db);
    return true;
  } catch (error) {
    if (isLockTimeout(error)) return false;
    throw error;
  }
}

async function carry(source: Db, target: Db, say: (line: string) => void): Promise<MoveEnd> {
  const sums = await sumsOf(source);
  const foreign = await begin(target, JSON.stringify(sums), say);
  if (foreign) return foreign;
  for (const [table, key] of TABLES) await copy(source, target, table, key, sums[table]?.rows ?? 0, say);
  // First: what was written into the source while it was copied is in the target or isn't, as it happened.
  const inSource = differing(sums, await sumsOf(source));
  if (inSource.length > 0) return { kind: 'differs', side: 'source', tables: inSource };
  const inTarget = differing(sums, await sumsOf(target));
  if (inTarget.length > 0) {
    // Going on from here would find the same once more.
    await target.updateTable(NOTES).set({ value: '' }).where('name', '=', SOURCE_NOTE).execute();
    return { kind: 'differs', side: 'target', tables: inTarget };
  }
  await target.schema.dropTable(NOTES).execute();
  return { kind: 'moved', sums };
}

const differing = (a: Sums, b: Sums): string[] =>
  TABLES.map(([table]) => table).filter(
    (table) => a[table]?.rows !== b[table]?.rows || a[table]?.checksum !== b[table]?.checksum,
  );

/** Notes whose rows these are, before the first is there. What an earlier run brought stays, if it was of the same. */
async function begin(target: Db, source: string, say: (line: string) => void): Promise<MoveEnd | null> {
  return target.transaction().execute(async (tx) => {
    if (!(await hasNotes(tx))) {
      for (const [table] of TABLES) {
        const rows = await countOf(tx, table);
        if (rows > 0) return { kind: 'foreign', table, rows };
      }
      await tx.schema
        .createTable(NOTES)
        .addColumn('name', 'text', (c) => c.primaryKey())
        .addColumn('value', 'text', (c) => c.notNull())
        .execute();
    } else if ((await note(tx, SOURCE_NOTE)) === source) {
      say('Goes on where it was interrupted.');
      return null;
    } else {
      say('The source has changed since it was interrupted, or the copy is not the same: begins anew.');
      for (const [table] of TABLES) await tx.deleteFrom(table).execute();
      await tx.deleteFrom(NOTES).execute();
    }
    await tx.insertInto(NOTES).values({ name: SOURCE_NOTE, value: source }).execute();
    return null;
  });
}

async function countOf(db: Db, table: string): Promise<number> {
  const { rows } = await sql<{ rows: number }>`select count(*) as rows from ${sql.table(table)}`.execute(db);
  return Number(rows[0]?.rows ?? 0);
}

async function note(db: Db, name: string): Promise<string | null> {
  const row = await db.selectFrom(NOTES).select('value').where('name', '=', name).executeTakeFirst();
  return row ? String(row.value) : null;
}

async function copy(
  source: Db,
  target: Db,
  table: string,
  key: readonly string[],
  of: number,
  say: (line: string) => void,
): Promise<void> {
  const noted = await note(target, table);
  let { copied, last }: Progress = noted ? JSON.parse(noted) : { copied: 0, last: [] };
  for (;;) {
    const rows = await rowsAfter(source, table, key, last);
    if (rows.length === 0) return;
    copied += rows.length;
    last = keyOf(rows, key);
    const value = JSON.stringify({ copied, last } satisfies Progress);
    await target.transaction().execute(async (tx: Transaction<Tables>) => {
      await tx.insertInto(table).values(rows).execute();
      await tx
        .insertInto(NOTES)
        .values({ name: table, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
    });
    say(`${table}: ${copied} of ${of}`);
  }
}

const keyOf = (rows: readonly Row[], key: readonly string[]): unknown[] => key.map((column) => rows.at(-1)?.[column]);

const columns = (names: readonly string[]): RawBuilder<unknown> => sql.join(names.map((name) => sql.ref(name)));

/** By the key, after `last`; from the start when that is empty. */
async function rowsAfter(db: Db, table: string, key: readonly string[], last: readonly unknown[]): Promise<Row[]> {
  const after = last.length > 0 ? sql`where (${columns(key)}) > (${sql.join(last)})` : sql``;
  const query = sql<Row>`select * from ${sql.table(table)} ${after} order by ${columns(key)} limit ${BATCH_ROWS}`;
  return (await query.execute(db)).rows;
}

async function sumsOf(db: Db): Promise<Sums> {
  const sums: Sums = {};
  for (const [table, key] of TABLES) sums[table] = await sumOf(db, table, key);
  return sums;
}

async function sumOf(db: Db, table: string, key: readonly string[]): Promise<Sum> {
  let count = 0;
  let sum = 0n;
  let last: unknown[] = [];
  for (;;) {
    const rows = await rowsAfter(db, table, key, last);
    if (rows.length === 0) return { rows: count, checksum: sum.toString(16).padStart(32, '0') };
    count += rows.length;
    last = keyOf(rows, key);
    for (const row of rows) sum = BigInt.asUintN(128, sum + digest(row));
  }
}

function digest(row: Row): bigint {
  const names = Object.keys(row).sort();
  const text = JSON.stringify(names.map((name) => [name, storable(row[name])]));
  const hash = createHash('sha256').update(text).digest();
  return (hash.readBigUInt64BE(0) << 64n) | hash.readBigUInt64BE(8);
}
