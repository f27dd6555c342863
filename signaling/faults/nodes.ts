/**
 * Several nodes on one PostgreSQL that write into the same conversations at the same time: stories whose words are drawn from
 * a seed, and what must be true at the end of each. Who meets whom is as it happens, so that a seed is not quite the same
 * story each time.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { decide } from '../conversations/rules.ts';
import { newCustomer } from '../identity/visitors.ts';
import { applyEvent, emptyConversation } from '../protocol/conversation.ts';
import type { Actor, ConversationEvent } from '../protocol/events.ts';
import { postgresStore } from '../store/postgres.ts';
import type { Adoption, Command, Outcome, Store } from '../store/store.ts';
import { newDatabase, postgres } from '../testing/postgres.ts';
import { type Random, seeded } from './random.ts';

const NODES = 4;
const BATCHES = 40;
const BATCH_MAX = 14;
const CUSTOMERS = 12;

type Append = Extract<Command, { kind: 'append' }>;
type Told = { command: Command | Adoption; outcome: Outcome };

export async function openNodes(): Promise<{ stores: Store[]; database: string } & AsyncDisposable> {
  const url = await newDatabase();
  const stores = Array.from({ length: NODES }, () => postgresStore(url, randomUUID, decide));
  await stores[0]?.migrate();
  return {
    stores,
    database: new URL(url).pathname.slice(1),
    async [Symbol.asyncDispose]() {
      await Promise.all(stores.map((store) => store.close()));
    },
  };
}

/** What people do, drawn; they know of each other's conversations what the nodes have told so far. */
class Town {
  readonly customers = Array.from({ length: CUSTOMERS }, () => randomUUID());
  readonly agents: Extract<Actor, { kind: 'agent' }>[] = ['Amélie', 'Jules', 'Inès'].map((name) => ({
    kind: 'agent',
    id: randomUUID(),
    name,
  }));
  readonly told: Told[] = [];
  readonly #asked: Append[] = [];
  readonly #conversations: string[] = [];
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  heard(command: Command | Adoption, outcome: Outcome): void {
    this.told.push({ command, outcome });
    if (outcome.ok && !this.#conversations.includes(outcome.state.id)) this.#conversations.push(outcome.state.id);
  }

  batch(): (Command | Adoption)[] {
    return Array.from({ length: this.#random.between(1, BATCH_MAX) }, () => this.#next());
  }

  #pick<T>(from: readonly T[]): T {
    const picked = from[this.#random.between(0, from.length - 1)];
    assert.ok(picked !== undefined);
    return picked;
  }

  #next(): Command | Adoption {
    const random = this.#random;
    if (random.chance(0.01)) {
      return { kind: 'adopt', visitor: this.#pick(this.customers), customer: this.#pick(this.customers) };
    }
    // The same once more, on any node, while the first may still be on its way.
    if (this.#asked.length > 0 && random.chance(0.15)) return this.#pick(this.#asked.slice(-30));
    const known = this.#conversations.length > 0 ? this.#pick(this.#conversations.slice(-CUSTOMERS)) : null;
    const asked = this.#append(known);
    this.#asked.push(asked);
    return asked;
  }

  #append(known: string | null): Append {
    const random = this.#random;
    const customer: Actor = { kind: 'customer', id: this.#pick(this.customers) };
    const common = { kind: 'append', id: randomUUID() } as const;
    const text = { type: 'message', payload: { text: String(random.between(0, 1e6)) } } as const;
    if (known === null || random.chance(0.5)) return { ...common, actor: customer, conversation: null, body: text };
    const agent = this.#pick(this.agents);
    const named = { ...common, actor: agent, conversation: known };
    const to = { id: agent.id, name: agent.name };
    if (random.chance(0.5)) return { ...named, body: { type: 'assigned', payload: { agent: to } }, note: 'mine' };
    if (random.chance(0.5)) return { ...named, body: text };
    if (random.chance(0.5)) return { ...named, body: { type: 'closed', payload: { by: 'agent' } } };
    return { ...named, actor: customer, body: text };
  }
}

async function tell(seed: number, stores: readonly Store[]): Promise<Town> {
  const town = new Town(seeded(seed));
  const [first] = stores;
  for (const id of town.customers) await first?.addCustomer(newCustomer(id, 0));
  await Promise.all(
    stores.map(async (store) => {
      for (let n = 1; n <= BATCHES; n += 1) {
        const commands = town.batch();
        const outcomes = await store.commit(commands, n);
        commands.forEach((command, index) => {
          const outcome = outcomes[index];
          assert.ok(outcome);
          town.heard(command, outcome);
        });
      }
    }),
  );
  return town;
}

/** Each conversation's log as one of the nodes has it. */
async function logsOf(store: Store, told: readonly Told[]): Promise<Map<string, ConversationEvent[]>> {
  const ids = new Set(told.flatMap(({ outcome }) => (outcome.ok ? [outcome.state.id] : [])));
  const logs = new Map<string, ConversationEvent[]>();
  for (const id of ids) {
    const both = [await store.eventsAfter(id, 'main', 0, 1e6), await store.eventsAfter(id, 'notes', 0, 1e6)];
    for (const log of both) {
      assert.deepEqual(
        log.map(({ seq }) => seq),
        log.map((_, n) => n + 1),
        'a hole',
      );
    }
    logs.set(id, both.flat());
  }
  return logs;
}

/** All that is stored follows from the log, and nobody takes what somebody has. */
async function checkOwners(store: Store, logs: Map<string, ConversationEvent[]>): Promise<void> {
  for (const [id, log] of logs) {
    const stored = await store.conversation(id);
    assert.ok(stored);
    let state = emptyConversation(id, stored.customer, stored.createdAt, stored.previous);
    for (const event of log) {
      if (event.type === 'assigned') assert.equal(state.status.kind, 'queued', 'two owners');
      state = applyEvent(state, event);
    }
    assert.deepEqual([state.status, state.head, state.notesHead], [stored.status, stored.head, stored.notesHead]);
  }
}

/** What was acknowledged is stored once, where it was said to be, however often and wherever it was sent. */
function checkWords(told: readonly Told[], logs: Map<string, ConversationEvent[]>): void {
  const stored = new Map<string, string[]>();
  for (const [id, log] of logs) {
    for (const event of log) stored.set(event.id, [...(stored.get(event.id) ?? []), `${id} ${event.log} ${event.seq}`]);
  }
  const acknowledged = new Set<string>();
  for (const { command, outcome } of told) {
    if (command.kind !== 'append' || !outcome.ok || !outcome.event) continue;
    const { conversation, log, seq } = outcome.event;
    assert.deepEqual(stored.get(command.id), [`${conversation} ${log} ${seq}`]);
    acknowledged.add(command.id);
  }
  for (const { command } of told) {
    if (command.kind === 'append' && !acknowledged.has(command.id)) assert.equal(stored.get(command.id), undefined);
  }
}

/** Throws when something isn't as it must be. */
export async function checkNodes(seed: number): Promise<void> {
  const nodes = await openNodes();
  try {
    const { stores } = nodes;
    const { told, customers } = await tell(seed, stores);
    const reasons = Object.groupBy(told, ({ outcome }) => (outcome.ok ? 'ok' : outcome.reason));
    // Otherwise nobody met anybody.
    assert.ok((reasons.ok?.length ?? 0) > 400 && (reasons.taken?.length ?? 0) > 20);
    const [one, ...others] = stores;
    assert.ok(one);
    const logs = await logsOf(one, told);
    for (const store of others) assert.deepEqual(await logsOf(store, told), logs);
    await checkOwners(one, logs);
    checkWords(told, logs);
    for (const customer of customers) {
      const lines = await one.conversationsOf(customer);
      assert.ok(lines.filter(({ state }) => state.status.kind !== 'closed').length <= 1, 'two open');
    }
  } finally {
    await nodes[Symbol.asyncDispose]();
  }
  const sql = `select deadlocks::int from pg_stat_database where datname = '${nodes.database}'`;
  assert.deepEqual(await (await postgres()).query('postgres', sql), [{ deadlocks: 0 }]);
}
