/**
 * A network in memory, on virtual time, between real sessions and the real seats. Frames of one direction keep their
 * order, as on TCP; what goes wrong is drawn from a seed: lines that break, lines that are open in one direction only,
 * pushes that vanish on a living line, requests that arrive twice.
 */
import type { Clock } from '../../widget/session/clock.ts';
import { type Api, type LineListener, LOST, type Lost, type Transport } from '../../widget/session/transport.ts';
import type { Reason, Result } from '../protocol/reasons.ts';
import type { Beating } from '../realtime/heartbeat.ts';
import { agentRoom, conversationRoom, customerRoom, type Hub, type Line, type Seat } from '../realtime/hub.ts';
import type { Random } from './random.ts';

export interface Chances {
  /** For each frame: the line breaks, and both ends hear of it. */
  breaks: number;
  /** For each frame: from now on nothing comes back, and nobody hears of it. */
  halfOpens: number;
  /** For each push: it is lost though the line lives. */
  losesPush: number;
  /** For each request: it arrives twice. */
  doubles: number;
}

export const PEACE: Chances = { breaks: 0, halfOpens: 0, losesPush: 0, doubles: 0 };

/** Milliseconds from end to end. */
const LATENCY = [1, 80] as const;

type Phase = 'opening' | 'open' | 'half-open' | 'closed';

interface ServiceEnd {
  rooms: Set<string>;
  push(name: string, payload: unknown): void;
}

export class FaultyNetwork {
  chances: Chances = PEACE;
  /** What went wrong so far, by kind. */
  readonly faults = { breaks: 0, halfOpens: 0, losesPush: 0, doubles: 0 };
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #ends = new Map<string, ServiceEnd>();
  #count = 0;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  happens(kind: keyof Chances): boolean {
    const happens = this.#random.chance(this.chances[kind]);
    if (happens) this.faults[kind] += 1;
    return happens;
  }

  readonly hub: Hub = {
    toCustomer: (customer, name, push, except) => this.#emit([customerRoom(customer)], name, push, except),
    toCustomersHere: (name, push) => this.#emit(['/customer'], name, push),
    toFollowers: (conversation, agents, name, push, except) =>
      this.#emit([conversationRoom(conversation), ...agents.map(agentRoom)], name, push, except),
    toEveryAgent: (name, push) => this.#emit(['/agent'], name, push),
    toAgentsHere: (name, push) => this.#emit(['/agent'], name, push),
    toLine: (_side, line, name, push) => this.#ends.get(line)?.push(name, push),
    // Nobody calls from a window of its own here, and nobody signs out.
    endCustomer: () => {},
    endCallWindows: () => {},
    endAgentSession: () => {},
  };

  /** The lines that have a seat, for the service's heartbeat. */
  seated(): Beating[] {
    return [...this.#lines].flatMap(({ seat, push }) =>
      seat ? { seat, push: (heartbeat) => push('heartbeat', heartbeat), signedOut() {} } : [],
    );
  }

  readonly #lines = new Set<{ seat: Seat | null; push(name: string, payload: unknown): void }>();

  /** `seatOf` is the service's door. */
  transport<A extends Api, Pushes>(
    path: '/customer' | '/agent',
    seatOf: (line: Line<Pushes>, handshake: A['handshake']) => Promise<Result<{ seat: Seat }>>,
  ): Transport<A> {
    return {
      open: (handshake, listener) => this.#open(path, seatOf, structuredClone(handshake), listener) as never,
    };
  }

  #emit(rooms: readonly string[], name: string, push: unknown, except?: string | null): void {
    for (const [id, end] of this.#ends) {
      if (id !== except && rooms.some((room) => end.rooms.has(room))) end.push(name, push);
    }
  }

  /** Calls in the order in which they were made, each after a time of its own. */
  #pipe(): (call: () => void) => void {
    let free = 0;
    return (call) => {
      const at = Math.max(free, this.#clock.now() + this.#random.between(...LATENCY));
      free = at;
      this.#clock.after(at - this.#clock.now(), call);
    };
  }

  #open<A extends Api, Pushes>(
    path: string,
    seatOf: (line: Line<Pushes>, handshake: A['handshake']) => Promise<Result<{ seat: Seat }>>,
    handshake: A['handshake'],
    listener: LineListener<A>,
  ) {
    this.#count += 1;
    const id = `line-${this.#count}`;
    const [up, down] = [this.#pipe(), this.#pipe()];
    const network = this;
    const unanswered = new Set<(lost: Lost) => void>();
    // Functions, since what they answer changes between two looks.
    let state: Phase = 'opening';
    const phase = (): Phase => state;
    const open = { seat: null as Seat | null, push };
    const rooms = new Set([path]);

    const endClient = (reason: Reason | null) => {
      for (const lose of unanswered) lose(LOST);
      unanswered.clear();
      listener.closed(reason);
    };
    const endService = () => {
      this.#ends.delete(id);
      this.#lines.delete(open);
      const seat = open.seat;
      open.seat = null;
      void seat?.left();
    };
    const fail = () => {
      if (phase() === 'closed') return;
      state = 'closed';
      endClient(null);
      // The service notices later.
      up(endService);
    };
    /** Something goes wrong with this frame's line; false when it goes on. */
    const trouble = () => {
      if (phase() === 'open' && this.happens('halfOpens')) state = 'half-open';
      if (phase() === 'open' && this.happens('breaks')) {
        fail();
        return true;
      }
      return phase() === 'closed';
    };
    /** Towards the client; lost when the line is open in the other direction only. */
    const deliver = (call: () => void) => down(() => phase() === 'open' && call());

    function push(name: string, payload: unknown) {
      const copy = structuredClone(payload);
      if (network.happens('losesPush')) return;
      deliver(() => listener.pushed(name as never, copy as never));
    }

    const line: Line<Pushes> = {
      id,
      address: 'memory',
      join: (room) => void rooms.add(room),
      leave: (room) => void rooms.delete(room),
      push: push as Line<Pushes>['push'],
      cut: fail,
    };
    up(() => {
      if (phase() === 'closed') return;
      void seatOf(line, handshake).then((seated) => {
        if (phase() === 'closed') return;
        if (!seated.ok) {
          state = 'closed';
          endClient(seated.reason);
          return;
        }
        open.seat = seated.seat;
        this.#ends.set(id, { rooms, push });
        this.#lines.add(open);
        down(() => {
          if (phase() !== 'opening') return;
          state = 'open';
          listener.opened();
        });
        void seated.seat.begin();
      });
    });

    return {
      request: (name: string, payload: unknown) =>
        new Promise((resolve) => {
          if (phase() === 'closed' || phase() === 'opening' || trouble()) return resolve(LOST);
          unanswered.add(resolve);
          const copy = structuredClone(payload);
          const arrive = (answer: (result: unknown) => void) =>
            up(() => void open.seat?.ask(name, structuredClone(copy)).then(answer));
          arrive((result) => {
            if (trouble()) return;
            deliver(() => unanswered.delete(resolve) && resolve(structuredClone(result)));
          });
          if (this.happens('doubles')) arrive(() => {});
        }),
      tell(name: string, payload: unknown) {
        if (phase() === 'open') up(() => void open.seat?.ask(name, payload));
      },
      close() {
        if (phase() === 'closed') return;
        state = 'closed';
        for (const lose of unanswered) lose(LOST);
        unanswered.clear();
        up(endService);
      },
    };
  }
}
