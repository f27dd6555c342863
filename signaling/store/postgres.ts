/**
 * PostgreSQL through `pg`, in the shape that the query builder's dialect expects. Nothing waits for ever: a server that is
 * gone, frozen or out of reach is `StoreGone` within seconds, and the next question tries it anew.
 */
import {
  type Dialect,
  Kysely,
  type PostgresCursor,
  PostgresDialect,
  type PostgresPoolClient,
  type PostgresQueryResult,
  sql,
} from 'kysely';
import pg from 'pg';
import type { Database } from './schema.ts';
import { migrateToLatest, sqlStore } from './sql-store.ts';
import { type Decide, type Store, StoreGone } from './store.ts';

interface Patience {
  /** Until there is a connection, be it new or one that others use now. In milliseconds, like all here. */
  connectMs: number;
  /** For one statement, and so for a lock that it waits for. 0: as long as it takes. */
  statementMs: number;
}

/** A person who has sent something waits for it. A statement of the service takes a few milliseconds. */
const PATIENCE: Patience = { connectMs: 3000, statementMs: 5000 };
/** A company's events are rewritten, or another node does that now. */
const PATIENT: Patience = { connectMs: 3000, statementMs: 0 };
/** How much later than the server the client gives up: then the server is not there any more. */
const SILENCE_MS = 1000;
/** A node that froze in a transaction holds its rows for as long, then the server takes them from it. */
const IDLE_IN_TRANSACTION_MS = 5000;

/** Connections of a node for all but commits: a crowd that comes back doesn't hold up what is sent. */
const READERS = 8;
/** For commits. One batch is written at a time; the second is there while the first, lost, is cleared away. */
const WRITERS = 2;

/** Of PostgreSQL's codes: connection, resources, shutdown and cancelled, the system; a lock that wasn't had; a server that only reads. */
const GONE = /^(08|53|57|58|55P03|25006)/;

const INT8 = 20;

/** Times and sizes are far below 2^53. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format),
};

const LOCK_TIMEOUT = '55P03';
export const isLockTimeout = (error: unknown): boolean =>
  error instanceof StoreGone && error.cause instanceof pg.DatabaseError && error.cause.code === LOCK_TIMEOUT;

/** What PostgreSQL's text can't hold, a zero and half of a character, is shown as what it is: unreadable. */
export function storable(value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value;
}

/** One connection while somebody has it. */
class Line implements PostgresPoolClient {
  #client: pg.PoolClient;
  #broken: StoreGone | null = null;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(
    asked: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof asked !== 'string') throw new Error('Nothing here reads by cursor.');
    return this.#ask<R>(asked, parameters.map(storable));
  }

  async #ask<R>(sql: string, parameters: unknown[]): Promise<PostgresQueryResult<R>> {
    // An answer that is late would be taken for that of the next question.
    if (this.#broken) throw this.#broken;
    try {
      return (await this.#client.query(sql, parameters)) as PostgresQueryResult<unknown> as PostgresQueryResult<R>;
    } catch (error) {
      const answered = error instanceof pg.DatabaseError;
      if (answered && !GONE.test(error.code ?? '')) throw error;
      const gone = goneBy(error);
      if (!answered) this.#broken = gone;
      throw gone;
    }
  }

  release(destroy = false): void {
    this.#client.release(destroy || this.#broken !== null);
  }
}

const goneBy = (cause: unknown): StoreGone =>
  new StoreGone(`PostgreSQL: ${cause instanceof Error ? cause.message || cause.name : cause}`, { cause });

function openPool(url: string, max: number, { connectMs, statementMs }: Patience): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types,
    application_name: 'ycyw-support',
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    ...(statementMs > 0 ? { statement_timeout: statementMs, query_timeout: statementMs + SILENCE_MS } : {}),
  });
  // A connection that ends while nobody asks anything is not missed; whoever asks is told.
  pool.on('error', () => {});
  pool.on('connect', (client) => void client.on('error', () => {}));
  return pool;
}

const end = async (pool: pg.Pool): Promise<void> => {
  if (!pool.ending) await pool.end();
};

const dialectOf = (pool: pg.Pool): Dialect =>
  new PostgresDialect({
    pool: {
      options: pool.options,
      connect: async () => {
        try {
          return new Line(await pool.connect());
        } catch (error) {
          throw goneBy(error);
        }
      },
      end: () => end(pool),
    },
  });

/** One connection, for work that may take long. */
export const patientDialect = (url: string): Dialect => dialectOf(openPool(url, 1, PATIENT));

export function postgresStore(url: string, newId: () => string, decide: Decide, patience = PATIENCE): Store {
  const pools = { reading: openPool(url, READERS, patience), writing: openPool(url, WRITERS, patience) };
  const store = sqlStore(dialectOf(pools.reading), newId, decide, 'many');
  const writing = sqlStore(dialectOf(pools.writing), newId, decide, 'many');
  return {
    ...store,
    commit: writing.commit,
    async migrate() {
      const db = new Kysely<Database>({ dialect: patientDialect(url) });
      await migrateToLatest(db).finally(() => db.destroy());
    },
    async scrub() {
      // What is dead is taken out of the tables. Until they are written over, the server's own files keep its bytes.
      const db = new Kysely<Database>({ dialect: patientDialect(url) });
      await sql`vacuum conversations, events, customers, attachments`.execute(db).finally(() => db.destroy());
    },
    async close() {
      await Promise.all([store.close(), writing.close()]);
      // The query builder leaves alone what it was never asked for.
      await Promise.all([end(pools.reading), end(pools.writing)]);
    },
  };
}

/** Where it is, without anybody's password. */
export function placeOf(url: string): string {
  const { host, pathname, searchParams } = new URL(url);
  return `${host || searchParams.get('host') || 'localhost'}${pathname}`;
}
