/** What is true on one node is true on several, in one process on virtual time. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { SILENT_MS } from '../realtime/call-seats.ts';
import { join, offer, ring, take } from '../testing/calls.ts';
import { type Client, type TestService, words } from '../testing/service.ts';
import { type Several, several } from '../testing/several.ts';
import { GONE_MS } from './gathering.ts';

type Colleagues = { colleagues: { id: string; presence: string }[] };
type Peer = { state: 'here' | 'away' };
type Heartbeat = { heads: Record<string, number>; inbox?: string };

const two = async (options = {}, redis: 'there' | 'later' = 'there'): Promise<[TestService, TestService, Several]> => {
  const nodes = await several(2, options, redis);
  const [a, b] = nodes.nodes;
  assert.ok(a && b);
  return [a, b, nodes];
};

const presenceOf = (who: Client, id: string, presence: string) =>
  who.next<Colleagues>('colleagues', ({ colleagues }) =>
    colleagues.some((one) => one.id === id && one.presence === presence),
  );

/** A customer on one node and an agent on the other, in one conversation. */
async function across(a: TestService, b: TestService) {
  const [marta, amelie] = [await a.visitor(), await b.agent('Amélie')];
  const { conversation } = await marta.append(words('Hello'));
  await amelie.append(take, conversation);
  return { marta, amelie, conversation };
}

describe('several nodes', () => {
  it('pass on what is said on one to whoever is on another, in one order without holes', async () => {
    const [a, b, nodes] = await two();
    await using _ = nodes;
    const { marta, amelie, conversation } = await across(a, b);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => [marta, amelie][n % 2]?.append(words(String(n)), conversation)),
    );
    const seqs = answers.map((answer) => answer?.seq ?? 0).sort((x, y) => x - y);
    assert.deepEqual(
      seqs,
      Array.from({ length: 20 }, (_, n) => n + 3),
    );
    const heard: number[] = [];
    while (heard.at(-1) !== 22 && heard.length < 30) {
      const { events } = await amelie.next<{ events: { seq: number; actor: { kind: string } }[] }>('events');
      heard.push(...events.map(({ seq }) => seq));
      if (heard.length >= 10) break;
    }
    assert.deepEqual(
      heard,
      heard.toSorted((x, y) => x - y),
    );
  });

  it('let one of two agents take a conversation', async () => {
    const [a, b, nodes] = await two();
    await using _ = nodes;
    const marta = await a.visitor();
    const [amelie, jules] = [await a.agent('Amélie'), await b.agent('Jules')];
    const { conversation } = await marta.append(words('Hello'));
    const both = await Promise.all([amelie.append(take, conversation), jules.append(take, conversation)]);
    assert.deepEqual(both.map(({ ok, reason }) => (ok ? 'ok' : reason)).sort(), ['ok', 'taken']);
  });

  it('know who is present on another, and what they are', async () => {
    const [a, b, nodes] = await two();
    await using _ = nodes;
    const jules = await b.agent('Jules');
    const amelie = await a.agent('Amélie');
    await presenceOf(jules, amelie.id, 'online');
    const marta = await b.customer();
    assert.equal((await b.hello(marta)).agents, 'online');
    await amelie.ask('status', { status: 'away' });
    await presenceOf(jules, amelie.id, 'away');
    amelie.socket.disconnect();
    await presenceOf(jules, amelie.id, 'offline');
  });

  it('count an agent with a line on each as one, of one status', async () => {
    const [a, b, nodes] = await two();
    await using _ = nodes;
    const [jules, amelie] = [await b.agent('Jules'), await a.agent('Amélie')];
    await b.agentAgain(amelie.cookie);
    await presenceOf(jules, amelie.id, 'online');
    await amelie.ask('status', { status: 'away' });
    await presenceOf(jules, amelie.id, 'away');
    amelie.socket.disconnect();
    await jules.ask('inbox');
    assert.equal(b.desk.presence.agentConnected(amelie.id), true);
  });

  it('notice that one has gone without a word, with everybody it had', async () => {
    const [a, b, nodes] = await two();
    await using _ = nodes;
    const { marta, amelie } = await across(a, b);
    const jules = await b.agent('Jules');
    const gone = await a.agent('Inès');
    await presenceOf(jules, gone.id, 'online');
    nodes.links[0]?.close();
    nodes.clock.now += GONE_MS + 1;
    b.desk.presence.beat();
    await presenceOf(jules, gone.id, 'offline');
    const card = await amelie.next<{ id: string; online: boolean }>('customer', ({ online }) => !online);
    assert.equal(card.id, marta.customer);
  });

  it('tell one that has missed something all of it', async () => {
    const [a, b, nodes] = await two();
    await using _ = nodes;
    await nodes.redis.stop();
    await nodes.areLinked('lost');
    const amelie = await a.agent('Amélie');
    const jules = await b.agent('Jules');
    assert.equal(b.desk.presence.agentConnected(amelie.id), false);
    await nodes.redis.start();
    await presenceOf(jules, amelie.id, 'online');
  });

  it('have one ring and one call, whoever is where', async () => {
    const [a, b, nodes] = await two();
    await using _ = nodes;
    const { marta, amelie, conversation } = await across(a, b);
    const call = await ring(marta, conversation);
    await amelie.next<{ events: { type: string }[] }>('events', ({ events }) =>
      events.some(({ type }) => type === 'call_asked'),
    );
    const [hers, his] = [randomUUID(), randomUUID()];
    const place = { conversation, call };
    await join(marta, { ...place, seat: hers });
    assert.deepEqual((await join(amelie, { ...place, seat: his })).peer, { seat: hers, got: null });
    await marta.next<Peer>('call-peer', ({ state }) => state === 'here');
    await amelie.append({ type: 'call_started', payload: { call } }, conversation);
    assert.deepEqual(await marta.ask('offer', offer(place, hers, his)), { ok: true });
    assert.deepEqual(await amelie.next('offer'), offer(place, hers, his));
    // Nobody but the two, on any node.
    const jules = await a.agent('Jules');
    assert.equal((await jules.ask('offer', offer(place, his, hers))).reason, 'not_found');
  });

  it('end a call once whose side was on a node that is gone', async () => {
    const [a, b, nodes] = await two();
    await using _ = nodes;
    const { marta, amelie, conversation } = await across(a, b);
    const call = await ring(marta, conversation);
    const place = { conversation, call };
    await join(marta, { ...place, seat: randomUUID() });
    await join(amelie, { ...place, seat: randomUUID() });
    await amelie.append({ type: 'call_started', payload: { call } }, conversation);
    // The agent's node says no more that the line is there.
    nodes.clock.now += SILENT_MS + 1;
    await a.desk.callSeats.keep();
    await a.desk.callTimers.lookAround();
    await marta.next<Peer>('call-peer', ({ state }) => state === 'away');
    nodes.clock.pass(10 * 60_000);
    await marta.next<{ events: { type: string }[] }>('events', ({ events }) =>
      events.some(({ type }) => type === 'call_ended'),
    );
    const events = await a.store.eventsAfter(conversation, 'main', 0, 100);
    assert.equal(events.filter(({ type }) => type === 'call_ended').length, 1);
  });

  it('count limits together', async () => {
    const [a, b, nodes] = await two({ limitFactor: 1 });
    await using _ = nodes;
    const taken = [];
    for (let n = 0; n < 20; n += 1) taken.push(await [a, b][n % 2]?.desk.limits.take('ring', 'somebody'));
    assert.deepEqual(new Set(taken), new Set([true]));
    assert.deepEqual(
      [await a.desk.limits.take('ring', 'somebody'), await b.desk.limits.take('ring', 'somebody')],
      [false, false],
    );
    assert.equal(await b.desk.limits.take('ring', 'somebody else'), true);
  });

  it('sign an agent out everywhere', async () => {
    const [a, b, nodes] = await two();
    await using _ = nodes;
    const amelie = await a.agent('Amélie');
    const other = await b.agentAgain(amelie.cookie);
    await fetch(`${a.url}/api/agent/sessions`, { method: 'DELETE', headers: { Cookie: amelie.cookie } });
    await other.next('signed-out');
  });
});

