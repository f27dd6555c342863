/** Calls as the log decides them: asked, accepted, declined, missed, ended; over real sockets. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { describe, it } from 'node:test';
import { RING_MS, SEAT_KEPT_MS } from '../protocol/limits.ts';
import type { Inbox, InboxLine } from '../protocol/realtime.ts';
import {
  calling,
  close,
  declined,
  ended,
  join,
  logged,
  pushed,
  ring,
  started,
  take,
  takenBack,
  talking,
} from '../testing/calls.ts';
import { testService, words } from '../testing/service.ts';

async function inFolder(work: (database: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(joinPath(tmpdir(), 'ycyw-'));
  try {
    await work(joinPath(folder, 'support.sqlite'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('a call', () => {
  it('is asked for, rings the other side, is accepted, and ends with its length', async () => {
    await using test = await testService();
    const { marta, amelie, conversation } = await talking(test);
    const call = await ring(marta, conversation, 'screen');
    const heard = await pushed(amelie, 'call_asked');
    assert.deepEqual([heard.id, heard.payload.media], [call, 'screen']);
    test.pass(5000);
    await amelie.append(started(call), conversation);
    assert.equal((await pushed(marta, 'call_started')).payload.call, call);
    test.pass(83_000);
    const end = await marta.append(ended(call), conversation);
    assert.deepEqual(end.event.payload, { call, why: 'hung_up', length: 83_000 });
    assert.deepEqual((await pushed(amelie, 'call_ended')).payload, end.event.payload);
    assert.equal((await test.store.conversation(conversation))?.call, null);
  });

  it('that the agent offers is declined by the customer', async () => {
    await using test = await testService();
    const { marta, amelie, conversation } = await talking(test);
    const call = await ring(amelie, conversation);
    await marta.append(declined(call), conversation);
    assert.deepEqual((await pushed(amelie, 'call_declined')).payload, { call, by: 'agent' });
    assert.equal((await marta.append(started(call), conversation)).reason, 'call_over');
  });

  it('is taken back by whoever asked, and by nobody else', async () => {
    await using test = await testService();
    const { marta, amelie, conversation } = await talking(test);
    const call = await ring(marta, conversation);
    assert.equal((await amelie.append(takenBack(call), conversation)).reason, 'invalid');
    await marta.append(takenBack(call), conversation);
    assert.deepEqual((await pushed(amelie, 'call_missed')).payload, { call, by: 'customer', why: 'cancelled' });
  });

  it('is accepted or declined only by the side that was asked', async () => {
    await using test = await testService();
    const { marta, amelie, conversation } = await talking(test);
    const call = await ring(marta, conversation);
    assert.equal((await marta.append(started(call), conversation)).reason, 'invalid');
    assert.equal((await marta.append(declined(call), conversation)).reason, 'invalid');
    assert.equal((await amelie.append(started(randomUUID()), conversation)).reason, 'call_over');
    assert.equal((await amelie.append(started(call), conversation)).ok, true);
    assert.equal((await amelie.append(started(call), conversation)).reason, 'call_over');
    assert.equal((await amelie.append(declined(call), conversation)).reason, 'call_over');
  });

  it('is missed after exactly a minute of ringing, and counts as unread for whoever did not answer', async () => {
    await using test = await testService();
    const { marta, amelie, conversation } = await talking(test);
    await amelie.ask('mark', { conversation, read: 2 });
    const call = await ring(marta, conversation);
    test.pass(RING_MS - 1);
    await marta.ask('sync', { conversation, after: 0 });
    assert.equal((await test.store.conversation(conversation))?.call?.kind, 'ringing');
    test.pass(1);
    const missed = { call, by: 'customer', why: 'no_answer' };
    assert.deepEqual((await pushed(marta, 'call_missed')).payload, missed);
    assert.deepEqual((await pushed(amelie, 'call_missed')).payload, missed);
    const { mine } = await amelie.ask<Inbox>('inbox');
    assert.equal(mine[0]?.unread, 1);
  });

  it('that rang is not missed later', async () => {
    await using test = await testService();
    const { amelie, conversation, call } = await calling(test);
    await test.live(2 * RING_MS);
    await amelie.append(words('Do you see me?'), conversation);
    assert.equal((await test.store.conversation(conversation))?.call?.id, call);
  });

  it('rings on when the service is started anew, and is missed at the same moment', async () => {
    await inFolder(async (database) => {
      let place = { conversation: '', call: '', secret: '', at: 0 };
      {
        await using first = await testService({ database });
        const { marta, conversation } = await talking(first);
        place = { conversation, call: await ring(marta, conversation), secret: marta.secret, at: first.clock.now };
      }
      await using second = await testService({ database, at: place.at + 20_000 });
      const marta = await second.customer(place.secret);
      second.pass(RING_MS - 20_000 - 1);
      await marta.ask('sync', { conversation: null, after: null });
      assert.equal((await second.store.conversation(place.conversation))?.call?.kind, 'ringing');
      second.pass(1);
      assert.equal((await pushed(marta, 'call_missed')).payload.call, place.call);
    });
  });

  it('for which nobody is there waits in the queue without end, and rings whoever takes the conversation', async () => {
    await using test = await testService();
    const [marta, amelie] = await Promise.all([test.visitor(), test.agent('Amélie')]);
    const call = await ring(marta, null);
    const line = await amelie.next<InboxLine>('line', ({ state }) => state.call !== null);
    const conversation = line.state.id;
    assert.equal(line.state.status.kind, 'queued');
    assert.equal((await amelie.append(started(call), conversation)).reason, 'not_assigned');
    test.pass(10 * RING_MS);
    await amelie.append(take, conversation);
    test.pass(RING_MS - 1);
    assert.equal((await amelie.append(started(call), conversation)).ok, true);
  });

  it('that nobody accepts after it was taken out of the queue is missed a minute later', async () => {
    await using test = await testService();
    const [marta, amelie] = await Promise.all([test.visitor(), test.agent('Amélie')]);
    await ring(marta, null);
    const { state } = await amelie.next<InboxLine>('line', (line) => line.state.call !== null);
    test.pass(10 * RING_MS);
    await amelie.append(take, state.id);
    test.pass(RING_MS);
    assert.equal((await pushed(marta, 'call_missed')).payload.why, 'no_answer');
  });

  it('begins a conversation, linked to the closed one that it is asked for in', async () => {
    await using test = await testService();
    const { marta, conversation } = await talking(test);
    await marta.append(close, conversation);
    await ring(marta, conversation);
    const now = await test.store.latestConversation(marta.customer);
    assert.deepEqual([now?.previous, now?.call?.kind], [conversation, 'ringing']);
  });

  it('is one at a time, also for a tab that still shows a closed conversation', async () => {
    await using test = await testService();
    const { marta, amelie, conversation } = await talking(test);
    await marta.append(close, conversation);
    await ring(marta, null);
    assert.equal(await ring(marta, conversation), 'busy');
    const open = (await test.store.latestConversation(marta.customer))?.id ?? '';
    await amelie.append(take, open);
    assert.equal(await ring(amelie, open), 'busy');
  });

  it('that both ask for at once is one: the second hears "busy" and sees the first', async () => {
    await using test = await testService();
    const { marta, amelie, conversation } = await talking(test);
    const answers = await Promise.all([ring(marta, conversation), ring(amelie, conversation)]);
    assert.equal(answers.filter((answer) => answer === 'busy').length, 1);
    const call = (await test.store.conversation(conversation))?.call;
    assert.ok(call && answers.includes(call.id));
    const loser = call.by === 'customer' ? amelie : marta;
    assert.equal((await pushed(loser, 'call_asked')).id, call.id);
    assert.equal((await loser.append(started(call.id), conversation)).ok, true);
  });

  it('is offered only by the agent who has the conversation', async () => {
    await using test = await testService();
    const { marta, conversation } = await talking(test);
    const jules = await test.agent('Jules');
    assert.equal(await ring(jules, conversation), 'not_assigned');
    const call = await ring(marta, conversation);
    assert.equal((await jules.append(started(call), conversation)).reason, 'not_assigned');
    assert.equal((await jules.append(declined(call), conversation)).reason, 'not_assigned');
  });

  it('of somebody else is as one that does not exist', async () => {
    await using test = await testService();
    const { conversation, call } = await calling(test);
    const paolo = await test.visitor();
    for (const body of [ended(call), started(call), declined(call), takenBack(call)]) {
      assert.equal((await paolo.append(body, conversation)).reason, 'not_found');
    }
    assert.equal(await ring(paolo, conversation), 'not_found');
  });

  it('is ended once, however often that is sent', async () => {
    await using test = await testService();
    const { marta, amelie, conversation, call } = await calling(test);
    const id = randomUUID();
    test.pass(1000);
    const once = await marta.append(ended(call), conversation, id);
    test.pass(1000);
    assert.deepEqual(await marta.append(ended(call), conversation, id), once);
    assert.equal((await amelie.append(ended(call), conversation)).reason, 'call_over');
  });

  it('cannot be rung without end by one person', async () => {
    await using test = await testService({ limitFactor: 1 });
    const { marta, conversation } = await talking(test);
    const answers: string[] = [];
    for (let n = 0; n < 21; n += 1) {
      const call = await ring(marta, conversation);
      answers.push(call);
      await marta.append(takenBack(call), conversation);
    }
    assert.deepEqual(
      answers.map((answer) => answer === 'too_many'),
      [...Array.from({ length: 20 }, () => false), true],
    );
  });
});

describe('a call whose conversation', () => {
  it('is closed ends before it, and whoever closed hears of both', async () => {
    await using test = await testService();
    const { amelie, marta, conversation, call } = await calling(test);
    test.pass(7000);
    await amelie.append(close, conversation);
    const end = { call, why: 'conversation', length: 7000 };
    for (const who of [marta, amelie]) assert.deepEqual((await pushed(who, 'call_ended')).payload, end);
    const { types } = await logged(test, conversation);
    assert.deepEqual(types.slice(-2), ['call_ended', 'closed']);
  });

  it('is closed while it rings is missed', async () => {
    await using test = await testService();
    const { marta, conversation } = await talking(test);
    const call = await ring(marta, conversation);
    await marta.append(close, conversation);
    assert.deepEqual((await pushed(marta, 'call_missed')).payload, { call, by: 'customer', why: 'cancelled' });
  });

  it('goes to a colleague ends, but goes on ringing when the customer asked', async () => {
    await using test = await testService();
    const { marta, amelie, conversation } = await calling(test);
    const jules = await test.agent('Jules');
    const toJules = { type: 'transferred', payload: { agent: { id: jules.id }, note: 'a flat tyre' } } as const;
    await amelie.append(toJules, conversation);
    assert.equal((await pushed(marta, 'call_ended')).payload.why, 'conversation');

    const call = await ring(marta, conversation);
    test.pass(RING_MS - 1);
    const back = { type: 'transferred', payload: { agent: { id: amelie.id }, note: '' } } as const;
    await jules.append(back, conversation);
    // Rings from the begin for whoever has it now.
    test.pass(RING_MS - 1);
    assert.equal((await amelie.append(started(call), conversation)).ok, true);
  });

  it('goes back to the queue while the agent rings is missed', async () => {
    await using test = await testService();
    const { marta, amelie, conversation } = await talking(test);
    const call = await ring(amelie, conversation);
    await amelie.append({ type: 'returned', payload: { note: '' } }, conversation);
    assert.deepEqual((await pushed(marta, 'call_missed')).payload, { call, by: 'agent', why: 'cancelled' });
  });
});

describe('a running call that one side has left', () => {
  it('ends after two minutes, with the length up to when it was left', async () => {
    await using test = await testService({ nodes: 1 });
    const { marta, amelie, call } = await calling(test);
    test.pass(30_000);
    marta.socket.disconnect();
    await amelie.next('call-peer', ({ state }: { state: string }) => state === 'away');
    test.pass(SEAT_KEPT_MS - 1);
    await amelie.ask('inbox');
    assert.equal((await test.store.withCall()).length, 1);
    test.pass(1);
    assert.deepEqual((await pushed(amelie, 'call_ended')).payload, { call, why: 'gone', length: 30_000 });
  });

  it('goes on when the page is back in time', async () => {
    await using test = await testService();
    const { marta, amelie, place, conversation } = await calling(test);
    marta.socket.disconnect();
    await amelie.next('call-peer', ({ state }: { state: string }) => state === 'away');
    test.pass(SEAT_KEPT_MS - 1);
    const again = await test.customer(marta.secret);
    assert.equal((await join(again, { ...place, seat: randomUUID() })).ok, true);
    test.pass(10 * SEAT_KEPT_MS);
    assert.equal((await amelie.append(words('You are back'), conversation)).ok, true);
    assert.equal((await test.store.conversation(conversation))?.call?.kind, 'live');
  });

  it('ends when nobody ever sat down in it', async () => {
    await using test = await testService();
    const { marta, amelie, conversation } = await talking(test);
    const call = await ring(marta, conversation);
    await amelie.append(started(call), conversation);
    test.pass(SEAT_KEPT_MS);
    assert.deepEqual((await pushed(marta, 'call_ended')).payload, { call, why: 'gone', length: 0 });
  });

  it('since the service was started anew ends as if it had been left at the start, unless both come back', async () => {
    await inFolder(async (database) => {
      const run = async (comesBack: boolean) => {
        const test = await testService({ nodes: 1, database });
        const { marta, amelie, ...rest } = await calling(test);
        const [secret, cookie, at] = [marta.secret, amelie.cookie, test.clock.now + 40_000];
        await test[Symbol.asyncDispose]();
        await using next = await testService({ nodes: 1, database, at });
        const [her, his] = [await next.customer(secret), await next.agentAgain(cookie)];
        await join(her, { ...rest.place, seat: rest.seats.marta });
        if (comesBack) await join(his, { ...rest.place, seat: rest.seats.amelie });
        next.pass(SEAT_KEPT_MS);
        await her.append(words('Hello?'), rest.conversation);
        if (!comesBack) return (await pushed(her, 'call_ended')).payload;
        return (await next.store.conversation(rest.conversation))?.call?.kind;
      };
      assert.equal(await run(true), 'live');
      const end = await run(false);
      assert.ok(typeof end === 'object');
      assert.deepEqual([end.why, end.length], ['gone', 40_000]);
    });
  });
});
