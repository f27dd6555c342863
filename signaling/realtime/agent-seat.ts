/**
 * An agent's connection: who it is comes from the session cookie, never from a payload. What it may ask stands in
 * `agent-requests.ts`, once for all of them.
 */
import { AGENT_REQUESTS } from '../identity/access.ts';
import type { Side } from '../protocol/events.ts';
import type { AgentPushes } from '../protocol/realtime.ts';
import type { Result } from '../protocol/reasons.ts';
import type { AgentRecord } from '../store/store.ts';
import { AGENT_HANDLERS } from './agent-requests.ts';
import { type Caller, InCalls } from './call-requests.ts';
import type { Desk } from './desk.ts';
import { agentRoom, handlerOf, type Line, type Seat, signInRoom } from './hub.ts';
import { refusal } from './request.ts';

/** `token`: the session cookie's value. */
export async function seatAgent(
  desk: Desk,
  line: Line<AgentPushes>,
  token: string | null,
): Promise<Result<{ seat: Seat }>> {
  const session = token === null ? null : await desk.agents.bySession(token);
  if (!session) return refusal('not_signed_in');
  return { ok: true, seat: new AgentSeat(desk, line, session.agent, session.signIn) };
}

export class AgentSeat implements Seat, Caller {
  readonly desk: Desk;
  readonly line: Line<AgentPushes>;
  /** As it was when the line was let in. */
  readonly agent: AgentRecord;
  readonly calls = new InCalls();
  /** Conversations whose heads its heartbeats tell. */
  readonly followed = new Set<string>();
  readonly #signIn: string;

  constructor(desk: Desk, line: Line<AgentPushes>, agent: AgentRecord, signIn: string) {
    this.desk = desk;
    this.line = line;
    this.agent = agent;
    this.#signIn = signIn;
  }

  get requests(): Seat['requests'] {
    return AGENT_REQUESTS;
  }

  get side(): Side {
    return 'agent';
  }

  async ask(name: string, payload: unknown): Promise<object> {
    return (await handlerOf(AGENT_HANDLERS, name)?.(this, payload)) ?? refusal('invalid');
  }

  identity(): string {
    return this.agent.id;
  }

  person(): AgentRecord['role'] {
    return this.agent.role;
  }

  follows(): ReturnType<Seat['follows']> {
    return { conversations: this.followed, customer: null, agent: { id: this.agent.id, signIn: this.#signIn } };
  }

  async begin(): Promise<void> {
    const { desk, line, agent } = this;
    line.join(agentRoom(agent.id));
    line.join(signInRoom(this.#signIn));
    if (desk.presence.agentCame(agent.id, agent.status)) desk.log.info({ agent: agent.id }, 'an agent came');
  }

  async left(): Promise<void> {
    const { desk, line, agent } = this;
    await this.calls.left(desk, line.id);
    if (!desk.presence.agentLeft(agent.id)) return;
    desk.log.info({ agent: agent.id }, 'an agent left');
    await desk.store.updateAgent(agent.id, { seenAt: desk.now() });
  }
}
