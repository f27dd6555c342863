/**
 * The calls that ring or run, and what the service does about them by itself: a ring that nobody answers is missed, a call
 * that one side has left for too long ends, and whoever doesn't answer whether a recording may be made has said no. What is
 * due is read from the store, so that a restart loses no ring, and of several nodes each may carry it out: what one has done
 * the others find done.
 */
import type { Logger } from '../log.ts';
import type { CallState, ConversationState } from '../protocol/conversation.ts';
import type { ConversationEvent, Time } from '../protocol/events.ts';
import { RING_MS, SEAT_KEPT_MS } from '../protocol/limits.ts';
import { type CallSeats, otherSide, type Places } from '../realtime/call-seats.ts';
import type { Hub } from '../realtime/hub.ts';
import type { CallEnding, RecordingAsked, SeatRecord, Store } from '../store/store.ts';
import type { Submit } from './group-commit.ts';
import { givenUpAt } from './recording-rules.ts';

/** When what is due could not be read or stored, it is tried again, in milliseconds. */
const AGAIN_MS = 1000;
/** A window that was let in for one call hears of its end and gets its last answers before it is cut, in milliseconds. */
const WINDOW_END_MS = 5000;

export interface CallTimersDeps {
  store: Pick<Store, 'withCall' | 'conversation' | 'clearSeats'>;
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
  /** At the start and from time to time: what rings or runs goes on, also what was another node's. */
  lookAround(): Promise<void>;
  /** After each change of a conversation, with what is new in it. */
  follow(state: ConversationState, fresh: readonly ConversationEvent[]): void;
  /** Somebody sat down in the conversation's call. */
  came(conversation: string): Promise<void>;
  /** These have no line any more: the other side is told, the time runs. */
  left(seats: readonly SeatRecord[]): Promise<void>;
  stop(): void;
}

interface Running {
  cancel: () => void;
  /** Counts how often it was looked at, so that an older look doesn't undo a newer one. */
  looks: number;
}

type Due = { at: Time; body: CallEnding | RecordingAsked };

const ENDS = new Set(['call_ended', 'call_declined', 'call_missed']);

export function callTimers(deps: CallTimersDeps): CallTimers {
  const { store, submit, seats, hub, now, after, newId, log } = deps;
  // Nobody could be seated before, so nobody counts as gone since earlier.
  const startedAt = now();
  const running = new Map<string, Running>();
  const windows = new Set<() => void>();
  let phase: 'working' | 'stopped' = 'working';

  const awaySince = (call: Extract<CallState, { kind: 'live' }>, places: Places): Time | null => {
    const times = (['customer', 'agent'] as const).flatMap((side) => seats.awaySince(places[side]) ?? []);
    return times.length === 0 ? null : Math.max(Math.min(...times), call.startedAt, startedAt);
  };

  const dueOf = (call: CallState, places: Places): Due | null => {
    const payload = { call: call.id };
    if (call.kind === 'ringing') {
      return call.ringsSince === null
        ? null
        : { at: call.ringsSince + RING_MS, body: { type: 'call_missed', payload } };
    }
    const dues: Due[] = [];
    const until = awaySince(call, places);
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

  const arm = (conversation: string, one: Running, ms: number) => {
    one.cancel();
    if (phase === 'stopped') return;
    one.cancel = after(Math.max(ms, 0), () => void carryOut(conversation));
  };

  const forget = (conversation: string) => {
    running.get(conversation)?.cancel();
    running.delete(conversation);
  };

  /** What is due as the store has it now, once the timer is set to it; null also when another look overtook this one. */
  const look = async (conversation: string, known?: ConversationState): Promise<Due | null> => {
    const one = running.get(conversation) ?? { cancel: () => {}, looks: 0 };
    running.set(conversation, one);
    one.looks += 1;
    const mine = one.looks;
    try {
      const state = known ?? (await store.conversation(conversation));
      if (!state?.call) {
        if (one.looks === mine) forget(conversation);
        return null;
      }
      // A ring ends in time whoever sits where: it needs no more than the state.
      if (state.call.kind === 'ringing') armFor(conversation, one, dueOf(state.call, {}));
      const dropped = await seats.dropped(state);
      let places = await seats.places(state);
      const lost = await seats.lost(places);
      if (lost.length > 0) places = await seats.places(state);
      if (one.looks !== mine) return null;
      const due = dueOf(state.call, places);
      armFor(conversation, one, due);
      for (const seat of [...dropped, ...lost]) tellAway(seat, places);
      return due;
    } catch (error) {
      log.warn({ error, conversation }, 'what is due in a call could not be read');
      if (one.looks === mine) arm(conversation, one, AGAIN_MS);
      return null;
    }
  };

  const armFor = (conversation: string, one: Running, due: Due | null) => {
    if (due) arm(conversation, one, due.at - now());
    else one.cancel();
  };

  const carryOut = async (conversation: string): Promise<void> => {
    const due = await look(conversation);
    // A timer may be early by a millisecond, and what was due may be done or be due later.
    if (!due || due.at > now()) return;
    const actor = { kind: 'system', id: 'system' } as const;
    const outcome = await submit({ kind: 'append', actor, conversation, id: newId(), body: due.body }, null);
    const one = running.get(conversation);
    if (outcome.ok || !one) return;
    if (outcome.reason === 'unavailable') {
      log.warn({ conversation, reason: outcome.reason }, 'what was due in a call could not be stored');
      arm(conversation, one, AGAIN_MS);
    } else {
      // Another node, or one of the two, was quicker.
      await look(conversation);
    }
  };

  const finish = (call: string) => {
    // What isn't cleared now is cleared when this or another node looks around.
    store.clearSeats().catch((error) => log.warn({ error, call }, 'the seats of a call could not be cleared'));
    if (phase === 'stopped') return;
    const cancel = after(WINDOW_END_MS, () => {
      windows.delete(cancel);
      hub.endCallWindows(call);
    });
    windows.add(cancel);
  };

  const tellAway = ({ conversation, call, side, seat, got }: SeatRecord, places: Places) => {
    const other = places[otherSide(side)];
    if (!other || !seats.isHere(other)) return;
    hub.toLine(otherSide(side), other.line, 'call-peer', { conversation, call, state: 'away', peer: { seat, got } });
  };

  return {
    async lookAround() {
      const states = await store.withCall();
      const found = new Set(states.map(({ id }) => id));
      // Each as it is when its turn comes.
      for (const { id } of states) await look(id);
      for (const conversation of running.keys()) if (!found.has(conversation)) await look(conversation);
      await store.clearSeats();
    },
    follow(state, fresh) {
      for (const event of fresh) {
        if (ENDS.has(event.type) && 'call' in event.payload) finish(event.payload.call);
      }
      if (state.call || running.has(state.id)) void look(state.id, state);
    },
    async came(conversation) {
      await look(conversation);
    },
    async left(left) {
      for (const seat of left) {
        await look(seat.conversation);
        const state = await store.conversation(seat.conversation);
        if (state?.call?.id === seat.call) tellAway(seat, await seats.places(state));
      }
    },
    stop() {
      phase = 'stopped';
      for (const { cancel } of running.values()) cancel();
      for (const cancel of windows) cancel();
    },
  };
}
