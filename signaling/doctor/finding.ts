/** What a check says, and the patience that all of them share. */

export type State = 'ok' | 'warning' | 'broken';

export type Finding =
  | { check: Check; state: 'ok'; what: string }
  /** `todo`: what the operator does about it. */
  | { check: Check; state: Exclude<State, 'ok'>; what: string; todo: string };

export type Check = 'configuration' | 'store' | 'Redis' | 'TURN' | 'certificate' | 'disk' | 'clock';

/** Whatever hasn't answered by then, in milliseconds, doesn't. */
export const PATIENCE_MS = 5000;

export const ok = (check: Check, what: string): Finding => ({ check, state: 'ok', what });
export const warning = (check: Check, what: string, todo: string): Finding => ({ check, state: 'warning', what, todo });
export const broken = (check: Check, what: string, todo: string): Finding => ({ check, state: 'broken', what, todo });

class Silent extends Error {
  constructor() {
    super(`no answer within ${PATIENCE_MS / 1000} s`);
  }
}

/** Rejects with `Silent` when it takes too long; what was begun may go on. */
export function patiently<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Silent()), PATIENCE_MS);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}

export const wordsOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.errors.length > 0) return wordsOf(error.errors[0]);
  return error instanceof Error ? error.message || error.name : String(error);
};

/** How long it took, in milliseconds, and what came of it. */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const from = performance.now();
  const value = await work();
  return { ms: performance.now() - from, value };
}

export const inMs = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
