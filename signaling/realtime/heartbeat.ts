/** Tells each connection the latest `seq` of what it follows, so that a push lost on a living line is noticed. */

import type { Time } from '../protocol/events.ts';
import { digestOfWaiting, inboxDigest } from '../protocol/inbox-digest.ts';
import type { AgentPushes } from '../protocol/realtime.ts';
import type { Head, Store } from '../store/store.ts';
import type { PushOf, Seat } from './hub.ts';

export type Heartbeat = PushOf<AgentPushes, 'heartbeat'>;

/** One that a heartbeat goes to. `signedOut`: what it was let in by is over. */
export interface Beating {
  seat: Seat;
  push: (heartbeat: Heartbeat) => void;
  signedOut: () => void;
}

export async function beat(
  store: Pick<Store, 'heads' | 'openHeads' | 'open' | 'signInsAlive'>,
  lines: readonly Beating[],
  now: Time,
): Promise<void> {
  const following = lines.map(({ seat, ...line }) => ({ ...seat.follows(), ...line }));
  await cutSignedOut(store, following, now);
  const customers = following.flatMap(({ customer }) => customer ?? []);
  const conversations = following.flatMap((one) => [...one.conversations]);
  const [begun, named, open] = await Promise.all([
    store.openHeads([...new Set(customers)]),
    store.heads([...new Set(conversations)]),
    following.some(({ agent }) => agent !== null) ? store.open() : [],
  ]);
  const byCustomer = new Map(begun.map((head) => [head.customer, head]));
  const byId = new Map(named.map((head) => [head.id, head]));
  const byAgent = Map.groupBy(open, ({ agent }) => agent);
  const waiting = digestOfWaiting(byAgent.get(null) ?? []);
  for (const { conversations, customer, agent, push } of following) {
    const own = [...conversations].flatMap((id) => byId.get(id) ?? []);
    const also = customer === null ? undefined : byCustomer.get(customer);
    const heads = also ? [...own, also] : own;
    push(heartbeatOf(heads, agent === null ? null : inboxDigest(waiting, byAgent.get(agent.id) ?? [])));
  }
}

/** Whoever signed out on a node that this one hears nothing of, or was signed out by the command line. */
async function cutSignedOut(
  store: Pick<Store, 'signInsAlive'>,
  lines: readonly { agent: { signIn: string } | null; signedOut: () => void }[],
  now: Time,
): Promise<void> {
  const signIns = [...new Set(lines.flatMap(({ agent }) => agent?.signIn ?? []))];
  if (signIns.length === 0) return;
  const alive = new Set(await store.signInsAlive(signIns, now));
  for (const { agent, signedOut } of lines) if (agent && !alive.has(agent.signIn)) signedOut();
}

/** `inbox`: of an agent; null: it is a customer's. */
function heartbeatOf(heads: readonly Head[], inbox: string | null): Heartbeat {
  const main = { heads: Object.fromEntries(heads.map(({ id, head }) => [id, head])) };
  if (inbox === null) return main;
  return { ...main, notesHeads: Object.fromEntries(heads.map(({ id, notesHead }) => [id, notesHead])), inbox };
}
