import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { sqlStore } from '../store/sql-store.ts';
import { sqliteDialect } from '../store/sqlite.ts';
import { type Command, type Store, StoreGone } from '../store/store.ts';
import { silent } from '../testing/service.ts';
import { groupCommit } from './group-commit.ts';
import { decide } from './rules.ts';

async function set() {
  const store = sqlStore(sqliteDialect(':memory:'), randomUUID, decide);
  await store.migrate();
  const transactions: number[] = [];
  const turns: (() => void)[] = [];
  const told: string[] = [];
  const counted: Pick<Store, 'commit'> = {
    commit(commands, at) {
      transactions.push(commands.length);
      return store.commit(commands, at);
    },
  };
  const { submit, drained } = groupCommit({
    store: counted,
    now: () => 1,
    soon: (run) => void turns.push(run),
    committed: (batch) => void told.push(...batch.map(({ outcome }) => (outcome.ok ? 'ok' : outcome.reason))),
    log: silent,
  });
  const turn = () => {
    for (const run of turns.splice(0)) run();
  };
  return { store, submit, drained, transactions, turn, told };
}

const hello = (customer = randomUUID()): Command => ({
  kind: 'append',
  actor: { kind: 'customer', id: customer },
  conversation: null,
  id: randomUUID(),
  body: { type: 'message', payload: { text: 'Hello' } },
});

describe('a group commit', () => {
  it('writes what arrived in one turn in one transaction, in the order of arrival', async () => {
    const { submit, turn, transactions } = await set();
    const customer = randomUUID();
    const answers = Array.from({ length: 50 }, () => submit(hello(customer), null));
    assert.deepEqual(transactions, []);
    turn();
    const seqs = (await Promise.all(answers)).map((outcome) => (outcome.ok ? outcome.event?.seq : null));
    assert.deepEqual(
      seqs,
      Array.from({ length: 50 }, (_, n) => n + 1),
    );
    assert.deepEqual(transactions, [50]);
  });

  it('tells everybody else before it answers who asked', async () => {
    const { submit, turn, told } = await set();
    const answer = submit(hello(), null).then(() => [...told]);
    turn();
    assert.deepEqual(await answer, ['ok']);
  });

  it('goes on one by one when a batch fails, so that only what the store can’t take is refused', async () => {
    const { submit, turn, transactions } = await set();
    const poison: Command = { ...hello(), id: undefined as unknown as string } as Command;
    const answers = [submit(hello(), null), submit(poison, null), submit(hello(), null)];
    turn();
    const outcomes = await Promise.all(answers);
    assert.deepEqual(
      outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.reason)),
      ['ok', 'unavailable', 'ok'],
    );
    assert.deepEqual(transactions, [3, 1, 1, 1]);
  });

  it('refuses all at once when the store can’t be reached, without trying it for each', async () => {
    let attempts = 0;
    const turns: (() => void)[] = [];
    const { submit } = groupCommit({
      store: {
        async commit() {
          attempts += 1;
          throw new StoreGone('out of reach');
        },
      },
      now: () => 1,
      soon: (run) => void turns.push(run),
      committed: () => {},
      log: silent,
    });
    const answers = Array.from({ length: 50 }, () => submit(hello(), null));
    for (const run of turns) run();
    const outcomes = await Promise.all(answers);
    assert.ok(outcomes.every((outcome) => !outcome.ok && outcome.reason === 'unavailable'));
    assert.equal(attempts, 1);
  });

  it('refuses with "unavailable" when the store is gone, and says when it is done', async () => {
    const { store, submit, turn, drained } = await set();
    await store.close();
    const answer = submit(hello(), null);
    turn();
    assert.deepEqual(await answer, { ok: false, reason: 'unavailable' });
    await drained();
  });
});
