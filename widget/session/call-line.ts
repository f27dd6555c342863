/**
 * One conversation's calls as the wire has them: durable decisions are asked of the service and answered, signals are
 * passed on as they come. Knows nothing of WebRTC.
 */
import type { CallMedia } from '../../signaling/protocol/events.ts';
import type { Appended, CallTicket, IceServers, Joined, PeerSeat } from '../../signaling/protocol/realtime.ts';
import type { Result } from '../../signaling/protocol/reasons.ts';
import type { CallJoin, CallReport, IceCandidate } from '../../signaling/protocol/schemas.ts';
import type { Reply } from './transport.ts';

/** From seat to seat. `epoch` counts the connections between the two, `seq` the signals of one epoch. */
export interface SignalAddress {
  from: string;
  to: string;
  epoch: number;
  seq: number;
}

export type Signal =
  | { name: 'offer' | 'answer'; sdp: string }
  /** Null: the side that doesn't offer by itself asks the other one for an offer. */
  | { name: 'ice-candidate'; candidate: IceCandidate['candidate'] };

export type CallLineEvent =
  /** A new line stands: seats have to be taken again. */
  | { kind: 'online' }
  /** The line is gone. This says nothing of the media. */
  | { kind: 'offline' }
  | { kind: 'peer'; call: string; state: 'here' | 'away'; peer: PeerSeat }
  /** Another window or tab of this side has the call now. */
  | { kind: 'taken'; call: string; seat: string }
  | { kind: 'signal'; call: string; address: SignalAddress; signal: Signal };

export interface CallLine {
  readonly isOnline: boolean;
  /**
   * Rings the other side. A customer without an open conversation begins one. When the other side has asked at the
   * same moment, its call is accepted: both want one. The id of the call that comes of it.
   * @param until while it isn't aborted, a line that breaks costs a moment: the same is asked once more over the next one
   */
  ask(media: CallMedia, until?: AbortSignal): Promise<Result<{ call: string }>>;
  /** @param until as above */
  accept(call: string, until?: AbortSignal): Promise<Result<Appended>>;
  decline(call: string): Promise<Result<Appended>>;
  /** Takes the own asking back. */
  cancel(call: string): Promise<Result<Appended>>;
  end(call: string): Promise<Result<Appended>>;
  /** Refused as `taken` when another window or tab has taken the seat over while this one had no line. */
  join(request: Omit<CallJoin, 'conversation'>): Promise<Reply<Joined>>;
  /** The page goes. Nobody waits for an answer. */
  leave(call: string, seat: string): void;
  /** How the call fares, for the operator. Nobody waits for an answer, and a service that doesn't know it gives none. */
  report(call: string, report: CallReport): void;
  /** @param within milliseconds for the answer: a line that doesn't give one counts as dead, and another is opened */
  iceServers(call: string, within?: number): Promise<Reply<IceServers>>;
  ticket(call: string): Promise<Result<CallTicket>>;
  signal(call: string, address: SignalAddress, signal: Signal): Promise<Reply>;
  /** Returns what ends the subscription. */
  subscribe(listener: (event: CallLineEvent) => void): () => void;
}
