/**
 * The small service's part in calls: which decisions hold, who sits where, and signals from seat to seat. Knows no limits
 * of time or rate: nothing is missed or gone by itself.
 */
import type { ConversationState } from '../../../signaling/protocol/conversation.ts';
import type { Side } from '../../../signaling/protocol/events.ts';
import type { Reason } from '../../../signaling/protocol/reasons.ts';
import type {
  AppendBody,
  CallJoin,
  CallSeat,
  Got,
  IceCandidate,
  SessionDescription,
} from '../../../signaling/protocol/schemas.ts';
import type { AgentApi, CustomerApi } from '../transport.ts';
import type { ScriptedLine } from './scripted-transport.ts';

type Line = ScriptedLine<CustomerApi> | ScriptedLine<AgentApi>;

interface Seat {
  id: string;
  line: Line;
  got: Got | null;
}

type Seats = Partial<Record<Side, Seat>> & { conversation: string; replaced: string[] };

const other = (side: Side): Side => (side === 'customer' ? 'agent' : 'customer');
const refusal = (reason: Reason): { ok: false; reason: Reason } => ({ ok: false, reason });
const DONE = { ok: true } as const;

/** Holds as long as the call does. */
export const ticketOf = (call: string): string => `ticket-for-${call}`;

/** Why this side can't have this of the call now, or null. */
export function callRefusal({ call, status }: ConversationState, body: AppendBody, side: Side): Reason | null {
  switch (body.type) {
    case 'call_asked':
      if (side === 'agent' && status.kind !== 'assigned') return 'not_assigned';
      return call ? 'busy' : null;
    case 'call_started':
    case 'call_declined':
      return call?.kind === 'ringing' && call.id === body.payload.call && call.by !== side ? null : 'call_over';
    case 'call_missed':
      return call?.kind === 'ringing' && call.id === body.payload.call && call.by === side ? null : 'call_over';
    case 'call_ended':
      return call?.kind === 'live' && call.id === body.payload.call ? null : 'call_over';
    default:
      return null;
  }
}

export class SmallCalls {
  /** By the call's id. */
  readonly #seats = new Map<string, Seats>();
  readonly #later: (call: () => void) => void;

  constructor(later: (call: () => void) => void) {
    this.#later = later;
  }

  /** Null when this is no request of a call. `state`: the conversation that it names, if the person is in it. */
  asked(name: string, payload: unknown, side: Side, state: ConversationState | undefined, line: Line): object | null {
    switch (name) {
      case 'call-join':
        return this.#member(payload as CallJoin, state) ?? this.#join(payload as CallJoin, side, line);
      case 'call-ice':
        return this.#member(payload as CallJoin, state) ?? { ok: true, iceServers: [] };
      case 'call-ticket': {
        const ticket = ticketOf((payload as CallJoin).call);
        return this.#member(payload as CallJoin, state) ?? { ok: true, url: '/call', ticket };
      }
      case 'offer':
      case 'answer':
      case 'ice-candidate':
        return this.#pass(name, payload as SessionDescription & IceCandidate, side, line);
      default:
        return null;
    }
  }

  /** The page goes. */
  leave({ call, seat }: CallSeat, side: Side, line: Line): void {
    const seats = this.#seats.get(call);
    if (seats?.[side]?.id === seat && seats[side].line === line) this.#away(call, seats, side);
  }

  /** A line is gone. Its seats are kept, as are those of a page that comes back. */
  lost(line: Line): void {
    for (const [call, seats] of this.#seats) {
      for (const side of ['customer', 'agent'] as const) {
        if (seats[side]?.line === line) this.#away(call, seats, side);
      }
    }
  }

  #member({ call }: { call: string }, state: ConversationState | undefined): object | null {
    if (!state) return refusal('not_found');
    return state.call?.id === call ? null : refusal('call_over');
  }

  #join({ conversation, call, seat, got }: CallJoin, side: Side, line: Line): object {
    const seats = this.#seats.get(call) ?? { conversation, replaced: [] };
    this.#seats.set(call, seats);
    if (seats.replaced.includes(seat)) return refusal('taken');
    const before = seats[side];
    if (before && before.id !== seat) {
      seats.replaced.push(before.id);
      this.#push(before.line, 'call-taken', { conversation, call, seat });
    }
    seats[side] = { id: seat, line, got };
    const peer = seats[other(side)];
    if (peer) this.#push(peer.line, 'call-peer', { conversation, call, state: 'here', peer: { seat, got } });
    const isHere = peer?.line.phase === 'open';
    return { ok: true, iceServers: [], peer: peer && isHere ? { seat: peer.id, got: peer.got } : null };
  }

  #pass(name: 'offer' | 'answer' | 'ice-candidate', signal: SessionDescription & IceCandidate, side: Side, line: Line) {
    const seats = this.#seats.get(signal.call);
    const own = seats?.[side];
    const peer = seats?.[other(side)];
    if (own?.line !== line || own.id !== signal.from) return refusal('not_found');
    if (peer?.id !== signal.to || peer.line.phase !== 'open') return refusal('away');
    this.#push(peer.line, name, signal);
    return DONE;
  }

  #away(call: string, seats: Seats, side: Side): void {
    const [own, peer] = [seats[side], seats[other(side)]];
    if (!own || !peer) return;
    const push = {
      conversation: seats.conversation,
      call,
      state: 'away' as const,
      peer: { seat: own.id, got: own.got },
    };
    this.#push(peer.line, 'call-peer', push);
  }

  #push(line: Line, name: string, payload: object): void {
    this.#later(() => (line.push as (name: string, payload: object) => void)(name, payload));
  }
}
