/**
 * One conversation's calls as the wire has them: durable decisions are asked of the service and answered, signals are
 * passed on as they come. Knows nothing of WebRTC.
 */
import type { CallMedia } from '../../signaling/protocol/events.ts';
import type { Appended, CallTicket, IceServer, Joined, PeerSeat } from '../../signaling/protocol/realtime.ts';
import type { Result } from '../../signaling/protocol/reasons.ts';
import type { CallJoin, IceCandidate } from '../../signaling/protocol/schemas.ts';
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
  /** Null: there are no more. */
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
   */
  ask(media: CallMedia): Promise<Result<{ call: string }>>;
  accept(call: string): Promise<Result<Appended>>;
  decline(call: string): Promise<Result<Appended>>;
  /** Takes the own asking back. */
  cancel(call: string): Promise<Result<Appended>>;
  end(call: string): Promise<Result<Appended>>;
  join(request: Omit<CallJoin, 'conversation'>): Promise<Reply<Joined>>;
  /** The page goes. Nobody waits for an answer. */
  leave(call: string, seat: string): void;
  iceServers(call: string): Promise<Reply<{ iceServers: IceServer[] }>>;
  ticket(call: string): Promise<Result<CallTicket>>;
  signal(call: string, address: SignalAddress, signal: Signal): Promise<Reply>;
  /** Returns what ends the subscription. */
  subscribe(listener: (event: CallLineEvent) => void): () => void;
}
