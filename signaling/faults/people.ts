/**
 * Customers and agents at several real nodes: real sessions under Node, through the balancer. Sessions wait less long than they
 * would, so that what takes them most of a minute to notice takes seconds.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { createAgentSession } from '../../widget/session/agent-session.ts';
import type { Clock } from '../../widget/session/clock.ts';
import { createCustomerSession } from '../../widget/session/customer-session.ts';
import { memoryBrowser } from '../../widget/session/testing/memory-browser.ts';
import type { AgentApi, CustomerApi } from '../../widget/session/transport.ts';
import type { AgentSession, CustomerSession } from '../../widget/session/types.ts';
import type { Uploader } from '../../widget/session/uploads.ts';
import { nodeTransport } from '../testing/node-transport.ts';
import type { Nodes } from '../testing/nodes.ts';
import type { Random } from './random.ts';

/** How much faster a session waits for what takes longer than an answer may. */
const HASTE = 20;
const LONG_MS = 15_000;
/** Everybody has everything by then, in milliseconds of the real clock. */
const PEACE_MS = 60_000;
const LOOK_MS = 20;
/** What a session waits for in vain is cut short; an answer has time to come on a busy machine. */
const hasty: Clock = {
  now: Date.now,
  after(ms, call) {
    const timer = globalThis.setTimeout(call, ms > LONG_MS ? ms / HASTE : ms / 3);
    return () => clearTimeout(timer);
  },
};

const noFiles: Uploader = { upload: async () => ({ ok: false, reason: 'file_type' }), release: () => {} };

const common = (random: Random, clock: Clock = hasty) => ({
  ...memoryBrowser(clock).tab(),
  random: random.next,
  ids: randomUUID,
  uploader: noFiles,
  address: (path: string) => path,
  version: 'test',
});

/** Everybody has an address of their own, as the balancer tells it: one address may not be as many people. */
let addresses = 0;
const from = () => {
  addresses += 1;
  return { 'X-Forwarded-For': `10.0.${addresses >> 8}.${addresses & 0xff}` };
};

interface Writing {
  /** Who it is, as the store says it. */
  id: () => string;
  written: string[];
}
export type Customer = Writing & { session: CustomerSession };
export type Agent = Writing & { session: AgentSession; shift: 'on' | 'over' };

/** `clock`: the sessions' own, where what they take is measured. */
export function customerOf({ url }: Pick<Nodes, 'url'>, random: Random, clock?: Clock): Customer {
  const transport = nodeTransport<CustomerApi>(url, '/customer', from());
  const about = () => ({ topic: 'booking' });
  const session = createCustomerSession({ ...common(random, clock), transport, about, presence: async () => null });
  session.connect();
  return { session, written: [], id: () => whoWrote(session) };
}

/** As the service knows them. */
const whoWrote = (session: CustomerSession) =>
  session.current.getState().events.find(({ actor }) => actor.kind === 'customer')?.actor.id ?? '';

export async function agentOf(nodes: Nodes, random: Random, n: number): Promise<Agent> {
  const { id, cookie } = await nodes.addAgent(`Agent ${n}`);
  const session = createAgentSession({
    ...common(random),
    transport: nodeTransport<AgentApi>(nodes.url, '/agent', { ...from(), Cookie: cookie }),
  });
  session.connect();
  return { session, written: [], id: () => id, shift: 'on' };
}

/** What waits, in words. */
export function unsent({ session }: Customer | Agent): string[] {
  const { kind } = session.getState().connection;
  const views =
    'current' in session
      ? [session.current]
      : session.getState().mine.map(({ state }) => session.conversation(state.id));
  return views.flatMap((view) => {
    const { pending, state, phase } = view.getState();
    const waiting = pending.map((one) => (one.delivery === 'failed' ? `failed: ${one.reason}` : one.delivery));
    return waiting.length > 0 || !state ? [`${kind}, ${phase.kind}, ${waiting.join(' ')}`] : [];
  });
}

export async function until(what: string, missing: () => string[]): Promise<void> {
  const end = Date.now() + PEACE_MS;
  for (;;) {
    const still = missing();
    if (still.length === 0) return;
    assert.ok(Date.now() < end, `it never came to it that ${what}: ${still.join('; ')}`);
    await setTimeout(LOOK_MS);
  }
}
