/**
 * One seeded story: a customer with two tabs and an agent write a hundred messages through a network that fails, tabs
 * are reloaded in between; afterwards everybody must have the same. Real sessions, real seats, real SQL.
 */
import { randomUUID } from 'node:crypto';
import { createAgentSession } from '../../widget/session/agent-session.ts';
import { createCustomerSession } from '../../widget/session/customer-session.ts';
import { type MemoryBrowser, type MemoryTab, memoryBrowser } from '../../widget/session/testing/memory-browser.ts';
import { type VirtualClock, virtualClock } from '../../widget/session/testing/virtual-clock.ts';
import type { AgentApi, CustomerApi } from '../../widget/session/transport.ts';
import type { AgentSession, ConversationStore, CustomerSession } from '../../widget/session/types.ts';
import type { Uploader } from '../../widget/session/uploads.ts';
import { decide } from '../conversations/rules.ts';
import { hashSecret } from '../identity/secrets.ts';
import type { ConversationEvent } from '../protocol/events.ts';
import { type AgentPushes, type CustomerPushes, HEARTBEAT_MS } from '../protocol/realtime.ts';
import { seatAgent } from '../realtime/agent-seat.ts';
import { seatCustomer } from '../realtime/customer-seat.ts';
import type { Desk } from '../realtime/desk.ts';
import { beat } from '../realtime/heartbeat.ts';
import { createDesk } from '../service.ts';
import { sqlStore } from '../store/sql-store.ts';
import { sqliteDialect } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { silent } from '../testing/service.ts';
import { type Chances, FaultyNetwork, PEACE } from './faulty-wire.ts';
import { type Random, seeded } from './random.ts';

const MESSAGES = 100;
const FAULTS: Chances = { breaks: 0.03, halfOpens: 0.015, losesPush: 0.05, doubles: 0.1 };
/** For each message written: a tab of the customer, or the agent's, is reloaded. */
const RELOADS = 0.03;
/** Long enough for the slowest way back: a half-open line is noticed by missing heartbeats. */
const PEACE_MS = 180_000;

export interface Told {
  /** What each wrote, in order. */
  written: Record<'customer-1' | 'customer-2' | 'agent', string[]>;
  /** What the store holds. */
  stored: string[];
  seqs: number[];
  /** What each sees in the end. */
  seen: Record<string, string[]>;
  faults: FaultyNetwork['faults'];
  reloads: number;
  unsent: number;
}

type Who = keyof Told['written'];
const texts = (events: readonly ConversationEvent[]) =>
  events.flatMap((event) => (event.type === 'message' ? [event.payload.text] : []));

/** Nobody sends files in this story. */
const noFiles: Uploader = { upload: async () => ({ ok: false, reason: 'file_type' }), release: () => {} };

interface Tab<S> {
  session: S;
  tab: MemoryTab;
}

class Story {
  readonly clock: VirtualClock = virtualClock();
  readonly random: Random;
  readonly network: FaultyNetwork;
  readonly store: Store = sqlStore(sqliteDialect(':memory:'), randomUUID, decide);
  readonly customers: MemoryBrowser = memoryBrowser(this.clock);
  readonly agents: MemoryBrowser = memoryBrowser(this.clock);
  #count = 0;

  constructor(seed: number) {
    this.random = seeded(seed);
    this.network = new FaultyNetwork(this.clock, this.random);
  }

  ids = () => {
    this.#count += 1;
    return `made-by-a-client-${String(this.#count).padStart(6, '0')}`;
  };

