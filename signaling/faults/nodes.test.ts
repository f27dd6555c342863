/** One alone: `SEED=17 npm run test:service -- signaling/faults/nodes.test.ts`. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import type { Actor } from '../protocol/events.ts';
import type { Command } from '../store/store.ts';
import { checkNodes, openNodes } from './nodes.ts';

const SEEDS = process.env.SEED ? [Number(process.env.SEED)] : [1, 2, 3];

describe('four nodes on one PostgreSQL', () => {
  for (const seed of SEEDS) {
    it(`lose nothing, double nothing and agree about order and owners, seed ${seed}`, () => checkNodes(seed));
  }

  it('begin one conversation when a customer of whom they know nothing writes to all of them at once', async () => {
    await using nodes = await openNodes();
    const actor: Actor = { kind: 'customer', id: randomUUID() };
    const body = { type: 'message', payload: { text: 'Hello' } } as const;
    const hello = (): Command => ({ kind: 'append', actor, conversation: null, id: randomUUID(), body });
    const outcomes = await Promise.all(
      nodes.stores.flatMap((store) => [store.commit([hello()], 1), store.commit([hello()], 1)]),
    );
    const states = outcomes.flat().map((outcome) => (outcome.ok ? outcome.state : null));
    assert.equal(new Set(states.map((state) => state?.id)).size, 1);
    assert.deepEqual(states.map((state) => state?.head).sort(), [1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
