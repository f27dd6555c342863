/**
 * Who is connected to the other nodes. Each node says what changes with it, numbered, and its number again and again; one
 * that has missed something asks for all of it, and one that has said nothing for a while is gone with everybody it had.
 * Knows nothing of how words travel.
 */
import type { Time } from '../protocol/events.ts';
import type { NodeLink } from './link.ts';

type AgentStatus = 'online' | 'away';

export type Gathering =
  /** `count`: of the changes that this node has told so far, this one too. */
  | {
      kind: 'change';
      count: number;
      agents: [agent: string, status: AgentStatus | 'gone'][];
      customers: [customer: string, here: boolean][];
    }
  | { kind: 'all'; count: number; agents: [agent: string, status: AgentStatus][]; customers: string[] }
  | { kind: 'alive'; count: number }
  /** Null: every node is asked. */
  | { kind: 'ask'; node: string | null }
  | { kind: 'bye' };

/** How often a node says that it is there, in milliseconds. */
export const ALIVE_MS = 3000;
/** A node that has been silent for as long while the link was there is gone. */
export const GONE_MS = 4 * ALIVE_MS;

/** The least time between two asks of one node, and between two answers, in milliseconds of real time: they may be long. */
const ASK_MS = 1000;
const ANSWER_MS = 500;

interface Other {
  askedAt: number;
  /** Null until all of it is known. */
  count: number | null;
  heardAt: Time;
  agents: Map<string, AgentStatus>;
  customers: Set<string>;
}

export interface GatheringDeps {
  link: NodeLink;
  now: () => Time;
  /** What this node would say of itself. */
  own: () => { agents: [agent: string, status: AgentStatus][]; customers: string[] };
  /** Of an agent who may be connected to this node as well. */
  statusTold: (agent: string, status: AgentStatus) => void;
  /** Somebody elsewhere has come, left, or is of another status. */
  agentsChanged: () => void;
  /** These have come or gone without a word, with their node. On one node only, so that not all of them say the same. */
  customersMoved: (customers: string[]) => void;
}

export class Others {
  readonly #deps: GatheringDeps;
  readonly #nodes = new Map<string, Other>();
  /** Those that were taken for gone: whoever is with them when they come back was told of as gone. */
  readonly #missed = new Set<string>();
  #count = 0;
  #answeredAt = Number.NEGATIVE_INFINITY;
  #owed: 'nothing' | 'an answer' = 'nothing';

  constructor(deps: GatheringDeps) {
    this.#deps = deps;
    const { link } = deps;
    link.hear((word, node) => this.#heard(word, node));
    link.changed((state) => {
      if (state !== 'linked') return;
      // Nobody could be heard meanwhile, so nobody was silent.
      for (const other of this.#nodes.values()) other.heardAt = deps.now();
      link.tell({ kind: 'ask', node: null });
      this.#tellAll();
    });
  }

  agent(id: string): AgentStatus | null {
    const all = [...this.#nodes.values()].flatMap(({ agents }) => agents.get(id) ?? []);
    return all.find((status) => status === 'online') ?? all[0] ?? null;
  }

  anyAgentOnline(): boolean {
    for (const { agents } of this.#nodes.values()) {
      for (const status of agents.values()) if (status === 'online') return true;
    }
    return false;
  }

  customer(id: string): boolean {
    for (const { customers } of this.#nodes.values()) if (customers.has(id)) return true;
    return false;
  }

  tell(change: { agent: string; status: AgentStatus | 'gone' } | { customer: string; here: boolean }): void {
    if (this.#deps.link.state() === 'alone') return;
    this.#count += 1;
    const said = { kind: 'change', count: this.#count, agents: [], customers: [] } as const;
    this.#deps.link.tell(
      'agent' in change
        ? { ...said, agents: [[change.agent, change.status]], customers: [] }
        : { ...said, agents: [], customers: [[change.customer, change.here]] },
    );
  }

  /** Called every `ALIVE_MS`. */
  beat(): void {
    const { link, now } = this.#deps;
    if (link.state() !== 'linked') return;
    link.tell({ kind: 'alive', count: this.#count });
    if (this.#owed === 'an answer') this.#tellAll();
    const silent = [...this.#nodes].filter(([, { heardAt }]) => now() - heardAt > GONE_MS);
    this.#gone(silent.map(([node]) => node));
  }

  leave(): void {
    this.#deps.link.tell({ kind: 'bye' });
  }

  #tellAll(): void {
    if (performance.now() - this.#answeredAt < ANSWER_MS) {
      this.#owed = 'an answer';
      return;
    }
    this.#owed = 'nothing';
    this.#answeredAt = performance.now();
    this.#deps.link.tell({ kind: 'all', count: this.#count, ...this.#deps.own() });
  }

  #heard(word: Gathering, node: string): void {
    const { now, link, agentsChanged } = this.#deps;
    if (node === this.#deps.link.node) return;
    const known = this.#nodes.get(node);
    const other: Other = known ?? {
      askedAt: Number.NEGATIVE_INFINITY,
      count: null,
      heardAt: 0,
      agents: new Map(),
      customers: new Set(),
    };
    this.#nodes.set(node, other);
    other.heardAt = now();
    switch (word.kind) {
      case 'bye':
        this.#gone([node]);
        // It never comes back: a node that starts is another.
        this.#missed.delete(node);
        return;
      case 'ask':
        if (word.node === null || word.node === this.#deps.link.node) this.#tellAll();
        break;
      case 'all': {
        const before = other.customers;
        const wasKnown = other.count !== null || this.#missed.delete(node);
        other.count = word.count;
        other.agents = new Map(word.agents);
        other.customers = new Set(word.customers);
        agentsChanged();
        if (wasKnown) this.#tellMoved([...before.symmetricDifference(other.customers)]);
        return;
      }
      case 'change':
        if (other.count !== word.count - 1) break;
        this.#apply(word, other);
        return;
      case 'alive':
        if (other.count === word.count) return;
        break;
    }
    // Something of it was missed, or nothing is known of it yet.
    if (word.kind === 'ask' && other.count !== null) return;
    if (performance.now() - other.askedAt < ASK_MS) return;
    other.askedAt = performance.now();
    link.tell({ kind: 'ask', node });
  }

  #apply({ count, agents, customers }: Extract<Gathering, { kind: 'change' }>, other: Other): void {
    other.count = count;
    for (const [customer, here] of customers) {
      if (here) other.customers.add(customer);
      else other.customers.delete(customer);
    }
    for (const [agent, status] of agents) {
      if (status === 'gone') other.agents.delete(agent);
      else {
        other.agents.set(agent, status);
        this.#deps.statusTold(agent, status);
      }
    }
    if (agents.length > 0) this.#deps.agentsChanged();
  }

  #gone(nodes: readonly string[]): void {
    const others = nodes.flatMap((node) => this.#nodes.get(node) ?? []);
    for (const node of nodes) {
      if (this.#nodes.delete(node)) this.#missed.add(node);
    }
    if (others.some(({ agents }) => agents.size > 0)) this.#deps.agentsChanged();
    this.#tellMoved(others.flatMap(({ customers }) => [...customers]));
  }

  #tellMoved(customers: string[]): void {
    const eldest = [this.#deps.link.node, ...this.#nodes.keys()].sort()[0];
    if (eldest === this.#deps.link.node && customers.length > 0) this.#deps.customersMoved(customers);
  }
}
