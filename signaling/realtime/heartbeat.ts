/** Tells each connection the latest `seq` of what it follows, so that a push lost on a living line is noticed. */
import { inboxDigest } from '../protocol/inbox-digest.ts';
import type { AgentPushes } from '../protocol/realtime.ts';
import type { Head, Store } from '../store/store.ts';
import type { PushOf, Seat } from './hub.ts';

export type Heartbeat = PushOf<AgentPushes, 'heartbeat'>;

export async function beat(
  store: Pick<Store, 'heads' | 'openHeads' | 'open'>,
  lines: readonly { seat: Seat; push: (heartbeat: Heartbeat) => void }[],
): Promise<void> {
  const following = lines.map(({ seat, push }) => ({ ...seat.follows(), push }));
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
  for (const { conversations, customer, agent, push } of following) {
    const own = [...conversations].flatMap((id) => byId.get(id) ?? []);
    const also = customer === null ? undefined : byCustomer.get(customer);
    const heads = also ? [...own, also] : own;
    const mine = (byAgent.get(agent) ?? []).map(({ id }) => id);
    const inbox = agent === null ? null : inboxDigest(byAgent.get(null) ?? [], mine);
    push(heartbeatOf(heads, inbox));
  }
}

/** `inbox`: of an agent; null: it is a customer's. */
function heartbeatOf(heads: readonly Head[], inbox: string | null): Heartbeat {
  const main = { heads: Object.fromEntries(heads.map(({ id, head }) => [id, head])) };
  if (inbox === null) return main;
  return { ...main, notesHeads: Object.fromEntries(heads.map(({ id, notesHead }) => [id, notesHead])), inbox };
}