  customer(desk: Desk): Tab<CustomerSession> {
    const tab = this.customers.tab();
    const transport = this.network.transport<CustomerApi, CustomerPushes>('/customer', (line, handshake) =>
      seatCustomer(desk, line, handshake, 'a test'),
    );
    const about = () => ({ topic: 'booking' });
    const session = createCustomerSession({ ...this.#common(tab), transport, about, presence: async () => null });
    session.connect();
    return { session, tab };
  }

  agent(desk: Desk, token: string): Tab<AgentSession> {
    const tab = this.agents.tab();
    const transport = this.network.transport<AgentApi, AgentPushes>('/agent', (line) => seatAgent(desk, line, token));
    const session = createAgentSession({ ...this.#common(tab), transport });
    session.connect();
    return { session, tab };
  }

  #common(tab: MemoryTab) {
    return {
      ...tab,
      random: this.random.next,
      ids: this.ids,
      uploader: noFiles,
      address: (path: string) => path,
      version: 'test',
    };
  }
}

export async function tell(seed: number): Promise<Told> {
  const story = new Story(seed);
  const { clock, random, network, store } = story;
  await store.migrate();
  const { desk } = await createDesk(
    {
      store,
      version: 'test',
      log: silent,
      now: clock.now,
      newId: randomUUID,
      soon: (run) => void clock.after(0, run),
      after: clock.after,
      identitySecrets: [],
      ice: { stunUrls: [], turn: null },
      limitFactor: 1e6,
    },
    network.hub,
  );
  const token = await signedInAgent(store, clock.now());
  const stopHeart = beating(story);

  const tabs = {
    'customer-1': story.customer(desk),
    'customer-2': story.customer(desk),
    agent: story.agent(desk, token),
  };
  const told: Told = {
    written: { 'customer-1': [], 'customer-2': [], agent: [] },
    stored: [],
    seqs: [],
    seen: {},
    faults: network.faults,
    reloads: 0,
    unsent: 0,
  };

  /** A tab ends without a word and comes again, as with a reload. */
  const reload = (who: Who) => {
    told.reloads += 1;
    tabs[who].tab.die();
    tabs[who].session.dispose();
    if (who === 'agent') tabs.agent = story.agent(desk, token);
    else tabs[who] = story.customer(desk);
  };
  const write = (who: Who, store: ConversationStore, n: number) => {
    const text = `${who} ${n}`;
    told.written[who].push(text);
    store.send(text);
  };

  // It begins in peace, so that there is a conversation to have: the first words, then the agent takes it.
  write('customer-1', tabs['customer-1'].session.current, 0);
  await clock.advance(3000);
  const conversation = tabs['customer-1'].session.current.getState().state?.id ?? '';
  const taken = tabs.agent.session.take(conversation);
  await clock.advance(3000);
  if (!(await taken).ok) throw new Error('the agent could not take the conversation');

  network.chances = FAULTS;
  const people = ['customer-1', 'customer-2', 'agent'] as const;
  for (let n = 1; n < MESSAGES; n += 1) {
    const who = people[random.between(0, people.length - 1)] ?? 'agent';
    if (random.chance(RELOADS)) reload(who);
    write(who, who === 'agent' ? tabs.agent.session.conversation(conversation) : tabs[who].session.current, n);
    await clock.advance(random.between(0, 400));
  }
  network.chances = PEACE;
  await clock.advance(PEACE_MS);

  const events = await store.eventsAfter(conversation, 'main', 0, 10 * MESSAGES);
  told.stored = texts(events);
  told.seqs = events.map((event) => event.seq);
  for (const who of people) {
    const view = who === 'agent' ? tabs.agent.session.conversation(conversation) : tabs[who].session.current;
    await readBack(view, clock);
    told.seen[who] = texts(view.getState().events);
    told.unsent += view.getState().pending.length;
  }
  stopHeart();
  for (const { session } of Object.values(tabs)) session.dispose();
  await store.close();
  return told;
}

async function readBack(view: ConversationStore, clock: VirtualClock): Promise<void> {
  while (view.getState().earlier === 'some') {
    const page = view.loadEarlier();
    await clock.advance(1000);
    await page;
  }
}

async function signedInAgent(store: Store, now: number): Promise<string> {
  const id = randomUUID();
  const token = randomUUID();
  const account = {
    id,
    name: 'Amélie',
    email: 'amelie@example.com',
    passwordHash: 'none',
    role: 'agent' as const,
    status: 'online' as const,
  };
  await store.addAgent({ ...account, seenAt: now, createdAt: now });
  await store.addAgentSession({ tokenHash: hashSecret(token), agent: id, at: now, expiresAt: now + 86_400_000 });
  return token;
}

function beating({ clock, network, store }: Story): () => void {
  let cancel = () => {};
  const next = () => {
    void beat(store, network.seated(), clock.now());
    cancel = clock.after(HEARTBEAT_MS, next) as () => void;
  };
  next();
  return () => cancel();
}
