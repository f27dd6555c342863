/** Waiting for what a person waits for, without fixed sleeps. */
import { setTimeout as pause } from 'node:timers/promises';
import { inspect, isDeepStrictEqual } from 'node:util';

/** Far above what anything here takes on a busy machine, in milliseconds. */
const PATIENCE_MS = 20_000;
/** Between two looks, in milliseconds: shorter than a person notices. */
const LOOK_MS = 40;

/**
 * Looks again and again until there is something truthy, and returns it. A look that throws counts as nothing yet: pages
 * come and go meanwhile. Throws after the patience, with what was seen last.
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T> | T,
  patience = PATIENCE_MS,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + patience;
  let last: unknown;
  do {
    try {
      const seen = await look();
      if (seen) return seen;
      last = seen;
    } catch (error) {
      last = error;
    }
    await pause(LOOK_MS);
  } while (performance.now() < deadline);
  throw new Error(`Waited ${patience} ms in vain until ${what}. Seen last: ${inspect(last, { depth: 5 })}`);
}

/** Looks until what is seen equals what is expected; the error shows both. */
export async function eventuallyEqual<T>(
  what: string,
  look: () => Promise<T> | T,
  expected: T,
  patience = PATIENCE_MS,
): Promise<void> {
  let seen: unknown;
  const isThere = async (): Promise<boolean> => {
    seen = await look();
    return isDeepStrictEqual(seen, expected);
  };
  try {
    await eventually(what, isThere, patience);
  } catch {
    const show = (value: unknown): string => inspect(value, { depth: 5 });
    throw new Error(`Waited ${patience} ms in vain until ${what}.\nSeen: ${show(seen)}\nExpected: ${show(expected)}`);
  }
}
