/**
 * This window's seat in a call: taken at the service on every new line, and from it the link to whoever sits on the other
 * side. Knows nothing of what the call shows, sends or hears.
 */
import type { IceServers, Joined } from '../../../signaling/protocol/realtime.ts';
import type { CallLine, CallLineEvent } from '../../session/call-line.ts';
import type { Clock } from '../../session/clock.ts';
import type { PeerLink, PeerLinkDeps, PeerLinkState } from './deps.ts';

/** A line that is silent together with the media is given so long to answer; a new one costs less than a wait. */
const CHECK_MS = 700;
/** Before a seat is asked for again that the service couldn't give at that moment. */
const JOIN_AGAIN_MS = 2_000;

export interface CallSeatDeps {
  calls: CallLine;
  clock: Clock;
  /** The seat's id. */
  seat: string;
  polite: boolean;
  /** The call to sit in; null while there is none. */
  call: () => string | null;
  createLink: (deps: PeerLinkDeps) => PeerLink;
  /** Once, when the link is made. */
  linked: (link: PeerLink) => void;
  peer: (state: 'here' | 'away') => void;
  /** Another window or tab of this side sits here now. */
  taken: () => void;
}

export class CallSeat {
  readonly #deps: CallSeatDeps;
  readonly #leaveLine: () => void;
  /** What came before there was a link to give it to. */
  #early: CallLineEvent[] = [];
  #link: PeerLink | null = null;
  /** The call that a seat was asked for in. */
  #satIn: string | null = null;
  #joining: 'no' | 'asked' | 'again' | 'over' = 'no';
  #leaveLink = () => {};
  #cancelAgain = () => {};

  constructor(deps: CallSeatDeps) {
    this.#deps = deps;
    this.#leaveLine = deps.calls.subscribe((event) => this.#onLine(event));
  }

  get link(): PeerLink | null {
    return this.#link;
  }

  /** Also asked again on each new line, and harmless when it is held already. */
  take(): void {
    const call = this.#deps.call();
    if (call === null || this.#joining === 'over') return;
    if (this.#joining !== 'no') {
      this.#joining = 'again';
      return;
    }
    this.#joining = 'asked';
    void this.#join(call).finally(() => {
      const again = this.#joining === 'again';
      if (this.#joining !== 'over') this.#joining = 'no';
      if (again) this.take();
    });
  }

  /** The page goes, or the call: the other side hears of it at once. Also when the asking for a seat is still under way. */
  leave(): void {
    if (this.#satIn !== null) this.#deps.calls.leave(this.#satIn, this.#deps.seat);
  }

  dispose(): void {
    this.#joining = 'over';
    this.#cancelAgain();
    this.#leaveLine();
    this.#leaveLink();
    this.#link?.dispose();
    this.#early = [];
  }

  async #join(call: string): Promise<void> {
    const { calls, seat, clock } = this.#deps;
    this.#satIn = call;
    const reply = await calls.join({ call, seat, got: this.#link?.got ?? null });
    if (this.#joining === 'over' || this.#deps.call() !== call) return;
    if (reply.ok) return this.#seated(reply);
    if (reply.reason === 'taken') return this.#deps.taken();
    // Without a line the next one asks again; a call that is over is told by the log.
    if (reply.reason !== 'unavailable' && reply.reason !== 'too_many') return;
    this.#cancelAgain();
    this.#cancelAgain = clock.after(JOIN_AGAIN_MS, () => this.take());
  }

  #seated({ peer, ...servers }: Joined): void {
    const link = this.#link ?? this.#connect(servers);
    if (peer !== null) link.peerHere(peer);
    this.#deps.peer(peer === null ? 'away' : 'here');
    link.lineBack();
    for (const event of this.#early.splice(0)) this.#pass(link, event);
  }

  #connect(servers: IceServers): PeerLink {
    const { calls, call, seat, polite } = this.#deps;
    const link = this.#deps.createLink({
      seat,
      polite,
      servers,
      async signal(address, signal) {
        const id = call();
        return id === null ? { ok: false } : calls.signal(id, address, signal);
      },
      async freshServers() {
        const id = call();
        const reply = id === null ? null : await calls.iceServers(id);
        return reply?.ok ? reply : null;
      },
    });
    this.#link = link;
    let was: PeerLinkState['kind'] = 'waiting';
    this.#leaveLink = link.subscribe(() => {
      const { kind } = link.getState().state;
      const id = call();
      // A network that changed takes the line along, which would notice only much later, and a restart needs it.
      if (kind === 'stalled' && was !== 'stalled' && id !== null) void calls.iceServers(id, CHECK_MS);
      was = kind;
    });
    this.#deps.linked(link);
    return link;
  }

  #onLine(event: CallLineEvent): void {
    if (event.kind === 'online') return this.take();
    if (event.kind === 'offline' || event.call !== this.#deps.call()) return;
    if (event.kind === 'taken') {
      if (event.seat !== this.#deps.seat) this.#deps.taken();
      return;
    }
    if (event.kind === 'peer') this.#deps.peer(event.state);
    if (this.#link === null) this.#early.push(event);
    else this.#pass(this.#link, event);
  }

  #pass(link: PeerLink, event: CallLineEvent): void {
    if (event.kind === 'signal') link.receive(event.address, event.signal);
    else if (event.kind === 'peer' && event.state === 'here') link.peerHere(event.peer);
    else if (event.kind === 'peer') link.peerAway(event.peer.seat);
  }
}
