/**
 * A night on three nodes: fifty customers and ten agents write, take and close while a node is killed, Redis and PostgreSQL
 * are restarted, and lines between all parts are cut or left half open. Real processes and real sessions; the faults are
 * drawn from a seed, who meets them is as it happens.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { ConversationEvent } from '../protocol/events.ts';
import type { Node, Nodes } from '../testing/nodes.ts';
import { type Agent, agentOf, type Customer, customerOf, unsent, until } from './people.ts';
import { type Random, seeded } from './random.ts';

const CUSTOMERS = 50;
const AGENTS = 10;
/** Words of each customer. */
const WORDS = 4;
/** How long people write and things fail, in milliseconds. */
const NIGHT_MS = 1000;
const FAULTS = 6;
const FAULT_MS = [50, 400] as const;
/** What an agent has at a time. */
const HANDS = 8;

/** Throws when something isn't as it must be. `log` is told what failed when. */
export async function checkNight(nodes: Nodes, seed: number, log: (line: string) => void = () => {}): Promise<void> {
  const random = seeded(seed);
  const customers = Array.from({ length: CUSTOMERS }, () => customerOf(nodes, random));
  const agents: Agent[] = [];
  for (let n = 0; n < AGENTS; n += 1) agents.push(await agentOf(nodes, random, n));
  try {
    const shifts = agents.map((agent) => work(agent, random));
    await Promise.all([...customers.map((customer) => write(customer, random)), failing(nodes, random, log)]);
    await until('everything is sent', () => [...customers, ...agents].flatMap(unsent));
    for (const agent of agents) agent.shift = 'over';
    await Promise.all(shifts);
    await until('everything is sent', () => agents.flatMap(unsent));
    await checkLogs(nodes, customers, agents);
  } finally {
    for (const { session } of [...customers, ...agents]) session.dispose();
  }
}

async function write({ session, written }: Customer, random: Random): Promise<void> {
  const mark = randomUUID();
  for (let n = 0; n < WORDS; n += 1) {
    await setTimeout(random.between(0, (2 * NIGHT_MS) / WORDS));
    const text = `${mark} ${n}`;
    written.push(text);
    session.current.send(text);
  }
}

/** Takes who waits, answers, and closes now and then. */
async function work(agent: Agent, random: Random): Promise<void> {
  const { session, written } = agent;
  const mark = randomUUID();
  for (let n = 0; agent.shift === 'on'; n += 1) {
    await setTimeout(random.between(30, 120));
    const { queue, mine } = session.getState();
    const waiting = queue[random.between(0, Math.max(0, Math.min(queue.length, AGENTS) - 1))];
    if (waiting && mine.length < HANDS) await session.take(waiting.state.id);
    const own = mine[random.between(0, Math.max(0, mine.length - 1))];
    if (!own) continue;
    const conversation = session.conversation(own.state.id);
    // While others fail to come back there is always something to say; it ends some time.
    if (written.length < 2 * CUSTOMERS) {
      const text = `${mark} ${n}`;
      written.push(text);
      conversation.send(text);
    }
    if (random.chance(0.2)) await conversation.close();
  }
}

async function failing(nodes: Nodes, random: Random, log: (line: string) => void): Promise<void> {
  const one = async () => {
    await setTimeout(random.between(0, NIGHT_MS));
    const node = nodes.nodes[random.between(0, nodes.nodes.length - 1)];
    assert.ok(node);
    const [name, fault] = faultsOf(nodes, node)[random.between(0, 8)] ?? [];
    const ms = random.between(...FAULT_MS);
    log(`${name} of node ${nodes.nodes.indexOf(node)} for ${ms} ms`);
    await fault?.(ms);
  };
  await Promise.all(Array.from({ length: FAULTS }, one));
  for (const node of nodes.nodes) await node.start();
}

let restarts: Promise<void> = Promise.resolve();
/** One after the other: what is being started isn't killed. */
const inTurn = (restart: () => Promise<void>) => {
  restarts = restarts.then(restart);
  return restarts;
};

