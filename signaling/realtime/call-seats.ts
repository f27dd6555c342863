/**
 * Where the two sides of each call take part, whichever node has their lines: the store knows, and each node says of its own
 * lines that they are there. Whoever is still there says so again on each new line.
 */
import type { ConversationState } from '../protocol/conversation.ts';
import type { Side, Time } from '../protocol/events.ts';
import { HEARTBEAT_MS } from '../protocol/realtime.ts';
import type { Sat, SeatRecord, Store } from '../store/store.ts';

/** A line of which its node has said nothing for as long, in milliseconds, is gone with its node. */
export const SILENT_MS = 2 * HEARTBEAT_MS;

export type Places = Partial<Record<Side, SeatRecord>>;

export const otherSide = (side: Side): Side => (side === 'customer' ? 'agent' : 'customer');

/** Whether the person is this side of the conversation. */
export const isMember = ({ customer, status }: ConversationState, side: Side, person: string): boolean =>
  side === 'customer' ? customer === person : status.kind === 'assigned' && status.agent.id === person;

export class CallSeats {
  readonly #store: Store;
  readonly #now: () => Time;
  /** This node's lines from which somebody sat down. */
  readonly #lines = new Set<string>();

  constructor(store: Store, now: () => Time) {
    this.#store = store;
    this.#now = now;
  }

  async sit(place: Omit<SeatRecord, 'seenAt' | 'awayAt'>): Promise<Sat> {
    this.#lines.add(place.line);
    const sat = await this.#store.sit(place, this.#now());
    // It may have left meanwhile, and leaves once more when it hears that it sits.
    this.#lines.add(place.line);
    return sat;
  }

  /** The seats of the conversation's call. One whose person has the conversation no more is none. */
  async places(state: ConversationState): Promise<Places> {
    const seats = state.call ? await this.#store.seats(state.call.id) : [];
    const own = seats.filter(({ side, person }) => isMember(state, side, person));
    return Object.fromEntries(own.map((seat) => [seat.side, seat]));
  }

  /** The seats of whoever has had the conversation before: they are removed. Of two nodes that ask, one is told. */
  async dropped(state: ConversationState): Promise<SeatRecord[]> {
    const seats = state.call ? await this.#store.seats(state.call.id) : [];
    const dropped: SeatRecord[] = [];
    for (const seat of seats) {
      const { call, side, person } = seat;
      if (isMember(state, side, person) || !(await this.#store.removeSeat(call, side, person))) continue;
      if (seat.awayAt === null) dropped.push(seat);
    }
    return dropped;
  }

  /** Those whose node has fallen silent. Of two nodes that ask, one is told. */
  async lost(places: Places): Promise<SeatRecord[]> {
    const lost: SeatRecord[] = [];
    for (const seat of Object.values(places)) {
      if (this.#isSilent(seat) && (await this.#store.loseSeat(seat))) lost.push(seat);
    }
    return lost;
  }

  isHere(seat: SeatRecord): boolean {
    return seat.awayAt === null && !this.#isSilent(seat);
  }

  /** Since when the side has no line: null while it has one, 0 when it never had. */
  awaySince(seat: SeatRecord | undefined): Time | null {
    if (!seat) return 0;
    return seat.awayAt ?? (this.#isSilent(seat) ? seat.seenAt : null);
  }

  /** All seats that were taken from this line, or only this one. */
  async leave(line: string, only?: { call: string; seat: string }): Promise<SeatRecord[]> {
    if (!this.#lines.has(line)) return [];
    if (!only) this.#lines.delete(line);
    return this.#store.leaveSeats(line, this.#now(), only);
  }

  /** Says that this node and its lines are there. */
  async keep(): Promise<void> {
    await this.#store.keepSeats([...this.#lines], this.#now());
  }

  #isSilent({ line, awayAt, seenAt }: SeatRecord): boolean {
    // Of its own lines a node knows itself.
    return awayAt === null && !this.#lines.has(line) && this.#now() - seenAt > SILENT_MS;
  }
}
