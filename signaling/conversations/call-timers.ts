/**
 * The calls that ring or run, and what the service does about them by itself: a ring that nobody answers is missed, a call
 * that one side has left for too long ends, and whoever doesn't answer whether a recording may be made has said no. What is
 * due is read from the log, so that a restart loses no ring.
 */
import type { Logger } from '../log.ts';
import type { CallState, ConversationState } from '../protocol/conversation.ts';
import type { Time } from '../protocol/events.ts';
import { RING_MS, SEAT_KEPT_MS } from '../protocol/limits.ts';
import { type CallSeats, type LeftPlace, otherSide } from '../realtime/call-seats.ts';
import type { Hub } from '../realtime/hub.ts';
import type { CallEnding, RecordingAsked, Store } from '../store/store.ts';
import type { Submit } from './group-commit.ts';
import { givenUpAt } from './recording-rules.ts';

/** When what is due could not be stored, it is tried again, in milliseconds. */
const AGAIN_MS = 1000;
/** A window that was let in for one call hears of its end and gets its last answers before it is cut, in milliseconds. */
const WINDOW_END_MS = 5000;

export interface CallTimersDeps {
  store: Pick<Store, 'withCall'>;
  submit: Submit;
  seats: CallSeats;
  hub: Pick<Hub, 'toLine' | 'endCallWindows'>;
  now: () => Time;
  /** Calls once, later; returns what takes it back. */
  after: (ms: number, run: () => void) => () => void;
  newId: () => string;
  log: Logger;
}

export interface CallTimers {
  /** At the start: what rang or ran goes on. */
  begin(): Promise<void>;
  /** After each change of a conversation. */
  follow(state: ConversationState): void;
  /** Whether this call rings or runs. */
  runs(conversation: string, call: string): boolean;
  /** Somebody sat down in the conversation's call. */
  came(conversation: string): void;
  /** These have no line any more: the other side is told, the time runs. */
  left(places: readonly LeftPlace[]): void;
  stop(): void;
}

interface Running {
  call: CallState;
  /** Who has the conversation. */
  agent: string | null;
  cancel: () => void;
}

type Due = { at: Time; body: CallEnding | RecordingAsked };

export function callTimers(deps: CallTimersDeps): CallTimers {
  const { store, submit, seats, hub, now, after, newId, log } = deps;
  // Nobody could be seated before, so nobody counts as gone since earlier.
  const startedAt = now();
  const running = new Map<string, Running>();
  const windows = new Set<() => void>();
  let phase: 'working' | 'stopped' = 'working';

  const awaySince = (call: Extract<CallState, { kind: 'live' }>): Time | null => {
    const times = (['customer', 'agent'] as const).flatMap((side) => seats.awaySince(call.id, side) ?? []);
    return times.length === 0 ? null : Math.max(Math.min(...times), call.startedAt, startedAt);
  };

  const dueOf = (call: CallState): Due | null => {
    const payload = { call: call.id };
    if (call.kind === 'ringing') {
      return call.ringsSince === null
        ? null
        : { at: call.ringsSince + RING_MS, body: { type: 'call_missed', payload } };
    }
    const dues: Due[] = [];
    const until = awaySince(call);
    if (until !== null) {
      dues.push({ at: until + SEAT_KEPT_MS, body: { type: 'call_ended', payload: { ...payload, until } } });
    }
    const { recording } = call;
    if (recording && recording.kind !== 'running') {
      const body = { type: 'recording_refused', payload: { recording: recording.id } } as const;
      dues.push({ at: givenUpAt(recording), body });
    }
    return dues.sort((a, b) => a.at - b.at)[0] ?? null;
  };

  const arm = (conversation: string, notBefore = 0) => {
    const one = running.get(conversation);
    one?.cancel();
    const due = one && phase === 'working' ? dueOf(one.call) : null;
    if (!one || !due) return;
    one.cancel = after(Math.max(due.at - now(), notBefore, 0), () => void carryOut(conversation));
  };

  const carryOut = async (conversation: string): Promise<void> => {
    const one = running.get(conversation);
    const due = one && dueOf(one.call);
    // A timer may be early by a millisecond.
    if (!due || due.at > now()) return arm(conversation);
    const actor = { kind: 'system', id: 'system' } as const;
    const outcome = await submit({ kind: 'append', actor, conversation, id: newId(), body: due.body }, null);
    if (outcome.ok || running.get(conversation) !== one) return;
    log.warn({ conversation, call: one.call.id, reason: outcome.reason }, 'what was due in a call could not be stored');
    arm(conversation, AGAIN_MS);
  };

  const finish = (call: string) => {
    seats.forget(call);
    if (phase === 'stopped') return;
    const cancel = after(WINDOW_END_MS, () => {
      windows.delete(cancel);
      hub.endCallWindows(call);
    });
    windows.add(cancel);
  };

  const left = (places: readonly LeftPlace[]) => {
    for (const { conversation, call, side, peer } of places) {
      const other = seats.taken(call, otherSide(side));
      const push = { conversation, call, state: 'away', peer } as const;
      if (other) hub.toLine(otherSide(side), other.line, 'call-peer', push);
      arm(conversation);
    }
  };

  const follow = ({ id, call, status }: ConversationState) => {
    const before = running.get(id);
    if (before && before.call.id !== call?.id) {
      before.cancel();
      running.delete(id);
      finish(before.call.id);
    }
    if (!call) return;
    const agent = status.kind === 'assigned' ? status.agent.id : null;
    running.set(id, { call, agent, cancel: running.get(id)?.cancel ?? (() => {}) });
    // While it rings it may change hands: the seat was the one's who had it.
    const dropped = before && before.agent !== agent ? seats.drop(call.id, 'agent') : null;
    if (dropped) left([dropped]);
    arm(id);
  };

  return {
    async begin() {
      for (const state of await store.withCall()) follow(state);
    },
    follow,
    runs: (conversation, call) => running.get(conversation)?.call.id === call,
    came: (conversation) => arm(conversation),
    left,
    stop() {
      phase = 'stopped';
      for (const { cancel } of running.values()) cancel();
      for (const cancel of windows) cancel();
    },
  };
}