type Fault = [name: string, fault: (ms: number) => Promise<void>];

function faultsOf({ balancer, redis, postgres }: Nodes, { port, toPostgres, toRedis, kill, start }: Node): Fault[] {
  const then = (begin: () => void, end: () => void) => async (ms: number) => {
    begin();
    await setTimeout(ms);
    end();
  };
  return [
    ['clients cut', async () => balancer.cut(port)],
    ['clients half open', async () => balancer.halfOpen(port)],
    [
      'PostgreSQL cut',
      then(
        () => toPostgres.refuse(),
        () => toPostgres.pass(),
      ),
    ],
    [
      'PostgreSQL half open',
      then(
        () => toPostgres.silence(),
        () => toPostgres.pass(),
      ),
    ],
    [
      'Redis cut',
      then(
        () => toRedis.refuse(),
        () => toRedis.pass(),
      ),
    ],
    [
      'Redis half open',
      then(
        () => toRedis.silence(),
        () => toRedis.pass(),
      ),
    ],
    [
      'killed',
      (ms) =>
        inTurn(async () => {
          await kill();
          await setTimeout(ms);
          await start();
        }),
    ],
    [
      'Redis restarted, not only',
      () =>
        inTurn(async () => {
          await redis.stop();
          await redis.start();
        }),
    ],
    [
      'PostgreSQL restarted, not only',
      () =>
        inTurn(async () => {
          await postgres.stop();
          await postgres.start();
        }),
    ],
  ];
}

const textsOf = (events: readonly ConversationEvent[]) =>
  events.flatMap((event) => (event.type === 'message' ? [{ by: event.actor.id, text: event.payload.text }] : []));

async function checkLogs({ store }: Nodes, customers: readonly Customer[], agents: readonly Agent[]): Promise<void> {
  const byWriter = new Map<string, string[]>();
  for (const { id, session } of customers) {
    const lines = (await store.conversationsOf(id())).reverse();
    assert.ok(lines.filter(({ state }) => state.status.kind !== 'closed').length <= 1, 'two are open');
    for (const { state } of lines) {
      const events = await store.eventsAfter(state.id, 'main', 0, 1e6);
      assert.deepEqual(
        events.map(({ seq }) => seq),
        events.map((_, n) => n + 1),
        'a hole',
      );
      checkOwner(events);
      for (const { by, text } of textsOf(events)) byWriter.set(by, [...(byWriter.get(by) ?? []), text]);
    }
    const last = lines.at(-1)?.state;
    assert.ok(
      last,
      `a customer has no conversation: ${JSON.stringify([id(), session.getState(), session.current.getState()])}`,
    );
    await until('the customer sees all of it', () => {
      const { state, events } = session.current.getState();
      const whole = state?.id === last.id && state.head === last.head && events.at(-1)?.seq === last.head;
      return whole ? [] : [`${state?.id} ${state?.head} ${events.at(-1)?.seq} instead of ${last.id} ${last.head}`];
    });
  }
  for (const { id, written } of customers) {
    assert.deepEqual(byWriter.get(id()), written, 'words of a customer are lost, doubled or out of order');
  }
  for (const { id, written } of agents) {
    const said = (byWriter.get(id()) ?? []).toSorted();
    assert.equal(new Set(said).size, said.length, 'words of an agent are doubled');
    // What was said into a conversation that was closed meanwhile has failed, and stands there as failed.
    assert.ok(said.every((text) => written.includes(text)));
  }
}

/** Nobody takes what somebody has, and nobody speaks in what isn't theirs. */
function checkOwner(events: readonly ConversationEvent[]): void {
  let owner: string | null = null;
  for (const event of events) {
    if (event.type === 'assigned') {
      assert.equal(owner, null, 'two owners');
      owner = event.payload.agent.id;
    }
    if (event.type === 'returned' || event.type === 'closed') owner = null;
    if (event.type === 'message' && event.actor.kind === 'agent') assert.equal(event.actor.id, owner, 'not the owner');
  }
}