describe('several nodes without Redis', () => {
  it('make up for a sign-out that they missed', async () => {
    const [a, b, nodes] = await two();
    await using _ = nodes;
    const amelie = await a.agent('Amélie');
    const other = await b.agentAgain(amelie.cookie);
    const jules = await b.agent('Jules');
    await nodes.redis.stop();
    await nodes.areLinked('lost');
    await fetch(`${a.url}/api/agent/sessions`, { method: 'DELETE', headers: { Cookie: amelie.cookie } });
    await amelie.next('signed-out');
    await nodes.redis.start();
    await other.next('signed-out');
    assert.equal((await jules.ask('inbox')).ok, true);
  });

  it('start, and hear each other once it is there', async () => {
    const [a, b, nodes] = await two({}, 'later');
    await using _ = nodes;
    const { marta, amelie, conversation } = await across(a, b);
    await nodes.redis.start();
    await nodes.areLinked('linked');
    // Whoever listens for the first time may miss what is said before it does.
    let heard = false;
    const hears = amelie.next('events').then(() => {
      heard = true;
    });
    const isHeard = () => heard;
    while (!isHeard()) await marta.append(words('Hello?'), conversation);
    await hears;
  });

  for (const [how, lose, restore] of [
    ['stopped', (nodes: Several) => nodes.redis.stop(), (nodes: Several) => nodes.redis.start()],
    ['frozen', async (nodes: Several) => nodes.redis.freeze(), async (nodes: Several) => nodes.redis.thaw()],
  ] as const) {
    it(`go on serving and storing, and deliver by cursor when it is back (${how})`, async () => {
      const [a, b, nodes] = await two();
      await using _ = nodes;
      const { marta, amelie, conversation } = await across(a, b);
      const tab = await a.customer(marta.secret);
      await amelie.ask('sync', { conversation, after: 0 });
      await lose(nodes);
      // Also before anybody has noticed.
      assert.equal((await marta.append(words('at once'), conversation)).ok, true);
      await tab.next('events');
      await nodes.areLinked('lost');
      const { seq } = await marta.append(words('Is anybody there?'), conversation);
      await tab.next('events');
      const ready = await fetch(`${a.url}/readyz`);
      assert.deepEqual([ready.status, await ready.json()], [200, { ok: true, nodes: 'lost' }]);
      const waits = await (await a.visitor()).append(words('A new one'));
      assert.equal(waits.ok, true);
      await restore(nodes);
      await amelie.next<Heartbeat>(
        'heartbeat',
        ({ heads, inbox }) => heads[conversation] === seq && inbox?.startsWith('2 ') === true,
      );
      const synced = await amelie.ask<{ events: { seq: number }[] }>('sync', { conversation, after: seq - 1 });
      assert.deepEqual(
        synced.events.map((event) => event.seq),
        [seq],
      );
      await nodes.areLinked('linked');
      await marta.append(words('And now'), conversation);
      await amelie.next<{ events: { seq: number }[] }>('events', ({ events }) =>
        events.some((event) => event.seq === seq + 1),
      );
    });
  }
});
