/**
 * The network as a session sees it: lines to the service, one after another. What a line is made of (Socket.IO, or a
 * test's memory) is not known here, nor when a new one is opened: that is the connection's business.
 */
import type {
  AgentPushes,
  AgentRequests,
  CustomerPushes,
  CustomerRequests,
} from '../../signaling/protocol/realtime.ts';
import type { Reason, Result } from '../../signaling/protocol/reasons.ts';
import type { AgentHandshake, CustomerHandshake } from '../../signaling/protocol/schemas.ts';

/** One side's half of the protocol. */
export interface Api {
  requests: object;
  pushes: object;
  handshake: object;
}
export interface CustomerApi {
  requests: CustomerRequests;
  pushes: CustomerPushes;
  handshake: CustomerHandshake;
}
export interface AgentApi {
  requests: AgentRequests;
  pushes: AgentPushes;
  handshake: AgentHandshake;
}

/** No answer came, and none will: it isn't known whether the request arrived. */
export type Lost = { ok: false; reason: 'lost' };
export const LOST: Lost = { ok: false, reason: 'lost' };
export type Reply<T = object> = Result<T> | Lost;

type Arguments<F> = F extends (...args: infer P) => void ? P : never;
/** Names of the messages of a map that are answered. */
export type Asked<M> = { [K in keyof M & string]: Arguments<M[K]> extends [unknown, unknown] ? K : never }[keyof M &
  string];
/** Names of the messages of a map that are not answered. */
export type Told<M> = { [K in keyof M & string]: Arguments<M[K]> extends [unknown] ? K : never }[keyof M & string];
export type Payload<M, K extends keyof M> = Arguments<M[K]> extends [infer P, ...unknown[]] ? P : never;
export type Answer<M, K extends keyof M> = Arguments<M[K]> extends [unknown, (result: infer R) => void] ? R : never;

/** What a line tells. Never called before `open` has returned, and never after `close`. */
export interface LineListener<A extends Api> {
  opened(): void;
  /** The line is gone for good, or never came. `refusal` is the service's reason if it gave one, with a word for developers. */
  closed(refusal: Reason | null, message?: string): void;
  pushed<K extends Told<A['pushes']>>(name: K, payload: Payload<A['pushes'], K>): void;
}

/** One line from its opening to its end; it never comes back. */
export interface Line<A extends Api> {
  /** `lost` when the line ends before the answer. Never rejects, and has no timeout of its own. */
  request<K extends Asked<A['requests']>>(
    name: K,
    payload: Payload<A['requests'], K>,
  ): Promise<Answer<A['requests'], K> | Lost>;
  tell<K extends Told<A['requests']>>(name: K, payload: Payload<A['requests'], K>): void;
  close(): void;
}

export interface Transport<A extends Api> {
  /** Opens a line; `handshake` says who asks. */
  open(handshake: A['handshake'], listener: LineListener<A>): Line<A>;
}
