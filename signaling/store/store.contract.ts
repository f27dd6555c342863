/** What every store must do; run against each driver. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import type { Actor, EventBody } from '../protocol/events.ts';
import type { Command, Outcome, Store } from './store.ts';

const customer = (): Actor => ({ kind: 'customer', id: randomUUID() });
const agent = (): Actor => ({ kind: 'agent', id: randomUUID(), name: 'Amélie' });
const message = (text: string): EventBody => ({ type: 'message', payload: { text } });
const append = (actor: Actor, body: EventBody, conversation: string | null = null, id = randomUUID()): Command => ({
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
      'keeps a setting as it was first made',
      withStore(async (store) => {
        assert.equal(await store.setting('key', 'first'), 'first');
        assert.equal(await store.setting('key', 'second'), 'first');
      }),
    );
  });
}
