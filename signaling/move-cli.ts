/** `npm run move -- sqlite-to-postgres`: carries a company from one node with SQLite over to PostgreSQL. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { cli } from './cli.ts';
import { type Config, ConfigError, readConfig, unusable } from './config.ts';
import { sqliteFile } from './open-store.ts';
import { type MoveEnd, move } from './store/move.ts';
import { placeOf } from './store/postgres.ts';
import { sqliteDialect } from './store/sqlite.ts';
import { StoreGone } from './store/store.ts';

const USAGE = `Usage: npm run move -- sqlite-to-postgres

Stop the service first. Copies what DATA_DIR has in SQLite into the empty database that DATABASE_URL names, and compares
both. When it is interrupted, run it once more: it goes on where it was. The SQLite file stays as it is.
`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Names the two, or says which is missing. */
function ends({ dataDir, databaseUrl }: Config): { file: string; url: string } {
  if (databaseUrl === null) throw new ConfigError('DATABASE_URL is empty, but wants the PostgreSQL to move to.');
  const file = sqliteFile(resolve(dataDir));
  if (!existsSync(file)) throw new ConfigError(`DATA_DIR is ${resolve(dataDir)}, but has no SQLite file to move.`);
  return { file, url: databaseUrl };
}

function told(end: MoveEnd, file: string, place: string): { ok: boolean; text: string } {
  switch (end.kind) {
    case 'moved': {
      const lines = Object.entries(end.sums).map(
        ([table, { rows, checksum }]) => `  ${table.padEnd(16)} ${String(rows).padStart(10)} rows  ${checksum}`,
      );
      const text = `Moved, and the same on both sides by count and checksum:\n${lines.join('\n')}\n`;
      const rest = `Once all is well, delete ${file} (and -wal, -shm): it has everybody’s old data, which no erasure reaches.`;
      return {
        ok: true,
        text: `${text}Start the service with DATABASE_URL from now on. Files stay in DATA_DIR.\n${rest}`,
      };
    }
    case 'foreign':
      return { ok: false, text: `${place} has data of its own (${end.rows} rows in ${end.table}): name an empty one.` };
    case 'busy':
      return { ok: false, text: `Another move into ${place} runs now.` };
    case 'differs': {
      const where = end.side === 'source' ? file : place;
      const text = `Somebody has written into ${where} meanwhile (${end.tables.join(', ')})`;
      return { ok: false, text: `${text}: stop the service and run this once more.` };
    }
  }
}

async function run(args: readonly string[]): Promise<number> {
  if (args[0] !== 'sqlite-to-postgres' || args.length !== 1) {
    process.stderr.write(USAGE);
    return 2;
  }
  const { file, url } = ends(readConfig(process.env));
  const place = placeOf(url);
  try {
    const { ok, text } = told(await move(sqliteDialect(file), url, say), file, place);
    (ok ? process.stdout : process.stderr).write(`${text}\n`);
    return ok ? 0 : 1;
  } catch (error) {
    if (error instanceof StoreGone) throw unusable('DATABASE_URL', place, error);
    throw error;
  }
}

await cli(run);
