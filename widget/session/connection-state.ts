/** Where the line stands: pure transitions. The driver that opens lines and holds timers is `connection.ts`. */
import type { Time } from '../../signaling/protocol/events.ts';
import type { Reason } from '../../signaling/protocol/reasons.ts';
import type { ConnectionState } from './types.ts';

export type ConnectionInput =
  | { kind: 'connect' }
  | { kind: 'opened' }
  /** The line is gone or didn't come. `network` is what the browser says of its own network. */
  | { kind: 'lost'; network: 'up' | 'down' }
  | { kind: 'refused'; reason: Reason; message?: string | undefined }
  | { kind: 'disconnect' };

export function nextConnectionState(state: ConnectionState, input: ConnectionInput, at: Time): ConnectionState {
  // Whatever a line still tells after it was given up is no news.
  const over = state.kind === 'idle' || state.kind === 'refused';
  switch (input.kind) {
    case 'connect':
      return over ? { kind: 'connecting' } : state;
    case 'opened':
      return over || state.kind === 'online' ? state : { kind: 'online' };
    case 'lost': {
      const kind = input.network === 'up' ? 'reconnecting' : 'offline';
      if (over || state.kind === kind) return state;
      return { kind, since: 'since' in state ? state.since : at };
    }
    case 'refused':
      if (over) return state;
      return { kind: 'refused', reason: input.reason, ...(input.message ? { message: input.message } : {}) };
    case 'disconnect':
      return state.kind === 'idle' ? state : { kind: 'idle' };
  }
}

/**
 * Reasons after which trying again can't help until somebody does something. The others pass by themselves.
 */
const FINAL: ReadonlySet<Reason> = new Set(['version', 'origin', 'not_signed_in', 'invalid', 'too_large']);
export const isFinal = (reason: Reason): boolean => FINAL.has(reason);

/** First pause after a lost line, at most: a service that restarts is back in about a second. */
const FIRST_PAUSE_MS = 1_000;
/** Longest pause: a person who watches should not wait longer for the next try. */
const LONGEST_PAUSE_MS = 5_000;
/** Shortest pause, so that a line that dies at once doesn't spin. */
const SHORTEST_PAUSE_MS = 100;

/** Milliseconds before the next try. All of it is jitter, so that thousands of clients don't come back at once. */
export function pauseBefore(attempt: number, random: () => number): number {
  const most = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
  return SHORTEST_PAUSE_MS + random() * (most - SHORTEST_PAUSE_MS);
}
