/** Tells each connection the latest `seq` of what it follows, so that a push lost on a living line is noticed. */
import type { AgentPushes } from '../protocol/realtime.ts';
import type { Head, Store } from '../store/store.ts';
import type { PushOf, Seat } from './hub.ts';

export type Heartbeat = PushOf<AgentPushes, 'heartbeat'>;

export async function beat(
  store: Pick<Store, 'heads' | 'openHeads'>,
  lines: readonly { seat: Seat; push: (heartbeat: Heartbeat) => void }[],
): Promise<void> {
  const following = lines.map(({ seat, push }) => ({ ...seat.follows(), push }));
  const customers = following.flatMap(({ customer }) => customer ?? []);
  const conversations = following.flatMap((one) => [...one.conversations]);
  const [open, named] = await Promise.all([
    store.openHeads([...new Set(customers)]),
    store.heads([...new Set(conversations)]),
  ]);
  const byCustomer = new Map(open.map((head) => [head.customer, head]));
  const byId = new Map(named.map((head) => [head.id, head]));
  for (const { conversations, customer, push } of following) {
    const own = [...conversations].flatMap((id) => byId.get(id) ?? []);
    const begun = customer === null ? undefined : byCustomer.get(customer);
    push(heartbeatOf(begun ? [...own, begun] : own, customer === null ? 'agent' : 'customer'));
  }
}

function heartbeatOf(heads: readonly Head[], side: 'agent' | 'customer'): Heartbeat {
  const main = { heads: Object.fromEntries(heads.map(({ id, head }) => [id, head])) };
  if (side === 'customer') return main;
  return { ...main, notesHeads: Object.fromEntries(heads.map(({ id, notesHead }) => [id, notesHead])) };
}
