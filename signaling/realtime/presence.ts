/** Who is connected right now. May be lost without harm: it is counted anew as people come back. */
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
}

export class Presence {
  readonly #customers = new Connections();
  readonly #agents = new Connections();
  readonly #statuses = new Map<string, 'online' | 'away'>();

  customerCame(id: string): boolean {
    return this.#customers.add(id);
  }

  customerLeft(id: string): boolean {
    return this.#customers.remove(id);
  }

  customerOnline(id: string): boolean {
    return this.#customers.has(id);
  }

  agentCame(id: string, status: 'online' | 'away'): boolean {
    this.#statuses.set(id, status);
    return this.#agents.add(id);
  }

  agentLeft(id: string): boolean {
    const last = this.#agents.remove(id);
    if (last) this.#statuses.delete(id);
    return last;
  }

  agentStatus(id: string, status: 'online' | 'away'): void {
    if (this.#agents.has(id)) this.#statuses.set(id, status);
  }

  agentConnected(id: string): boolean {
    return this.#agents.has(id);
  }

  /** Whether a customer who writes now can expect an answer. */
  anyAgent(): 'online' | 'none' {
    for (const status of this.#statuses.values()) if (status === 'online') return 'online';
    return 'none';
  }

  colleagues(agents: readonly AgentRecord[]): Colleague[] {
    return agents.map(({ id, name }) => ({ id, name, presence: this.#statuses.get(id) ?? 'offline' }));
  }
}
