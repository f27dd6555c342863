/** Who is connected right now, to this node or to another. May be lost without harm: it is counted anew as people come back. */
import { type GatheringDeps, Others } from '../nodes/gathering.ts';
import type { Colleague } from '../protocol/realtime.ts';
import type { AgentRecord } from '../store/store.ts';

/** Counts of connections by person; a person with no connection is not in it. */
class Connections {
  readonly #counts = new Map<string, number>();

  /** True when this is the person's first. */
  add(id: string): boolean {
    const count = (this.#counts.get(id) ?? 0) + 1;
    this.#counts.set(id, count);
    return count === 1;
  }

  /** True when it was the person's last. */
  remove(id: string): boolean {
    const count = (this.#counts.get(id) ?? 0) - 1;
    if (count > 0) {
      this.#counts.set(id, count);
      return false;
    }
    return this.#counts.delete(id);
  }

  has(id: string): boolean {
    return this.#counts.has(id);
  }

  all(): string[] {
    return [...this.#counts.keys()];
  }
}

export class Presence {
  readonly #customers = new Connections();
  readonly #agents = new Connections();
  readonly #statuses = new Map<string, 'online' | 'away'>();
  readonly #others: Others;
  readonly #agentsChanged: () => void;

  constructor(deps: Pick<GatheringDeps, 'link' | 'now' | 'agentsChanged' | 'customersMoved'>) {
    this.#agentsChanged = deps.agentsChanged;
    this.#others = new Others({
      ...deps,
      own: () => ({ agents: [...this.#statuses], customers: this.#customers.all() }),
      // An agent with lines on both nodes has one status.
      statusTold: (agent, status) => {
        if (this.#agents.has(agent)) this.#statuses.set(agent, status);
      },
    });
  }

  /** True when it is their first connection anywhere. */
  customerCame(id: string): boolean {
    if (!this.#customers.add(id)) return false;
    this.#others.tell({ customer: id, here: true });
    return !this.#others.customer(id);
  }

  /** True when it was their last connection anywhere. */
  customerLeft(id: string): boolean {
    if (!this.#customers.remove(id)) return false;
    this.#others.tell({ customer: id, here: false });
    return !this.#others.customer(id);
  }

  customerOnline(id: string): boolean {
    return this.#customers.has(id) || this.#others.customer(id);
  }

  /** True when it is their first connection to this node. */
  agentCame(id: string, status: 'online' | 'away'): boolean {
    const first = this.#agents.add(id);
    this.#setStatus(id, status);
    return first;
  }

  /** True when it was their last connection to this node. */
  agentLeft(id: string): boolean {
    if (!this.#agents.remove(id)) return false;
    this.#statuses.delete(id);
    this.#others.tell({ agent: id, status: 'gone' });
    this.#agentsChanged();
    return true;
  }

  agentStatus(id: string, status: 'online' | 'away'): void {
    if (this.#agents.has(id)) this.#setStatus(id, status);
  }

  /** To this node. */
  agentHere(id: string): boolean {
    return this.#agents.has(id);
  }

  agentConnected(id: string): boolean {
    return this.#agents.has(id) || this.#others.agent(id) !== null;
  }

  /** Whether a customer who writes now can expect an answer. */
  anyAgent(): 'online' | 'none' {
    for (const status of this.#statuses.values()) if (status === 'online') return 'online';
    return this.#others.anyAgentOnline() ? 'online' : 'none';
  }

  colleagues(agents: readonly AgentRecord[]): Colleague[] {
    // What they have chosen to be stands in the store, whichever node was told.
    return agents.map(({ id, name, status }) => ({ id, name, presence: this.agentConnected(id) ? status : 'offline' }));
  }

  /** Tells the other nodes that this one is there, and notices which of them is not. */
  beat(): void {
    this.#others.beat();
  }

  /** The last word of this node. */
  leave(): void {
    this.#others.leave();
  }

  #setStatus(id: string, status: 'online' | 'away'): void {
    if (this.#statuses.get(id) === status) return;
    this.#statuses.set(id, status);
    this.#others.tell({ agent: id, status });
    this.#agentsChanged();
  }
}
