/** What every store must do; run against each driver. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { byAgent, entry, OPERATOR, onAgent } from '../identity/audit.ts';
import { newCustomer } from '../identity/visitors.ts';
import type { Actor, EventBody } from '../protocol/events.ts';
import type { AskedBody, Command, CustomerRecord, Outcome, Store } from './store.ts';

const customer = (): Actor => ({ kind: 'customer', id: randomUUID() });
const person = (known: Partial<CustomerRecord>): CustomerRecord => ({ ...newCustomer(randomUUID(), 1), ...known });
const agent = (): Actor => ({ kind: 'agent', id: randomUUID(), name: 'Amélie' });
const message = (text: string): EventBody => ({ type: 'message', payload: { text } });
const append = (actor: Actor, body: AskedBody, conversation: string | null = null, id = randomUUID()): Command => ({
  kind: 'append',
  actor,
  conversation,
  id,
  body,
});

function accepted(outcome: Outcome | undefined): Extract<Outcome, { ok: true }> {
  assert.ok(outcome?.ok, outcome && !outcome.ok ? outcome.reason : 'no outcome');
  return outcome;
}

/** A customer asks the agent who has their conversation for a call, at 0. */
async function ringing(store: Store) {
  const [marta, amelie] = [customer(), { kind: 'agent', id: randomUUID(), name: 'Amélie' } as const];
  const [began] = await store.commit([append(marta, message('Hello'))], 0);
  const { id } = accepted(began).state;
  const ref = { id: amelie.id, name: amelie.name };
  const call = randomUUID();
  const [, asked] = await store.commit(
    [
      append(amelie, { type: 'assigned', payload: { agent: ref } }, id),
      append(marta, { type: 'call_asked', payload: { media: 'video' } }, id, call),
    ],
    0,
  );
  assert.equal(accepted(asked).state.call?.kind, 'ringing');
  return { marta, amelie, id, call };
}

