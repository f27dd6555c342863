/** The service dies in the middle of everything, again and again, and nothing that was written is lost. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';
import type { Person } from './harness/person.ts';

/** How often the service dies. */
const DEATHS = 3;
/** Messages that both must have written in each phase, so that every death falls into their writing. */
const EACH = 4;

/** Writes one message after the other until told to stop. */
function writer(person: Person, name: string): { written: string[]; stop: () => Promise<void> } {
  const written: string[] = [];
  let isWriting = true;
  const done = (async () => {
    while (isWriting) {
      const text = `${name} ${written.length + 1}`;
      await person.send(text);
      written.push(text);
    }
  })();
  // Told by `stop`; until then whoever waits for more words notices.
  done.catch(() => {});
  return {
    written,
    stop: () => {
      isWriting = false;
      return done;
    },
  };
}

/** Writers without a pause are over what the service takes of a person in ten seconds: the rest goes when it may, in milliseconds. */
const DRAINED_MS = 60_000;

/** What the service has on its disk, in its order. */
function stored(dataDir: string): { seq: number; text: string }[] {
  using database = new DatabaseSync(join(dataDir, 'support.sqlite'), { readOnly: true });
  const rows = database.prepare("SELECT seq, type, payload FROM events WHERE log = 'main' ORDER BY seq").all();
  assert.deepEqual(
    rows.map((row) => row.seq),
    rows.map((_, index) => index + 1),
    'the sequence has no hole',
  );
  return rows
    .filter((row) => row.type === 'message')
    .map((row) => ({ seq: Number(row.seq), text: (JSON.parse(String(row.payload)) as { text: string }).text }));
}

journey(
  'the service is killed three times while both write without pause; nothing is missing or doubled, the order is one',
  async (stage) => {
    const [agent, customer] = await Promise.all([stage.agent(), stage.customer()]);
    await customer.open();
    await customer.send('Hello');
    await agent.take();

    const writers = [writer(customer, 'customer'), writer(agent, 'agent')];
    const bothWroteMore = async (when: string): Promise<void> => {
      const before = writers.map(({ written }) => written.length);
      await eventually(`both wrote ${EACH} more ${when}`, () =>
        writers.every(({ written }, index) => written.length >= (before[index] ?? 0) + EACH),
      );
    };
    for (let death = 1; death <= DEATHS; death += 1) {
      await bothWroteMore(`before death ${death}`);
      const acknowledged = stored(stage.service.dataDir).length;
      await stage.service.kill();
      await bothWroteMore(`during death ${death}`);
      await stage.service.start();
      await eventually(
        `messages arrive again after death ${death}`,
        () => stored(stage.service.dataDir).length > acknowledged + EACH,
      );
    }
    await Promise.all(writers.map(({ stop }) => stop()));

    const all = ['Hello', ...writers.flatMap(({ written }) => written)];
    await eventually('the store has all', () => stored(stage.service.dataDir).length >= all.length, DRAINED_MS);
    const order = stored(stage.service.dataDir);
    assert.deepEqual(order.map(({ text }) => text).sort(), all.toSorted(), 'each once, none missing');
    for (const { written } of writers) {
      const own = order.map(({ text }) => text).filter((text) => written.includes(text));
      assert.deepEqual(own, written, 'in the order in which they were written');
    }
    const seenBy = async (person: Person): Promise<unknown> =>
      (await person.messages()).map(({ seq, text }) => ({ seq, text }));
    await eventuallyEqual('the customer sees what is stored', () => seenBy(customer), order);
    await eventuallyEqual('the agent sees what is stored', () => seenBy(agent), order);
  },
);
