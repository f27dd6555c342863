/** How deep JSON lies. Apart from the schemas, so that pages can look without loading them. */

/** Whether no value lies deeper than this; looked at level by level, so that depth itself can't hurt. */
export function noDeeperThan(levels: number, value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return false;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return true;
}