/** `open` gives an empty, migrated store. */
export function storeContract(name: string, open: () => Promise<Store>): void {
  describe(`a store on ${name}`, () => {
    const withStore = (work: (store: Store) => Promise<void>) => async () => {
      const store = await open();
      try {
        await work(store);
      } finally {
        await store.close();
      }
    };

    it(
      'counts 1, 2, 3 … in each conversation, whatever comes in one batch',
      withStore(async (store) => {
        const people = [customer(), customer()];
        const commands = Array.from({ length: 20 }, (_, n) => append(people[n % 2] ?? customer(), message(String(n))));
        const outcomes = (await store.commit(commands, 1)).map(accepted);
        for (const side of [0, 1]) {
          const seqs = outcomes.filter((_, n) => n % 2 === side).map((outcome) => outcome.event?.seq);
          assert.deepEqual(seqs, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        }
      }),
    );

    it(
      'stores a resend once, in one batch and over two',
      withStore(async (store) => {
        const marta = customer();
        const command = append(marta, message('Hello'));
        const [first, second] = await store.commit([command, command], 1);
        const [third] = await store.commit([command], 2);
        assert.equal(accepted(first).fresh.length, 1);
        for (const resend of [second, third]) {
          assert.deepEqual(accepted(resend).event, accepted(first).event);
          assert.equal(accepted(resend).fresh.length, 0);
        }
      }),
    );

    it(
      'keeps ids of two people apart',
      withStore(async (store) => {
        const id = randomUUID();
        const outcomes = await store.commit(
          [append(customer(), message('a'), null, id), append(customer(), message('b'), null, id)],
          1,
        );
        assert.deepEqual(
          outcomes.map((outcome) => accepted(outcome).fresh.length),
          [1, 1],
        );
      }),
    );

    it(
      'judges each command by the state that the one before it left',
      withStore(async (store) => {
        const marta = customer();
        const [started] = await store.commit([append(marta, message('Hello'))], 1);
        const { id } = accepted(started).state;
        const take = (): Command => {
          const who = agent();
          return append(who, { type: 'assigned', payload: { agent: { id: who.id, name: 'Amélie' } } }, id);
        };
        const outcomes = await store.commit([take(), take(), take()], 2);
        assert.deepEqual(
          outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.reason)),
          ['ok', 'taken', 'taken'],
        );
      }),
    );

    it(
      'never has two open conversations of one customer',
      withStore(async (store) => {
        const marta = customer();
        const outcomes = await Promise.all(
          Array.from({ length: 10 }, (_, n) => store.commit([append(marta, message(String(n)))], n)),
        );
        const ids = new Set(outcomes.map(([outcome]) => accepted(outcome).state.id));
        assert.equal(ids.size, 1);
      }),
    );

    it(
      'reads pages forward and back without holes or overlaps',
      withStore(async (store) => {
        const marta = customer();
        const outcomes = await store.commit(
          Array.from({ length: 30 }, (_, n) => append(marta, message(String(n)))),
          1,
        );
        const { id } = accepted(outcomes[0]).state;
        const forward = [
          ...(await store.eventsAfter(id, 'main', 0, 20)),
          ...(await store.eventsAfter(id, 'main', 20, 20)),
        ];
        const back = [
          ...(await store.eventsBefore(id, 'main', 11, 20)),
          ...(await store.eventsBefore(id, 'main', 31, 20)),
        ];
        const seqs = Array.from({ length: 30 }, (_, n) => n + 1);
        assert.deepEqual(
          forward.map((event) => event.seq),
          seqs,
        );
        assert.deepEqual(
          back.map((event) => event.seq),
          seqs,
        );
        const head = { id, customer: marta.id, head: 30, notesHead: 0 };
        for (const found of [await store.heads([id]), await store.openHeads([marta.id])]) {
          assert.deepEqual(
            found.map((one) => ({ ...one })),
            [head],
          );
        }
      }),
    );

    it(
      'completes what is asked of a call, and knows a resend by what was asked',
      withStore(async (store) => {
        const { marta, amelie, id, call } = await ringing(store);
        await store.commit([append(amelie, { type: 'call_started', payload: { call } }, id)], 1000);
        const end = append(marta, { type: 'call_ended', payload: { call } }, id);
        const [once] = await store.commit([end], 5000);
        const [again] = await store.commit([end], 9000);
        assert.deepEqual(accepted(once).event?.payload, { call, why: 'hung_up', length: 4000 });
        assert.deepEqual(accepted(again).event, accepted(once).event);
        assert.equal(accepted(again).fresh.length, 0);
      }),
    );

    it(
      'stores the end of a call right before what puts an end to it',
      withStore(async (store) => {
        const { marta, amelie, id, call } = await ringing(store);
        const close = append(marta, { type: 'closed', payload: { by: 'customer' } }, id);
        const [started, closed] = await store.commit(
          [append(amelie, { type: 'call_started', payload: { call } }, id), close],
          1000,
        );
        assert.equal(accepted(started).event?.seq, 4);
        const { fresh, event } = accepted(closed);
        assert.deepEqual(
          fresh.map(({ type, seq }) => [type, seq]),
          [
            ['call_ended', 5],
            ['closed', 6],
          ],
        );
        assert.equal(event?.type, 'closed');
        const [again] = await store.commit([close], 2000);
        assert.equal(accepted(again).event?.seq, 6);
        assert.equal((await store.eventsAfter(id, 'main', 0, 100)).length, 6);
      }),
    );

    it(
      'finds the conversations in which a call rings or runs',
      withStore(async (store) => {
        const [one, two, three] = [await ringing(store), await ringing(store), await ringing(store)];
        const start = append(two.amelie, { type: 'call_started', payload: { call: two.call } }, two.id);
        const decline = append(three.amelie, { type: 'call_declined', payload: { call: three.call } }, three.id);
        await store.commit([start, decline], 2000);
        const found = (await store.withCall()).map(({ id, call }) => [id, call?.kind, call?.id]);
        const expected = [
          [one.id, 'ringing', one.call],
          [two.id, 'live', two.call],
        ];
        assert.deepEqual(found.sort(), expected.sort());
      }),
    );

    it(
      'counts calls of customers that nobody answered as unread by agents, and no other',
      withStore(async (store) => {
        const { marta, amelie, id, call } = await ringing(store);
        const offered = randomUUID();
        await store.commit(
          [
            { kind: 'mark', actor: amelie, mark: { conversation: id, read: 3 } },
            append(marta, { type: 'call_missed', payload: { call } }, id),
            append(amelie, { type: 'call_asked', payload: { media: 'audio' } }, id, offered),
            append(amelie, { type: 'call_missed', payload: { call: offered } }, id),
          ],
          2000,
        );
        assert.deepEqual(await store.unreadByAgents([id]), { [id]: 1 });
      }),
    );

    it(
      'takes text of every kind as it is',
      withStore(async (store) => {
        const text = "Robert'); DROP TABLE events;-- <b>ü</b> 🚗 \u0000 \u202e \ud83d";
        const [outcome] = await store.commit([append(customer(), message(text))], 1);
        const [event] = await store.eventsAfter(accepted(outcome).state.id, 'main', 0, 1);
        assert.deepEqual(event?.payload, { text });
      }),
    );

    it(
      'stores nothing of a batch that fails',
      withStore(async (store) => {
        const marta = customer();
        // No event without an id: the store itself refuses it.
        const nameless = { ...append(marta, message('Hello')), id: null as unknown as string };
        await assert.rejects(store.commit([append(marta, message('Hello')), nameless], 1));
        assert.equal(await store.latestConversation(marta.id), null);
      }),
    );

    it(
      'keeps an uploaded file as it is described: of a recording also how long it plays, and sizes beyond 32 bits',
      withStore(async (store) => {
        const common = { owner: randomUUID(), conversation: null, name: 'x', createdAt: 5 };
        const plan = { ...common, id: randomUUID(), type: 'image/png', size: 70, width: 2, height: 3 } as const;
        const film = { ...common, id: randomUUID(), type: 'video/mp4', size: 2 ** 31, length: 61_000 } as const;
        for (const file of [plan, film]) await store.addAttachment(file);
        assert.deepEqual(await store.attachment(plan.id), plan);
        assert.deepEqual(await store.attachment(film.id), film);
      }),
    );

    it(
      'has one customer for each id of the site, whoever comes first, and any number without',
      withStore(async (store) => {
        const known = { name: 'Marta', email: 'marta@example.com', context: { booking: 'YW-1' } };
        const [first, second] = [person({ subject: 'c-1', verified: known }), person({ subject: 'c-1' })];
        const added = await Promise.all([store.addCustomer(first), store.addCustomer(second)]);
        assert.deepEqual(added.sort(), [false, true]);
        assert.equal(await store.addCustomer(person({ secretHash: 'a' })), true);
        assert.equal(await store.addCustomer(person({ secretHash: 'b' })), true);
        const found = await store.customerBySubject('c-1');
        assert.ok(found);
        assert.equal(await store.customerBySubject('c-2'), null);
        await store.updateCustomer(found.id, { verified: { ...known, name: 'Marta Nowak' } });
        assert.equal((await store.customer(found.id))?.verified?.name, 'Marta Nowak');
      }),
    );

    it(
      'hands what a visitor has open over to the customer, with what they said and sent there, and ends the secret',
      withStore(async (store) => {
        const [visitor, verified] = [person({ secretHash: 'the hash' }), person({ subject: 'c-1' })];
        for (const one of [visitor, verified]) await store.addCustomer(one);
        const actor = { kind: 'customer', id: visitor.id } as const;
        const [old] = await store.commit([append(actor, message('Long ago'))], 1);
        const before = accepted(old).state.id;
        await store.commit([append(actor, { type: 'closed', payload: { by: 'customer' } }, before)], 2);
        const said = append(actor, message('Hello'));
        const [now] = await store.commit([said], 3);
        const { id } = accepted(now).state;
        const file = {
          owner: visitor.id,
          conversation: null,
          name: 'x',
          type: 'image/png',
          size: 1,
          createdAt: 3,
        } as const;
        const loose = { ...file, id: randomUUID() };
        await store.addAttachment(loose);

        const adoption = { kind: 'adopt', visitor: visitor.id, customer: verified.id } as const;
        const [adopted] = await store.commit([adoption], 4);
        assert.equal(accepted(adopted).state.customer, verified.id);
        assert.equal((await store.latestConversation(verified.id))?.id, id);
        assert.deepEqual(
          (await store.conversationsOf(visitor.id)).map(({ state }) => state.id),
          [before],
        );
        assert.equal((await store.attachment(loose.id))?.owner, verified.id);
        assert.equal(await store.customerBySecret('the hash'), null);
        assert.equal(await store.adopterBySecret('the hash'), verified.id);
        assert.equal(await store.adopterBySecret('another hash'), null);
        // A word that was stored, but not acknowledged any more, comes once more from the customer.
        const again = { ...said, actor: { kind: 'customer', id: verified.id } } as Command;
        const [resent] = await store.commit([again], 5);
        assert.equal(accepted(resent).fresh.length, 0);
        assert.equal((await store.commit([adoption], 6))[0]?.ok, false);
      }),
    );

    it(
      'takes no word more of a visitor who has signed in, in the same batch and later',
      withStore(async (store) => {
        const [visitor, verified] = [person({ secretHash: 'the hash' }), person({ subject: 'c-1' })];
        for (const one of [visitor, verified]) await store.addCustomer(one);
        const actor = { kind: 'customer', id: visitor.id } as const;
        const [began] = await store.commit([append(actor, message('Hello'))], 1);
        const { id } = accepted(began).state;
        const refused = { ok: false, reason: 'unavailable' };
        const adoption = { kind: 'adopt', visitor: visitor.id, customer: verified.id } as const;
        const [adopted, ...later] = await store.commit([adoption, append(actor, message('a'), id)], 2);
        assert.ok(adopted?.ok);
        assert.deepEqual(later, [refused]);
        const commands = [append(actor, message('b')), append(actor, message('c'), id)];
        assert.deepEqual(await store.commit(commands, 3), [refused, refused]);
        assert.deepEqual(await store.conversationsOf(visitor.id), []);
      }),
    );

    it(
      'refuses to hand over while the customer has something open, and does once that is closed in the same batch',
      withStore(async (store) => {
        const [visitor, verified] = [customer(), customer()];
        const [, theirs] = await store.commit([append(visitor, message('a')), append(verified, message('b'))], 1);
        const other = accepted(theirs).state.id;
        const adoption = { kind: 'adopt', visitor: visitor.id, customer: verified.id } as const;
        assert.deepEqual(await store.commit([adoption], 2), [{ ok: false, reason: 'conflict' }]);
        const system = { kind: 'system', id: 'system' } as const;
        const close = append(system, { type: 'closed', payload: { by: 'system' } }, other);
        const [, adopted] = await store.commit([close, adoption], 3);
        assert.equal(accepted(adopted).state.customer, verified.id);
        assert.equal((await store.conversationsOf(verified.id)).length, 2);
      }),
    );

    it(
      'replaces the token of a sign-in once, and ends the sign-in with its last token',
      withStore(async (store) => {
        const amelie = { id: randomUUID(), name: 'Amélie', email: 'amelie@example.com', passwordHash: 'none' };
        await store.addAgent({ ...amelie, role: 'agent', status: 'online', seenAt: 0, createdAt: 0 });
        await store.updateAgent(amelie.id, { role: 'supervisor' });
        const sessionOf = async (token: string, at: number) => {
          const session = await store.agentBySession(token, at);
          return session && [session.agent.role, session.signIn, session.token, session.issuedAt, session.expiresAt];
        };
        await store.addAgentSession({ tokenHash: 'a', agent: amelie.id, at: 1, expiresAt: 100 });
        assert.deepEqual(await sessionOf('a', 1), ['supervisor', 'a', 'current', 1, 100]);
        const replace = (to: string) => store.replaceSessionToken({ from: 'a', to, at: 50, graceEnds: 60 });
        assert.deepEqual((await Promise.all([replace('b'), replace('c')])).sort(), [false, true]);
        const now = (await sessionOf('b', 51)) ? 'b' : 'c';
        assert.deepEqual(await sessionOf(now, 51), ['supervisor', 'a', 'current', 50, 100]);
        assert.deepEqual(await sessionOf('a', 51), ['supervisor', 'a', 'replaced', 1, 60]);
        assert.equal(await sessionOf('a', 60), null);
        // The old token goes; the sign-in stays.
        assert.deepEqual(await store.removeExpiredSessions(60), []);
        assert.deepEqual(await store.removeExpiredSessions(100), ['a']);
        await store.addAgentSession({ tokenHash: 'd', agent: amelie.id, at: 1, expiresAt: 200 });
        await store.addAgentSession({ tokenHash: 'e', agent: amelie.id, at: 1, expiresAt: 200 });
        await store.removeAgentSession('d');
        assert.deepEqual(await store.removeAgentSessions(amelie.id), ['e']);
        assert.equal(await sessionOf('e', 2), null);
      }),
    );

    it(
      'keeps an agent’s change and its entry in the audit log together, or neither',
      withStore(async (store) => {
        const amelie = { id: randomUUID(), name: 'Amélie', email: 'amelie@example.com', passwordHash: 'none' };
        const account = { ...amelie, role: 'agent', status: 'online', seenAt: 0, createdAt: 0 } as const;
        let [at, count] = [0, 0];
        const noted = (...[who, deed]: [Parameters<typeof entry>[1], Parameters<typeof entry>[2]]) =>
          entry({ now: () => ++at, newId: () => `${++count}` }, who, deed);
        const on = onAgent(amelie);
        const added = { what: 'agent_added', on, detail: { role: 'agent', by: 'password' } } as const;
        assert.equal(await store.addAgent(account, noted(OPERATOR, added)), true);
        assert.equal(await store.addAgent({ ...account, id: randomUUID() }, noted(OPERATOR, added)), false);
        const changed = { what: 'role_changed', on, detail: { from: 'agent', to: 'supervisor' } } as const;
        await store.updateAgent(amelie.id, { role: 'supervisor' }, noted(OPERATOR, changed));
        const session = { tokenHash: 'a', agent: amelie.id, at: 1, expiresAt: 100 };
        const signedIn = { what: 'signed_in', on, detail: { by: 'password' } } as const;
        await store.addAgentSession(session, noted(byAgent(amelie), signedIn));
        // There is a session by this token already: the store refuses, and there is nothing to tell of.
        await assert.rejects(store.addAgentSession(session, noted(byAgent(amelie), signedIn)));
        await store.removeAgentSession('a', noted(byAgent(amelie), { what: 'signed_out', on, detail: {} }));
        const everywhere = { what: 'signed_out_everywhere', on, detail: {} } as const;
        await store.removeAgentSessions(amelie.id, noted(byAgent(amelie), everywhere));
        const failed = noted({ kind: 'unknown' }, { what: 'sign_in_failed', on, detail: { by: 'password' } });
        await store.note(failed);
        const all = await store.audit(null, 10);
        assert.deepEqual(
          all.map(({ what }) => what),
          ['sign_in_failed', 'signed_out_everywhere', 'signed_out', 'signed_in', 'role_changed', 'agent_added'],
        );
        assert.deepEqual(all[0], failed);
        assert.deepEqual(all[4]?.detail, { from: 'agent', to: 'supervisor' });
        assert.deepEqual([all[3]?.who, all[5]?.who], [byAgent(amelie), OPERATOR]);
      }),
    );

    it(
      'knows an agent by who they are at one provider, one person each',
      withStore(async (store) => {
        const account = { passwordHash: 'none', role: 'agent', status: 'online', seenAt: 0, createdAt: 0 } as const;
        for (const id of ['amelie', 'jules']) await store.addAgent({ ...account, id, name: id, email: id });
        const person = { issuer: 'https://login.example.com', subject: '1' };
        const added = await Promise.all([store.addAgentLink(person, 'amelie'), store.addAgentLink(person, 'jules')]);
        assert.deepEqual(added.sort(), [false, true]);
        const bound = (await store.agentByLink(person))?.id ?? assert.fail('nobody');
        assert.equal(await store.addAgentLink({ ...person, subject: '2' }, bound), false);
        assert.equal(await store.addAgentLink({ issuer: 'https://other.example.com', subject: '1' }, bound), true);
        assert.equal(await store.agentByLink({ ...person, subject: '2' }), null);
        assert.deepEqual([await store.removeAgentLinks(bound), await store.removeAgentLinks(bound)], [true, false]);
        assert.equal(await store.agentByLink(person), null);
      }),
    );

    it(
      'removes an agent for good: sign-ins and links are gone, nobody finds them, their address stays taken',
      withStore(async (store) => {
        const account = { passwordHash: 'none', role: 'agent', status: 'online', seenAt: 0, createdAt: 0 } as const;
        const person = { issuer: 'https://login.example.com', subject: '1' };
        for (const id of ['amelie', 'jules']) {
          await store.addAgent({ ...account, id, name: id, email: id });
          await store.addAgentSession({ tokenHash: `of ${id}`, agent: id, at: 1, expiresAt: 100 });
        }
        await store.addAgentLink(person, 'amelie');
        const [began] = await store.commit([append(customer(), message('Hello'))], 1);
        const { id } = accepted(began).state;
        const assigned: AskedBody = { type: 'assigned', payload: { agent: { id: 'amelie', name: 'Amélie' } } };
        accepted((await store.commit([append({ kind: 'agent', id: 'amelie', name: 'Amélie' }, assigned, id)], 2))[0]);
        const removed = { what: 'agent_removed', on: onAgent({ id: 'amelie', name: 'amelie' }), detail: {} } as const;
        const remove = () =>
          store.removeAgent('amelie', 3, entry({ now: () => 3, newId: randomUUID }, OPERATOR, removed));
        assert.deepEqual([await remove(), await remove()], [true, false]);
        for (const found of [
          await store.agent('amelie'),
          await store.agentByEmail('amelie'),
          await store.agentByLink(person),
          await store.agentBySession('of amelie', 4),
        ]) {
          assert.equal(found, null);
        }
        // A sign-in that had begun before, and whose last step comes after.
        await store.addAgentSession({ tokenHash: 'late', agent: 'amelie', at: 4, expiresAt: 100 });
        assert.equal(await store.agentBySession('late', 4), null);
        assert.ok(await store.agentBySession('of jules', 4));
        assert.deepEqual(
          (await store.agents()).map(({ name }) => name),
          ['jules'],
        );
        assert.deepEqual(
          (await store.removedAgents()).map(({ name }) => name),
          ['amelie'],
        );
        assert.equal(await store.addAgent({ ...account, id: 'another', name: 'Another', email: 'amelie' }), false);
        // The sweep still finds what they have.
        assert.deepEqual(
          (await store.agentsWithConversations()).map(({ conversations }) => conversations),
          [[id]],
        );
        assert.deepEqual(
          (await store.audit(null, 10)).map(({ what }) => what),
          ['agent_removed', 'assigned'],
        );
      }),
    );

    it(
      'brings a removed agent back under the same id: past conversations keep the name of then, no sign-in or link counts again',
      withStore(async (store) => {
        const account = { passwordHash: 'none', role: 'supervisor', status: 'away', seenAt: 0, createdAt: 7 } as const;
        const amelie = { id: 'amelie', name: 'Amélie' };
        const [at, newId] = [() => 5, randomUUID];
        await store.addAgent({ ...account, ...amelie, email: 'amelie@example.com' });
        const person = { issuer: 'https://login.example.com', subject: '1' };
        await store.addAgentLink(person, 'amelie');
        const [began] = await store.commit([append(customer(), message('Hello'))], 1);
        const { id } = accepted(began).state;
        const assigned: AskedBody = { type: 'assigned', payload: { agent: amelie } };
        accepted((await store.commit([append({ kind: 'agent', ...amelie }, assigned, id)], 2))[0]);
        const now = { name: 'Amélie Laurent', passwordHash: 'new', role: 'agent' } as const;
        const on = onAgent({ id: 'amelie', name: now.name });
        const back = () =>
          store.bringAgentBack(
            'amelie',
            now,
            6,
            entry({ now: at, newId }, OPERATOR, { what: 'agent_back', on, detail: { role: 'agent' } }),
          );
        assert.equal(await back(), false, 'who was never removed');
        const removed = { what: 'agent_removed', on: onAgent(amelie), detail: {} } as const;
        await store.removeAgent('amelie', 3, entry({ now: () => 3, newId }, OPERATOR, removed));
        // A sign-in that had begun before, and whose last step came after.
        await store.addAgentSession({ tokenHash: 'late', agent: 'amelie', at: 4, expiresAt: 100 });
        assert.deepEqual((await Promise.all([back(), back()])).sort(), [false, true]);
        const expected = { ...account, ...now, id: 'amelie', email: 'amelie@example.com', status: 'online', seenAt: 6 };
        assert.deepEqual(await store.agent('amelie'), expected);
        assert.deepEqual(await store.agentByEmail('amelie@example.com'), expected);
        assert.deepEqual(await store.removedAgents(), []);
        assert.equal(await store.agentBySession('late', 6), null);
        assert.equal(await store.agentByLink(person), null);
        const [newest, ...before] = await store.audit(null, 10);
        assert.deepEqual([newest?.what, newest?.on], ['agent_back', on]);
        assert.deepEqual(
          before.map(({ what, who }) => [what, who.kind === 'agent' ? who.name : who.kind]),
          [
            ['agent_removed', 'operator'],
            ['assigned', 'Amélie'],
          ],
        );
      }),
    );

    it(
      'removes the oldest entries of the audit log, some at a time, and none that stand in a conversation’s log',
      withStore(async (store) => {
        const amelie = { id: randomUUID(), name: 'Amélie' };
        const [began] = await store.commit([append(customer(), message('Hello'))], 1);
        const assigned: AskedBody = { type: 'assigned', payload: { agent: amelie } };
        accepted(
          (await store.commit([append({ kind: 'agent', ...amelie }, assigned, accepted(began).state.id)], 1))[0],
        );
        for (const at of [5, 2, 4, 3]) {
          const out = { what: 'signed_out', on: onAgent(amelie), detail: {} } as const;
          await store.note(entry({ now: () => at, newId: randomUUID }, byAgent(amelie), out));
        }
        const left = async () => (await store.audit(null, 10)).map(({ at }) => at);
        await store.removeAudit(5, 2);
        assert.deepEqual(await left(), [5, 4, 1]);
        await store.removeAudit(5, 2);
        assert.deepEqual(await left(), [5, 1]);
        await store.removeAudit(5, 2);
        assert.deepEqual(await left(), [5, 1]);
      }),
    );

    it(
      'tells in the audit log what agents did with conversations, page by page, and none of their words',
      withStore(async (store) => {
        const [amelie, marta] = [agent(), customer()];
        const ref = { id: amelie.id, name: 'Amélie' };
        const [began] = await store.commit([append(marta, message('Hello'))], 1);
        const { id } = accepted(began).state;
        const steps: AskedBody[] = [
          { type: 'assigned', payload: { agent: ref } },
          message('Good morning'),
          { type: 'returned', payload: { from: ref, why: 'agent' } },
          { type: 'assigned', payload: { agent: ref } },
          { type: 'transferred', payload: { from: ref, agent: { id: randomUUID(), name: 'Jules' } } },
        ];
        // All at one moment, as it is in a batch.
        (
          await store.commit(
            steps.map((body) => append(amelie, body, id)),
            5,
          )
        ).map(accepted);
        const closing = append(marta, { type: 'closed', payload: { by: 'customer' } }, id);
        accepted((await store.commit([closing], 6))[0]);
        const added = { what: 'agent_added', on: onAgent(ref), detail: { role: 'agent', by: 'password' } } as const;
        await store.note(entry({ now: () => 4, newId: randomUUID }, OPERATOR, added));
        const paged: Awaited<ReturnType<Store['audit']>> = [];
        for (let last = null as (typeof paged)[number] | null; ; last = paged.at(-1) ?? null) {
          const page = await store.audit(last, 2);
          paged.push(...page);
          if (page.length < 2) break;
        }
        assert.deepEqual(paged, await store.audit(null, 100));
        assert.deepEqual(paged.map(({ what }) => what).sort(), [
          'agent_added',
          'assigned',
          'assigned',
          'returned',
          'transferred',
        ]);
        assert.deepEqual(paged.find(({ what }) => what === 'transferred')?.detail, { to: 'Jules' });
        assert.deepEqual([paged[0]?.who, paged[0]?.on.id], [amelie, id]);
        assert.doesNotMatch(JSON.stringify(paged), /Hello|Good morning/);
      }),
    );

    it(
      'says how many wait, and since when the one who has waited longest, in milliseconds of today',
      withStore(async (store) => {
        assert.deepEqual(await store.waiting(), { count: 0, since: null });
        const today = Date.UTC(2026, 10, 28);
        const [, first] = await store.commit(
          [append(customer(), message('a')), append(customer(), message('b'))],
          today,
        );
        await store.commit([append(customer(), message('c'))], today + 5);
        assert.deepEqual(await store.waiting(), { count: 3, since: today });
        const system = { kind: 'system', id: 'system' } as const;
        const close = { type: 'closed', payload: { by: 'system' } } as const;
        await store.commit([append(system, close, accepted(first).state.id)], today + 6);
        assert.deepEqual(await store.waiting(), { count: 2, since: today });
      }),
    );

    it(
      'keeps a setting as it was first made',
      withStore(async (store) => {
        assert.equal(await store.setting('key', 'first'), 'first');
        assert.equal(await store.setting('key', 'second'), 'first');
      }),
    );
  });
}
