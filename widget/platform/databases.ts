/** Looking must not be what makes a database. Where the browser can't tell, it is opened. */
export async function databaseExists(database: string): Promise<boolean> {
  const factory = usableFactory();
  try {
    const databases = await factory?.databases();
    return databases?.some(({ name }) => name === database) ?? false;
  } catch {
    return true;
  }
}

/** Null where a page has no databases: blocked, or without an origin, where Chromium leaves each question uncaught. */
function usableFactory(): IDBFactory | null {
  try {
    return origin === 'null' ? null : (indexedDB ?? null);
  } catch {
    return null;
  }
}
