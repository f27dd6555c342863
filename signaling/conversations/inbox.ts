/** What agents see of all conversations: lines of the inbox, cards of customers, and word when they change. */

import type { Logger } from '../log.ts';
import type { ConversationLine, CustomerCard, Inbox, InboxLine } from '../protocol/realtime.ts';
import type { Hub } from '../realtime/hub.ts';
import type { Presence } from '../realtime/presence.ts';
import type { AgentRecord, CustomerRecord, Store } from '../store/store.ts';

export interface InboxDeps {
  store: Store;
  hub: Hub;
  presence: Presence;
  soon: (run: () => void) => void;
  log: Logger;
}

export interface InboxDesk {
  load(agent: AgentRecord): Promise<Inbox>;
  card(customer: CustomerRecord): CustomerCard;
  /** The line will be told to every agent at the end of this turn; many changes of one line are one push. */
  lineChanged(conversation: string): void;
  /** Places in the queue will be told at the end of this turn. */
  queueChanged(): void;
  /** An agent came, left or is of another status: everybody on this node is told at the end of this turn. */
  colleaguesChanged(): void;
  /** Something about the customer is new: whoever has the conversation is told. */
  customerChanged(customer: string): Promise<void>;
  /** 1 is next; null when it doesn't wait. */
  position(conversation: string): Promise<number | null>;
}

export function inboxDesk(deps: InboxDeps): InboxDesk {
  const { store, hub, presence, soon, log } = deps;

  const card = (customer: CustomerRecord): CustomerCard => ({
    id: customer.id,
    label: customer.label,
    verified: customer.verified,
    unverified: { name: customer.name, email: customer.email, context: customer.context },
    topic: customer.topic,
    locale: customer.locale,
    device: customer.device,
    pages: customer.pages,
    online: presence.customerOnline(customer.id),
    since: customer.createdAt,
  });

  const inboxLines = async (lines: readonly ConversationLine[]): Promise<InboxLine[]> => {
    const [customers, unread] = await Promise.all([
      store.customers([...new Set(lines.map((line) => line.state.customer))]),
      store.unreadByAgents(lines.map((line) => line.state.id)),
    ]);
    const byId = new Map(customers.map((customer) => [customer.id, customer]));
    return lines.flatMap((line) => {
      const customer = byId.get(line.state.customer);
      if (!customer) return [];
      const { id, label, verified, unverified, topic, online } = card(customer);
      return {
        ...line,
        customer: { id, label, verified, unverified, topic, online },
        unread: unread[line.state.id] ?? 0,
      };
    });
  };

  const changedLines = oncePerTurn(soon, log, async (ids) => {
    const lines = await Promise.all(ids.map((id) => store.line(id)));
    for (const line of await inboxLines(lines.filter((line) => line !== null))) hub.toEveryAgent('line', line);
  });

  const changedQueue = oncePerTurn(soon, log, async () => {
    const queue = await store.queueOrder();
    queue.forEach(({ id, customer }, index) => {
      hub.toCustomer(customer, 'position', { conversation: id, position: index + 1 });
    });
  });

  const changedColleagues = oncePerTurn(soon, log, async () => {
    hub.toCustomersHere('presence', { agents: presence.anyAgent() });
    hub.toAgentsHere('colleagues', { colleagues: presence.colleagues(await store.agents()) });
  });

  return {
    card,
    async load(agent) {
      const [queue, mine, agents] = await Promise.all([store.queue(), store.assignedTo(agent.id), store.agents()]);
      return {
        me: { id: agent.id, name: agent.name, email: agent.email, status: agent.status },
        queue: await inboxLines(queue),
        mine: await inboxLines(mine),
        colleagues: presence.colleagues(agents),
      };
    },
    lineChanged: (conversation) => changedLines(conversation),
    queueChanged: () => changedQueue('queue'),
    colleaguesChanged: () => changedColleagues('colleagues'),
    async customerChanged(id) {
      const [customer, latest] = await Promise.all([store.customer(id), store.latestConversation(id)]);
      if (!customer || !latest || latest.status.kind === 'closed') return;
      const agents = latest.status.kind === 'assigned' ? [latest.status.agent.id] : [];
      hub.toFollowers(latest.id, agents, 'customer', card(customer));
      changedLines(latest.id);
    },
    async position(conversation) {
      const index = (await store.queueOrder()).findIndex(({ id }) => id === conversation);
      return index < 0 ? null : index + 1;
    },
  };
}

/** Gathers keys until the end of the turn; what comes while it works waits for the next round. */
function oncePerTurn(soon: (run: () => void) => void, log: Logger, work: (keys: string[]) => Promise<void>) {
  const keys = new Set<string>();
  let phase: 'idle' | 'running' = 'idle';
  const run = async () => {
    const now = [...keys];
    keys.clear();
    try {
      await work(now);
    } catch (error) {
      log.error({ error }, 'the inbox could not be told of a change');
    }
    phase = 'idle';
    if (keys.size > 0) start();
  };
  const start = () => {
    phase = 'running';
    soon(() => void run());
  };
  return (key: string) => {
    keys.add(key);
    if (phase === 'idle') start();
  };
}
