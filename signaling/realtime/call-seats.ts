/**
 * Where the two sides of each call take part: in memory, since whoever is still there says so again on each new line.
 * Knows nothing of who may sit down.
 */
import type { Side, Time } from '../protocol/events.ts';
import type { PeerSeat } from '../protocol/realtime.ts';

/** A side's seat. It is kept when its line is gone, so that a page that comes back finds it. */
type Place = PeerSeat & ({ kind: 'here'; line: string } | { kind: 'away'; since: Time });
export type TakenPlace = Extract<Place, { kind: 'here' }>;

/** A seat whose line is gone. */
export interface LeftPlace {
  conversation: string;
  call: string;
  side: Side;
  peer: PeerSeat;
}

interface Table {
  conversation: string;
  places: Partial<Record<Side, Place>>;
  /** Seats that gave way to another of their side. Each page makes its own, so one of these asks only because it hasn't heard. */
  replaced: string[];
}

/** Seats that are remembered as replaced: more than anybody moves a call about while a tab has no line. */
const REPLACED_MAX = 50;

/** Whether a seat was taken. `lost`: the seat of the same side that has to be told that it isn't one any more. */
export type Sat = { kind: 'refused' } | { kind: 'seated'; lost: TakenPlace | null };

export const otherSide = (side: Side): Side => (side === 'customer' ? 'agent' : 'customer');

export class CallSeats {
  readonly #tables = new Map<string, Table>();
  readonly #now: () => Time;

  constructor(now: () => Time) {
    this.#now = now;
  }

  /** Refused to a seat that another of its side has replaced: whoever was away then must not take the call back unasked. */
  sit(conversation: string, call: string, side: Side, taken: PeerSeat & { line: string }): Sat {
    let table = this.#tables.get(call);
    if (!table) {
      table = { conversation, places: {}, replaced: [] };
      this.#tables.set(call, table);
    }
    if (table.replaced.includes(taken.seat)) return { kind: 'refused' };
    const before = table.places[side];
    table.places[side] = { kind: 'here', ...taken };
    if (!before || before.seat === taken.seat) return { kind: 'seated', lost: null };
    table.replaced = [...table.replaced, before.seat].slice(-REPLACED_MAX);
    const hears = before.kind === 'here' && before.line !== taken.line;
    return { kind: 'seated', lost: hears ? before : null };
  }

  /** The side's seat, if it has a line. */
  taken(call: string, side: Side): TakenPlace | null {
    const place = this.#tables.get(call)?.places[side];
    return place?.kind === 'here' ? place : null;
  }

  /** Since when the side has no line: null while it has one, 0 when it never had. */
  awaySince(call: string, side: Side): Time | null {
    const place = this.#tables.get(call)?.places[side];
    if (!place) return 0;
    return place.kind === 'here' ? null : place.since;
  }

  /** All seats that were taken from this line, or only this one. */
  leave(line: string, only?: { call: string; seat: string }): LeftPlace[] {
    const left: LeftPlace[] = [];
    // Few calls run at a time.
    for (const [call, { conversation, places }] of this.#tables) {
      if (only && only.call !== call) continue;
      for (const side of ['customer', 'agent'] as const) {
        const place = places[side];
        // A page that came back over a new line keeps its seat when the old line's end is noticed.
        if (place?.kind !== 'here' || place.line !== line || (only && only.seat !== place.seat)) continue;
        const peer = { seat: place.seat, got: place.got };
        places[side] = { kind: 'away', since: this.#now(), ...peer };
        left.push({ conversation, call, side, peer });
      }
    }
    return left;
  }

  /** The side has somebody else now, who has not sat down yet. */
  drop(call: string, side: Side): LeftPlace | null {
    const table = this.#tables.get(call);
    const place = table?.places[side];
    if (!table || !place) return null;
    delete table.places[side];
    if (place.kind === 'away') return null;
    return { conversation: table.conversation, call, side, peer: { seat: place.seat, got: place.got } };
  }

  forget(call: string): void {
    this.#tables.delete(call);
  }

  /** Calls that anybody has sat down in. */
  get size(): number {
    return this.#tables.size;
  }
}
