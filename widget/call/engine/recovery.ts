/**
 * When to do something about silence, and what: first a restart of ICE on the same connection, then a new connection. Pure:
 * the times go in, the action comes out.
 */
import type { Time } from '../../../signaling/protocol/events.ts';

/** Silence that a person should know of, in milliseconds. Live media never pause so long. */
export const STALL_MS = 1_000;
/** Silence after which a restart is due, in milliseconds: shorter ones mostly end by themselves. */
export const RESTART_MS = 1_500;
/** What the polite side bears more, in milliseconds, so that mostly only one restarts: two at once take longer. */
export const POLITE_MS = 400;
/** Time for a new connection to bring something, in milliseconds: a relay over TLS and slow signals take a few of them. */
export const FIRST_MS = 8_000;
/** Time for a restart to help, in milliseconds. On a local network it takes 60. */
export const AGAIN_MS = 5_000;
/** Restarts before a new connection. */
export const RESTARTS = 3;

export type Recovery = { kind: 'well' } | { kind: 'trying'; tries: number; at: Time };
export type Action = 'none' | 'restart' | 'renew';

export const WELL: Recovery = { kind: 'well' };

export interface Silence {
  now: Time;
  /** When anything came the last time, or when the connection was begun. */
  since: Time;
  /** How much of it is borne. */
  patience: number;
  /** Signals can be passed to the other side; without them nothing helps but the old path coming back. */
  canSignal: boolean;
  /** No restart can bring this connection to life. */
  isDead: boolean;
}

export function recover(state: Recovery, silence: Silence): { state: Recovery; action: Action } {
  const { now, since, patience, canSignal, isDead } = silence;
  if (state.kind === 'trying' && since > state.at) return recover(WELL, silence);
  const due = state.kind === 'well' || isDead ? since + patience : state.at + AGAIN_MS;
  if (now < due || !canSignal) return { state, action: 'none' };
  const tries = state.kind === 'well' ? 0 : state.tries;
  if (tries >= RESTARTS || isDead) return { state: WELL, action: 'renew' };
  return { state: { kind: 'trying', tries: tries + 1, at: now }, action: 'restart' };
}

/** A restart that wasn't asked for by silence: the network is another one, or the other side was quicker. */
export function restartedAt(now: Time, state: Recovery): Recovery {
  return { kind: 'trying', tries: state.kind === 'well' ? 1 : state.tries, at: now };
}
