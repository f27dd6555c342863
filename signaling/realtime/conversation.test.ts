/** Customers and agents in conversations, over real sockets. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { AGENT_GONE_MS } from '../conversations/sweeps.ts';
import type { ConversationEvent } from '../protocol/events.ts';
import { PROTOCOL } from '../protocol/limits.ts';
import type { Inbox, InboxLine, Synced } from '../protocol/realtime.ts';
import { testService, words } from '../testing/service.ts';
import { seatCustomer } from './customer-seat.ts';
import { beat, type Heartbeat } from './heartbeat.ts';

type Events = { conversation: string; events: ConversationEvent[] };
const take = { type: 'assigned', payload: {} } as const;
const close = { type: 'closed', payload: {} } as const;
const texts = (events: ConversationEvent[]) => events.flatMap((e) => (e.type === 'message' ? [e.payload.text] : []));

describe('a conversation', () => {
  it('begins with the first word and is answered after an agent took it', async () => {
    await using test = await testService();
    const [marta, amelie] = await Promise.all([test.visitor(), test.agent('Amélie')]);
    const first = await marta.append(words('The desk is closed'));
    assert.deepEqual([first.ok, first.seq], [true, 1]);
    const taken = await amelie.append(take, first.conversation);
    assert.equal(taken.seq, 2);
    await amelie.append(words('I am on it'), first.conversation);
    const push = await marta.next<Events>('events', ({ events }) => events.some((e) => e.type === 'message'));
    assert.deepEqual(texts(push.events), ['I am on it']);
  });

  it('takes a resend for what it is: one event, the same answer', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    const id = randomUUID();
    const [once, again] = [await marta.append(words('Hello'), null, id), await marta.append(words('Hello'), null, id)];
    assert.deepEqual(again, once);
    const synced = await marta.ask<Synced>('sync', { conversation: null, after: 0 });
    assert.equal(synced.events.length, 1);
  });

  it('knows a resend also after the conversation was closed in between', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    const id = randomUUID();
    const once = await marta.append(words('Hello'), null, id);
    await marta.append(close, once.conversation);
    assert.deepEqual(await marta.append(words('Hello'), null, id), once);
  });

  it('refuses another content under the same id', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    const id = randomUUID();
    await marta.append(words('Hello'), null, id);
    assert.equal((await marta.append(words('Goodbye'), null, id)).reason, 'conflict');
  });

  it('goes to one of two agents who take it at once, the other hears "taken"', async () => {
    await using test = await testService();
    const [marta, amelie, jules] = await Promise.all([test.visitor(), test.agent('Amélie'), test.agent('Jules')]);
    const { conversation } = await marta.append(words('Hello'));
    const answers = await Promise.all([amelie.append(take, conversation), jules.append(take, conversation)]);
    assert.deepEqual(answers.map((answer) => answer.reason ?? 'ok').sort(), ['ok', 'taken']);
  });

  it('goes on in a new one, linked to the old, when the customer writes into a closed one', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    const old = await marta.append(words('Hello'));
    await marta.append(close, old.conversation);
    const next = await marta.append(words('One more thing'), old.conversation);
    assert.notEqual(next.conversation, old.conversation);
    const { state } = await marta.ask<Synced>('sync', { conversation: null, after: null });
    assert.equal(state?.previous, old.conversation);
  });

  it('keeps one order of two tabs that write at once, and tells each tab of the other', async () => {
    await using test = await testService();
    const one = await test.visitor();
    const two = await test.customer(one.secret);
    const { conversation } = await one.append(words('0'));
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 ? one : two).append(words(String(n + 1)), conversation)),
    );
    const { events } = await two.ask<Synced>('sync', { conversation, after: 0 });
    assert.deepEqual(
      events.map((event) => event.seq),
      Array.from({ length: 21 }, (_, n) => n + 1),
    );
    const push = await two.next<Events>('events', (found) => texts(found.events).includes('2'));
    assert.equal(push.conversation, conversation);
  });

  it('comes back by cursor: everything after it, and nothing else', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    const { conversation } = await marta.append(words('1'));
    for (const text of ['2', '3', '4']) await marta.append(words(text), conversation);
    const back = await test.customer(marta.secret);
    const { events, more } = await back.ask<Synced>('sync', { conversation, after: 2 });
    assert.deepEqual([texts(events), more], [['3', '4'], false]);
  });

  it('moves marks only forward, and tells both sides', async () => {
    await using test = await testService();
    const [marta, amelie] = await Promise.all([test.visitor(), test.agent('Amélie')]);
    const { conversation } = await marta.append(words('Hello'));
    await amelie.append(take, conversation);
    await amelie.ask('mark', { conversation, read: 2 });
    await amelie.ask('mark', { conversation, read: 1, delivered: 1 });
    await amelie.ask('mark', { conversation, read: 99 });
    const { state } = await marta.ask<Synced>('sync', { conversation, after: 0 });
    assert.deepEqual(state?.marks.agent, { delivered: 2, read: 2 });
    const push = await marta.next<{ marks: { agent: object } }>('marks');
    assert.deepEqual(push.marks.agent, { delivered: 2, read: 2 });
  });

  it('is given to a colleague with a word that the customer does not see', async () => {
    await using test = await testService();
    const [marta, amelie, jules] = await Promise.all([test.visitor(), test.agent('Amélie'), test.agent('Jules')]);
    const { conversation } = await marta.append(words('Hello'));
    await amelie.append(take, conversation);
    const note = 'deposit, ask for the card';
    await amelie.append({ type: 'transferred', payload: { agent: { id: jules.id }, note } }, conversation);
    const seen = await marta.ask<Synced>('sync', { conversation, after: 0 });
    assert.ok(!JSON.stringify(seen).includes('deposit'));
    assert.deepEqual(
      seen.events.map((event) => event.seq),
      [1, 2, 3],
    );
    const his = await jules.ask<Synced>('sync', { conversation, after: 0, notesAfter: 0 });
    assert.deepEqual(
      his.notes.map((event) => event.payload),
      [{ text: note }],
    );
    assert.equal((await amelie.append(words('wait'), conversation)).reason, 'not_assigned');
    assert.equal((await jules.append(words('Hello Marta'), conversation)).ok, true);
  });

  it('goes back to the queue by itself when its agent is gone for five minutes, and not before', async () => {
    await using test = await testService();
    const [marta, amelie] = await Promise.all([test.visitor(), test.agent('Amélie')]);
    const { conversation } = await marta.append(words('Hello'));
    await amelie.append(take, conversation);
    amelie.socket.disconnect();
    await marta.next('presence', (push: { agents: string }) => push.agents === 'none');
    test.clock.now += AGENT_GONE_MS - 1;
    await test.service.sweep();
    assert.equal((await test.store.conversation(conversation))?.status.kind, 'assigned');
    test.clock.now += 1;
    await test.service.sweep();
    assert.equal((await test.store.conversation(conversation))?.status.kind, 'queued');
    const told = await marta.next<Events>('events', ({ events }) => events.some((e) => e.type === 'returned'));
    assert.ok(told);
  });

  it('tells each waiting customer the place in the queue, also when somebody before is taken', async () => {
    await using test = await testService();
    const amelie = await test.agent('Amélie');
    const first = await test.visitor();
    const { conversation } = await first.append(words('first'));
    test.clock.now += 1000;
    const second = await test.visitor();
    await second.append(words('second'));
    await second.next('position', (push: { position: number }) => push.position === 2);
    await amelie.append(take, conversation);
    await second.next('position', (push: { position: number }) => push.position === 1);
  });

  it('is rated once, after its end', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    const { conversation } = await marta.append(words('Hello'));
    const rating = { type: 'rated', payload: { score: 5, comment: 'quick' } } as const;
    assert.equal((await marta.append(rating, conversation)).reason, 'invalid');
    await marta.append(close, conversation);
    assert.equal((await marta.append(rating, conversation)).ok, true);
    assert.equal((await marta.append(rating, conversation)).reason, 'conflict');
  });
});

describe('what another tab must learn', () => {
  it('is the open conversation, also when the clock was set back since the closed one began', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    const old = await marta.append(words('Hello'));
    await marta.append(close, old.conversation);
    test.clock.now -= 3_600_000;
    const open = await marta.append(words('One more thing'), old.conversation);
    const { state } = await marta.ask<Synced>('sync', { conversation: null, after: null });
    assert.equal(state?.id, open.conversation);
  });

  it('comes with the heartbeat when the push of a begun conversation is lost', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    const { conversation } = await marta.append(words('Hello'));
    const heard: Heartbeat[] = [];
    const seated = await seatCustomer(
      test.desk,
      { id: 'another tab', address: 'here', join() {}, leave() {}, push() {}, cut() {} },
      { protocol: PROTOCOL, version: 'test', secret: marta.secret },
      'a test',
    );
    assert.ok(seated.ok);
    const line = { seat: seated.seat, push: (heartbeat: Heartbeat) => void heard.push(heartbeat), signedOut() {} };
    await beat(test.store, [line], test.clock.now);
    assert.deepEqual(heard, [{ heads: { [conversation]: 1 } }]);
  });

  it('is not given to a colleague whose account was removed, and who is offered no more', async () => {
    await using test = await testService();
    const [marta, amelie, jules] = await Promise.all([test.visitor(), test.agent('Amélie'), test.agent('Jules')]);
    const { conversation } = await marta.append(words('Hello'));
    await amelie.append(take, conversation);
    const { email } = (await test.store.agent(jules.id)) ?? assert.fail('nobody');
    assert.equal(await test.service.agents.remove(email), true);
    const { colleagues } = await amelie.ask<{ colleagues: { name: string }[] }>('inbox');
    assert.deepEqual(
      colleagues.map(({ name }) => name),
      ['Amélie'],
    );
    const given = { type: 'transferred', payload: { agent: { id: jules.id }, note: '' } } as const;
    assert.equal((await amelie.append(given, conversation)).reason, 'not_found');
  });

  it('is the word of a transfer, also for the agent who wrote it', async () => {
    await using test = await testService();
    const [marta, amelie, jules] = await Promise.all([test.visitor(), test.agent('Amélie'), test.agent('Jules')]);
    const { conversation } = await marta.append(words('Hello'));
    await amelie.append(take, conversation);
    await amelie.append({ type: 'transferred', payload: { agent: { id: jules.id }, note: 'ask Jo' } }, conversation);
    const push = await amelie.next<Events>('events', ({ events }) => events.some((event) => event.type === 'note'));
    assert.deepEqual(push.events[0]?.payload, { text: 'ask Jo' });
  });
});

describe('a third person', () => {
  it('comes and goes without changing anything for the two in a conversation', async () => {
    await using test = await testService();
    const [marta, amelie, jules, paolo] = await Promise.all([
      test.visitor(),
      test.agent('Amélie'),
      test.agent('Jules'),
      test.visitor(),
    ]);
    const { conversation } = await marta.append(words('Hello'));
    await amelie.append(take, conversation);
    const before = await test.store.conversation(conversation);
    // A colleague looks in, tries to write, to close, to give it away, and leaves.
    await jules.ask('sync', { conversation, after: null });
    for (const body of [words('me too'), close, { type: 'returned', payload: { note: '' } } as const]) {
      assert.equal((await jules.append(body, conversation)).reason, 'not_assigned');
    }
    await jules.ask('leave', { conversation });
    jules.socket.disconnect();
    // Another customer can't even tell that it exists.
    for (const body of [words('me too'), close]) {
      assert.equal((await paolo.append(body, conversation)).reason, 'not_found');
    }
    paolo.socket.disconnect();
    assert.deepEqual(await test.store.conversation(conversation), before);
    assert.equal((await marta.append(words('still here'), conversation)).ok, true);
    assert.equal((await amelie.append(words('so am I'), conversation)).ok, true);
  });

  for (const side of ['customer', 'agent'] as const) {
    it(`never keeps the ${side} from closing it`, async () => {
      await using test = await testService();
      const [marta, amelie, jules] = await Promise.all([test.visitor(), test.agent('Amélie'), test.agent('Jules')]);
      const { conversation } = await marta.append(words('Hello'));
      await amelie.append(take, conversation);
      await jules.ask('sync', { conversation, after: null });
      const closer = side === 'customer' ? marta : amelie;
      assert.equal((await closer.append(close, conversation)).ok, true);
      const other = side === 'customer' ? amelie : marta;
      await other.next<Events>('events', ({ events }) => events.some((event) => event.type === 'closed'));
    });
  }
});

describe('the inbox', () => {
  it('holds the queue oldest first, and what is mine with unread counts', async () => {
    await using test = await testService();
    const amelie = await test.agent('Amélie');
    const conversations: string[] = [];
    for (const name of ['Marta', 'Paolo', 'Sven']) {
      const visitor = await test.visitor({ name });
      conversations.push((await visitor.append(words(`I am ${name}`))).conversation);
      test.clock.now += 1000;
    }
    await amelie.append(take, conversations[1] ?? null);
    const inbox = await amelie.ask<Inbox>('inbox');
    assert.deepEqual(
      inbox.queue.map((line) => line.customer.unverified.name),
      ['Marta', 'Sven'],
    );
    assert.deepEqual(
      inbox.mine.map((line) => [line.customer.unverified.name, line.unread]),
      [['Paolo', 1]],
    );
  });

  it('hears of a new customer at once', async () => {
    await using test = await testService();
    const amelie = await test.agent('Amélie');
    const marta = await test.visitor({ page: { url: 'https://example.com/offer', title: 'Offer' }, topic: 'booking' });
    await marta.append(words('Hello'));
    const line = await amelie.next<InboxLine>('line');
    assert.deepEqual([line.state.status.kind, line.customer.topic, line.unread], ['queued', 'booking', 1]);
  });

  it('shows the pages that the customer walked, and what the page says', async () => {
    await using test = await testService();
    const amelie = await test.agent('Amélie');
    const marta = await test.visitor({
      page: { url: 'https://example.com/a', title: 'A' },
      context: { booking: 'YW-1' },
    });
    const { conversation } = await marta.append(words('Hello'));
    await marta.ask('about', { page: { url: 'https://example.com/b', title: 'B' } });
    const { card } = await amelie.ask<{ card: { pages: { title: string }[]; unverified: { context: object } } }>(
      'customer',
      { conversation },
    );
    assert.deepEqual(
      card.pages.map((page) => page.title),
      ['A', 'B'],
    );
    assert.deepEqual(card.unverified.context, { booking: 'YW-1' });
  });

  it('says to customers whether anybody is there', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    assert.equal((await test.hello(marta)).agents, 'none');
    const amelie = await test.agent('Amélie');
    await marta.next('presence', (push: { agents: string }) => push.agents === 'online');
    await amelie.ask('status', { status: 'away' });
    await marta.next('presence', (push: { agents: string }) => push.agents === 'none');
  });
});
