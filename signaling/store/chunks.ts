/** Many ids, asked for some at a time. */

/** Ids in one query: databases bound the number of parameters. */
const IDS_AT_ONCE = 500;

export async function inChunks<T>(ids: readonly string[], query: (chunk: string[]) => Promise<T[]>): Promise<T[]> {
  const found: T[] = [];
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    found.push(...(await query(ids.slice(from, from + IDS_AT_ONCE))));
  }
  return found;
}
