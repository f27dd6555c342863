/** What a database holds, asked without making it. */
import { createStore, keys } from 'idb-keyval';
import { databaseExists } from './databases.ts';

/** The keys of a store. None where the database isn't there, or storage is blocked. */
export async function namesIn(database: string, store: string): Promise<readonly unknown[]> {
  try {
    return (await databaseExists(database)) ? await keys(createStore(database, store)) : [];
  } catch {
    return [];
  }
}
