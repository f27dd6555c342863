/**
 * Whether a store holds together: no log has a hole, what the rows say of each other is true, and which files have to be there.
 * And the two ways to a copy of it at one moment, while others write.
 */
import { DatabaseSync } from 'node:sqlite';
import { Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { inChunks } from './chunks.ts';
import { patientDialect } from './postgres.ts';
import { type Database, KEYS } from './schema.ts';
import { sqliteDialect } from './sqlite.ts';

/** A file that a row names. */
export interface NamedFile {
  id: string;
  size: number;
  folder: 'attachments' | 'recordings';
}

export interface Facts {
  /** Rows of each table. */
  tables: Record<string, number>;
  files: NamedFile[];
  /** What isn't as it has to be, a sentence each; at most some. */
  faults: string[];
}

/** More of a kind say nothing new. */
const FAULTS_TOLD = 20;

type Tx = Transaction<Database>;

/** SQLite's file, or PostgreSQL's address. */
export type Where = { file: string } | { url: string };

/** As it is at one moment, while others write. */
export const factsNow = (where: Where): Promise<Facts> => atOnce(where, factsOf);

/** A whole copy as it is at one moment. Writers go on; what they erase is not in the copy's free pages. */
export async function sqliteSnapshot(file: string, to: string): Promise<Facts> {
  const database = new DatabaseSync(file, { timeout: 5000 });
  database.prepare('vacuum into ?').run(to);
  database.close();
  return factsNow({ file: to });
}

/** `dump` is to copy what the snapshot of this name shows; the facts are those of the same moment. */
export function postgresSnapshot(url: string, dump: (snapshot: string) => Promise<void>): Promise<Facts> {
  return atOnce({ url }, async (tx) => {
    // The snapshot is there as long as this transaction, which says nothing while others read.
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(tx);
    const { rows } = await sql<{ name: string }>`select pg_export_snapshot() as name`.execute(tx);
    const facts = await factsOf(tx);
    await dump(rows[0]?.name ?? '');
    return facts;
  });
}

export async function hasTables(url: string): Promise<boolean> {
  const db = new Kysely<Database>({ dialect: patientDialect(url) });
  return db.introspection
    .getTables()
    .then((tables) => tables.length > 0)
    .finally(() => db.destroy());
}

/** Those of the files whose row is there now. */
export function namedNow(where: Where, ids: readonly string[]): Promise<string[]> {
  return atOnce(where, async (tx) => {
    const rows = await inChunks(ids, (chunk) =>
      tx.selectFrom('attachments').select('id').where('id', 'in', chunk).execute(),
    );
    return rows.map(({ id }) => id);
  });
}

/** What held when the copy was made, and must not hold where it is restored: sign-ins that may have ended since, seats, turns. */
export const endWhatHeld = (where: Where): Promise<void> =>
  atOnce(where, async (tx) => {
    for (const table of ['agent_sessions', 'call_seats', 'leases'] as const) await tx.deleteFrom(table).execute();
  });

/** All questions are asked of one moment; SQLite knows no other way. */
async function atOnce<T>(where: Where, work: (tx: Tx) => Promise<T>): Promise<T> {
  const db = new Kysely<Database>({ dialect: 'file' in where ? sqliteDialect(where.file) : patientDialect(where.url) });
  const transaction = 'file' in where ? db.transaction() : db.transaction().setIsolationLevel('repeatable read');
  return transaction.execute(work).finally(() => db.destroy());
}

async function factsOf(tx: Tx): Promise<Facts> {
  const tables: Record<string, number> = {};
  for (const table of Object.keys(KEYS) as (keyof typeof KEYS)[]) {
    const { rows } = await tx
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow();
    tables[table] = Number(rows);
  }
  const attachments = await tx.selectFrom('attachments').select(['id', 'size', 'length']).execute();
  const files = attachments.map(({ id, size, length }): NamedFile => {
    return { id, size, folder: length === null ? 'attachments' : 'recordings' };
  });
  const faults: string[] = [];
  for (const [log, head] of [
    ['main', 'head'],
    ['notes', 'notes_head'],
  ] as const) {
    for (const id of await ids(tx, withHoles(log, sql.ref(`c.${head}`)))) {
      faults.push(`Conversation ${id} has holes in its log ${log}, or another end than it says.`);
    }
  }
  const strays = sql<{ id: string }>`
    select distinct e.conversation_id as id from events e
    where not exists (select 1 from conversations c where c.id = e.conversation_id) limit ${sql.lit(FAULTS_TOLD)}`;
  for (const id of await ids(tx, strays)) faults.push(`There are entries of a conversation ${id}, which isn't there.`);
  const orphans = sql<{ id: string }>`
    select c.id as id from conversations c
    where not exists (select 1 from customers p where p.id = c.customer_id) limit ${sql.lit(FAULTS_TOLD)}`;
  for (const id of await ids(tx, orphans)) faults.push(`Conversation ${id} has a customer who isn't there.`);
  const known = new Set(files.map(({ id }) => id));
  const sent = await tx
    .selectFrom('events')
    .select(['conversation_id', 'seq', 'payload'])
    .where('type', 'in', ['attachment', 'recording_shared'])
    .execute();
  for (const { conversation_id, seq, payload } of sent) {
    const { id } = JSON.parse(payload) as { id: string };
    if (!known.has(id))
      faults.push(`Entry ${seq} of conversation ${conversation_id} names a file ${id}, which has no row.`);
  }
  return { tables, files, faults };
}

/** `seq` is unique, so that as many as the last one says, from 1 to the last one, have no hole. */
const withHoles = (log: 'main' | 'notes', head: RawBuilder<unknown>) => sql<{ id: string }>`
  select c.id as id from conversations c
  left join events e on e.conversation_id = c.id and e.log = ${sql.lit(log)}
  group by c.id, ${head}
  having count(e.seq) <> ${head} or coalesce(max(e.seq), 0) <> ${head} or coalesce(min(e.seq), 1) <> 1
  limit ${sql.lit(FAULTS_TOLD)}`;

const ids = async (tx: Tx, query: RawBuilder<{ id: string }>): Promise<string[]> =>
  (await query.execute(tx)).rows.map(({ id }) => id);
