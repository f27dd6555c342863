/** SQLite through Node's own `node:sqlite`, in the shape that the query builder's SQLite dialect expects. */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { type Dialect, SqliteDialect } from 'kysely';

/** Prepared statements kept: the queries of the service are few, group commits come in some dozen lengths. */
const STATEMENTS_KEPT = 500;

/** `path`: the file, made when missing in a folder that exists, or `:memory:` for a test. */
export function sqliteDialect(path: string): Dialect {
  const database = new DatabaseSync(path, { timeout: 5000 });
  // A file that begins now needs no scrubbing of what was written before: see `scrub`.
  const { page_count } = database.prepare('PRAGMA page_count').get() ?? {};
  if (page_count === 0) database.exec('PRAGMA user_version = 1');
  // What is erased or replaced is overwritten, also in the middle of a page.
  database.exec('PRAGMA secure_delete = ON');
  database.exec('PRAGMA journal_mode = WAL');
  // Acknowledged means synced to disk, so that a power cut loses nothing that was promised.
  database.exec('PRAGMA synchronous = FULL');
  database.exec('PRAGMA foreign_keys = ON');

  const statements = new Map<string, { statement: StatementSync; reader: boolean }>();
  const prepare = (sql: string) => {
    const kept = statements.get(sql);
    if (kept) return kept;
    const statement = database.prepare(sql);
    const made = { statement, reader: statement.columns().length > 0 };
    if (statements.size >= STATEMENTS_KEPT) {
      const oldest = statements.keys().next().value;
      if (oldest !== undefined) statements.delete(oldest);
    }
    statements.set(sql, made);
    return made;
  };

  return new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare(sql: string) {
        const { statement, reader } = prepare(sql);
        return {
          reader,
          all: (parameters: readonly unknown[]) => statement.all(...(parameters as SQLInputValue[])),
          run: (parameters: readonly unknown[]) => statement.run(...(parameters as SQLInputValue[])),
          iterate: (parameters: readonly unknown[]) =>
            statement.iterate(...(parameters as SQLInputValue[])) as IterableIterator<unknown>,
        };
      },
    },
  });
}
