/** For tests: the store that a service is tried with: SQLite, or PostgreSQL where `TEST_STORE=postgres` says so. */
import { randomUUID } from 'node:crypto';
import { decide } from '../conversations/rules.ts';
import { postgresStore } from '../store/postgres.ts';
import { sqlStore } from '../store/sql-store.ts';
import { sqliteDialect } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { newDatabase } from './postgres.ts';

/** Of each file that would be there with SQLite, the database that stands for it. */
const databases = new Map<string, string>();

export const openPostgres = (url: string): Store => postgresStore(url, randomUUID, decide);

/** `file` outlives the store; without it nothing does. Of PostgreSQL as many as are asked for, all on one database. */
export async function testStores(file: string | undefined, count: number): Promise<[Store, ...Store[]]> {
  if (process.env.TEST_STORE !== 'postgres') return [sqlStore(sqliteDialect(file ?? ':memory:'), randomUUID, decide)];
  const url = (file && databases.get(file)) ?? (await newDatabase());
  if (file) databases.set(file, url);
  return [openPostgres(url), ...Array.from({ length: count - 1 }, () => openPostgres(url))];
}
