/**
 * Who gets a push. The domain speaks to people (a customer, an agent, whoever follows a conversation), never to
 * sockets; all tabs of a person get it.
 */
import type { GenericSchema } from 'valibot';
import type { Access, Person } from '../identity/access.ts';
import type { Side } from '../protocol/events.ts';
import type { AgentPushes, CallPushes, CustomerPushes } from '../protocol/realtime.ts';

export type PushOf<Pushes, Name extends keyof Pushes> = Pushes[Name] extends (push: infer P) => void ? P : never;

export interface Hub {
  /** `except`: the line that knows it already. */
  toCustomer<N extends keyof CustomerPushes>(
    customer: string,
    name: N,
    push: PushOf<CustomerPushes, N>,
    except?: string | null,
  ): void;
  /** Those of this node: each node knows who is there, and tells its own. */
  toCustomersHere<N extends keyof CustomerPushes>(name: N, push: PushOf<CustomerPushes, N>): void;
  /** The agents named, and those who look at the conversation; each once. */
  toFollowers<N extends keyof AgentPushes>(
    conversation: string,
    agents: readonly string[],
    name: N,
    push: PushOf<AgentPushes, N>,
    except?: string | null,
  ): void;
  toEveryAgent<N extends keyof AgentPushes>(name: N, push: PushOf<AgentPushes, N>): void;
  toAgentsHere<N extends keyof AgentPushes>(name: N, push: PushOf<AgentPushes, N>): void;
  /** One connection and no other, on whichever node it is: what a call's two ends say to each other. */
  toLine<N extends keyof CallPushes>(side: Side, line: string, name: N, push: PushOf<CallPushes, N>): void;
  /** Cuts all lines of somebody who has become another customer. */
  endCustomer(customer: string): void;
  /** Cuts the windows that were let in for this call only. */
  endCallWindows(call: string): void;
  /** Tells every connection of one sign-in that it is over, and cuts it. */
  endAgentSession(signIn: string): void;
}

export const customerRoom = (customer: string) => `customer:${customer}`;
export const agentRoom = (agent: string) => `agent:${agent}`;
export const conversationRoom = (conversation: string) => `conversation:${conversation}`;
/** The windows that were let in for one call. */
export const callRoom = (call: string) => `call:${call}`;

/** `signIn`: as the store names it, whatever token it has by now. */
export const signInRoom = (signIn: string) => `session:${signIn}`;

/** One connection, as the handlers see it. */
export interface Line<Pushes> {
  readonly id: string;
  /** Where it comes from, for limits. */
  readonly address: string;
  join(room: string): void;
  leave(room: string): void;
  push<N extends keyof Pushes & string>(name: N, push: PushOf<Pushes, N>): void;
  cut(): void;
}

/** What a kind of seat can ask, by name; an answer for each request that has an acknowledgement. */
export type Handlers<Of, Name extends string = string> = Readonly<Record<Name, Handler<Of>>>;
export interface Handler<Of, Answer extends object = object> {
  (seat: Of, payload: unknown): Promise<Answer>;
  /** What fits the request. */
  readonly schema: GenericSchema;
}

/** A connection that was let in. There may be thousands: what they have in common stands with their kind. */
export interface Seat {
  /** Who may ask what. */
  readonly requests: Readonly<Record<string, Access>>;
  /** Answers one of these requests. */
  ask(name: string, payload: unknown): Promise<object>;
  /** Who asks; for a customer's line it changes with the first word. */
  person(): Person;
  /**
   * Whose heads its heartbeat tells: these conversations, and of a customer also the open one, which another tab may
   * have begun; of an agent what the inbox is.
   */
  follows(): { conversations: Iterable<string>; customer: string | null; agent: { id: string; signIn: string } | null };
  /** Once, right after it was let in. */
  begin(): Promise<void>;
  left(): Promise<void>;
}

/** The handler of that name. Own properties only: a name from outside must not reach what every object has. */
export const handlerOf = <Of>(handlers: Handlers<Of>, name: string): Handler<Of> | undefined =>
  Object.hasOwn(handlers, name) ? handlers[name] : undefined;
