/** Nodes that end and come under load: real processes behind a balancer. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { type Customer, customerOf, unsent, until } from '../faults/people.ts';
import { seeded } from '../faults/random.ts';
import { Nodes } from '../testing/nodes.ts';

const CUSTOMERS = 20;
const DRAIN_MS = 10_000;
/** A quick writer, within what one customer may. */
const EVERY_MS = 250;

/** Writes until told to stop. */
function writing({ session, written }: Customer) {
  let phase: 'on' | 'over' = 'on';
  const over = (async () => {
    for (let n = 0; phase === 'on'; n += 1) {
      written.push(`${n}`);
      session.current.send(`${n}`);
      await setTimeout(EVERY_MS);
    }
  })();
  return () => {
    phase = 'over';
    return over;
  };
}

describe('a node that is told to end under load', () => {
  it('stops taking new connections, finishes appends, sends clients elsewhere and ends in time; another is added', async () => {
    await using nodes = await Nodes.start(2);
    const [one, two] = nodes.nodes;
    assert.ok(one && two);
    const random = seeded(1);
    const customers = Array.from({ length: CUSTOMERS }, () => customerOf(nodes, random));
    const stops = customers.map(writing);
    const missing = () => customers.flatMap(unsent);
    await until('everybody has said something', () =>
      customers.filter(({ written }) => written.length < 4).map(() => 'more'),
    );
    const drained = await one.drain();
    assert.equal(drained.code, 0);
    assert.ok(drained.ms < DRAIN_MS, `${drained.ms} ms`);
    await assert.rejects(fetch(`${one.url}/readyz`), 'it is gone');
    await until('everybody is back', () =>
      customers.flatMap(({ session }) => (session.getState().connection.kind === 'online' ? [] : ['one'])),
    );
    await one.start();
    // The other way round: everybody goes to the node that was added.
    assert.equal((await two.drain()).code, 0);
    await setTimeout(200);
    await Promise.all(stops.map((stop) => stop()));
    await until('everything is sent', missing);
    for (const { id, written } of customers) {
      const lines = await nodes.store.conversationsOf(id());
      assert.equal(lines.length, 1);
      const events = await nodes.store.eventsAfter(lines[0]?.state.id ?? '', 'main', 0, 1e6);
      const said = events.map((event) => (event.type === 'message' ? event.payload.text : event.type));
      assert.deepEqual(said, written);
    }
    for (const { session } of customers) session.dispose();
  });
});
