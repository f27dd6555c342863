/** Looking must not be what makes a database. Where the browser can't tell, it is opened. */
export async function databaseExists(database: string): Promise<boolean> {
  try {
    const databases = await indexedDB.databases();
    return databases.some(({ name }) => name === database);
  } catch {
    return typeof indexedDB !== 'undefined';
  }
}
