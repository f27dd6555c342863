/** For tests: a company with something in every table, also what databases understand in different ways. */
import { randomUUID } from 'node:crypto';
import { newCustomer } from '../identity/visitors.ts';
import type { Command, Store } from '../store/store.ts';

const PERSON = { issuer: 'https://login.example.com', subject: '1' };
const MESSAGES = 300;

/** Into an empty store; each customer has said 300 words. */
export async function addCompany(store: Store, customers: number): Promise<void> {
  const amelie = { id: randomUUID(), name: 'Amélie \0 🚗', email: 'amelie@example.com', passwordHash: 'hash' };
  await store.addAgent({
    ...amelie,
    role: 'supervisor',
    status: 'online',
    seenAt: Date.UTC(2026, 10, 28),
    createdAt: 1,
  });
  await store.addAgentSession({ tokenHash: 'token', agent: amelie.id, at: 1, expiresAt: Date.UTC(2027, 0, 1) });
  await store.setting('key', 'value');
  await store.addAgentLink(PERSON, amelie.id);
  const on = { kind: 'agent', id: amelie.id, name: amelie.name } as const;
  const who = { kind: 'agent', id: amelie.id, name: amelie.name } as const;
  await store.note({ id: randomUUID(), at: 2, who, what: 'signed_in', on, detail: { by: 'password' } });
  const film = { id: randomUUID(), owner: 'c-0', conversation: null, name: 'x', createdAt: 5 } as const;
  await store.addAttachment({ ...film, type: 'video/mp4', size: 2 ** 33, length: 61_000 });
  for (let n = 0; n < customers; n += 1) {
    const id = `c-${n}`;
    await store.addCustomer({ ...newCustomer(id, n), secretHash: `hash ${n}`, context: { booking: `YW-${n}` } });
    const says = Array.from({ length: MESSAGES }, (_, m): Command => {
      const body = { type: 'message', payload: { text: `${m} \0 \ud83d 🚗` } } as const;
      return { kind: 'append', actor: { kind: 'customer', id }, conversation: null, id: randomUUID(), body };
    });
    await store.commit(says, n);
  }
}

/** All that a store tells of the company. */
export async function toldBy(store: Store) {
  const lines = await store.queue();
  const logs = await Promise.all(lines.map(({ state }) => store.eventsAfter(state.id, 'main', 0, MESSAGES)));
  const customers = await store.customers(lines.map(({ state }) => state.customer));
  const session = await store.agentBySession('token', 1);
  return {
    lines,
    logs,
    customers: customers.sort((a, b) => a.createdAt - b.createdAt),
    // The one thing that PostgreSQL's text can't hold.
    session: session && { ...session, agent: { ...session.agent, name: session.agent.name.replace('\0', '\ufffd') } },
    setting: await store.setting('key', 'another'),
    linked: (await store.agentByLink(PERSON))?.email,
    done: (await store.audit(null, 10)).map(({ id, at, what, detail }) => ({ id, at, what, detail })),
  };
}
