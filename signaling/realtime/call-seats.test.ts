/** Seats of a call, and the signals between them, over real sockets. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { DESCRIPTION_MAX_CHARS } from '../protocol/limits.ts';
import type { PeerSeat } from '../protocol/realtime.ts';
import { calling, close, declined, ended, join, offer, ring, started, take, talking } from '../testing/calls.ts';
import { type Client, testService, words } from '../testing/service.ts';

type Peer = { state: 'here' | 'away'; peer: PeerSeat };

/** Names of what is pushed to a connection from now on. Everything sent before is there once a request was answered. */
function hearing(who: Client): () => Promise<string[]> {
  const names: string[] = [];
  who.socket.onAny((name: string) => void names.push(name));
  return async () => {
    await who.ask('sync', { conversation: null, after: null });
    return names;
  };
}

const CALL_PUSHES = new Set(['offer', 'answer', 'ice-candidate', 'call-peer', 'call-taken']);
const ofCalls = (names: string[]) => names.filter((name) => CALL_PUSHES.has(name));

describe('signals of a call', () => {
  it('go unread from seat to seat', async () => {
    await using test = await testService();
    const { marta, amelie, seats, place } = await calling(test);
    const sent = { ...offer(place, seats.marta, seats.amelie), sdp: 'v=0\r\nnot a description at all' };
    assert.deepEqual(await marta.ask('offer', sent), { ok: true });
    assert.deepEqual(await amelie.next('offer'), sent);
    const answer = offer(place, seats.amelie, seats.marta);
    await amelie.ask('answer', answer);
    assert.deepEqual(await marta.next('answer'), answer);
    const { sdp: _, ...address } = answer;
    const candidate = { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'x' };
    await amelie.ask('ice-candidate', { ...address, candidate });
    assert.deepEqual(await marta.next('ice-candidate'), { ...address, candidate });
  });

  it('keep their order, however many are under way', async () => {
    await using test = await testService();
    const { marta, amelie, seats, place } = await calling(test);
    const seqs = Array.from({ length: 50 }, (_, n) => n + 1);
    await Promise.all(
      seqs.map((seq) => {
        const { sdp: _, ...address } = offer(place, seats.marta, seats.amelie, seq);
        return seq % 2
          ? marta.ask('offer', { ...address, sdp: 'v=0' })
          : marta.ask('ice-candidate', { ...address, candidate: null });
      }),
    );
    const heard: number[] = [];
    for (const seq of seqs) {
      heard.push((await amelie.next<{ seq: number }>(seq % 2 ? 'offer' : 'ice-candidate')).seq);
    }
    assert.deepEqual(heard, seqs);
  });

  it('are heard by no other tab of either side', async () => {
    await using test = await testService();
    const { marta, amelie, conversation, seats, place } = await calling(test);
    const [third, second, jules] = await Promise.all([
      test.customer(marta.secret),
      test.agentAgain(amelie.cookie),
      test.agent('Jules'),
    ]);
    for (const agent of [second, jules]) await agent.ask('sync', { conversation, after: 0 });
    const others = [third, second, jules].map(hearing);
    await marta.ask('offer', offer(place, seats.marta, seats.amelie));
    await amelie.ask('answer', offer(place, seats.amelie, seats.marta));
    for (const heard of others) assert.deepEqual(ofCalls(await heard()), []);
  });

  it('are not taken from anybody but the seat: a third tab, a colleague, a stranger, a customer in another call', async () => {
    await using test = await testService();
    const { marta, amelie, seats, place } = await calling(test);
    const paolo = await calling(test);
    const nobody = await test.customer();
    const others = [
      await test.customer(marta.secret),
      await test.agentAgain(amelie.cookie),
      await test.agent('Jules'),
      await test.visitor(),
      nobody,
      paolo.marta,
    ];
    const [toMarta, toAmelie] = [hearing(marta), hearing(amelie)];
    for (const other of others) {
      const refused = other === nobody ? 'not_signed_in' : 'not_found';
      for (const sent of [offer(place, seats.marta, seats.amelie), offer(place, seats.amelie, seats.marta)]) {
        for (const name of ['offer', 'answer']) assert.equal((await other.ask(name, sent)).reason, refused);
        const { sdp: _, ...address } = sent;
        assert.equal((await other.ask('ice-candidate', { ...address, candidate: null })).reason, refused);
      }
    }
    assert.deepEqual([...ofCalls(await toMarta()), ...ofCalls(await toAmelie())], []);
  });

  it('do not leave one call for another', async () => {
    await using test = await testService();
    const [one, two] = [await calling(test), await calling(test)];
    const across = offer(one.place, one.seats.marta, two.seats.amelie);
    assert.equal((await one.marta.ask('offer', across)).reason, 'away');
    const posing = offer(one.place, one.seats.amelie, one.seats.marta);
    assert.equal((await one.marta.ask('offer', posing)).reason, 'not_found');
  });

  it('are refused as "away" while the other side has no line, and as "call_over" after the end', async () => {
    await using test = await testService();
    const { marta, amelie, seats, place, conversation, call } = await calling(test);
    amelie.socket.disconnect();
    await marta.next('call-peer', ({ state }: Peer) => state === 'away');
    assert.equal((await marta.ask('offer', offer(place, seats.marta, seats.amelie))).reason, 'away');
    await marta.append(ended(call), conversation);
    assert.equal((await marta.ask('offer', offer(place, seats.marta, seats.amelie))).reason, 'call_over');
    assert.equal((await join(marta, { ...place, seat: seats.marta })).reason, 'call_over');
  });

  it('are refused when they are too large or have another shape, and the line lives', async () => {
    await using test = await testService();
    const { marta, seats, place } = await calling(test);
    const good = offer(place, seats.marta, seats.amelie);
    const large = { ...good, sdp: 'x'.repeat(DESCRIPTION_MAX_CHARS + 1) };
    assert.equal((await marta.ask('offer', large)).reason, 'too_large');
    for (const bad of [null, {}, { ...good, sdp: 7 }, { ...good, epoch: -1 }, { ...good, extra: 1 }]) {
      assert.equal((await marta.ask('offer', bad)).reason, 'invalid');
    }
    assert.equal((await marta.ask('offer', good)).ok, true);
  });

  it('that flood are refused', async () => {
    await using test = await testService({ limitFactor: 1 });
    const { marta, seats, place } = await calling(test);
    const answers = await Promise.all(
      Array.from({ length: 310 }, (_, n) => marta.ask('offer', offer(place, seats.marta, seats.amelie, n))),
    );
    assert.equal(answers.filter((answer) => answer.ok).length, 300);
    assert.ok(answers.filter((answer) => !answer.ok).every((answer) => answer.reason === 'too_many'));
  });
});

describe('a seat of a call', () => {
  it('is not given to a stranger, a colleague, or a customer of another conversation', async () => {
    await using test = await testService();
    const { place, conversation } = await calling(test);
    const paolo = await calling(test);
    const nobody = await test.customer();
    const others = [await test.visitor(), nobody, await test.agent('Jules'), paolo.marta, paolo.amelie];
    for (const other of others) {
      const refused = other === nobody ? 'not_signed_in' : 'not_found';
      assert.equal((await join(other, { ...place, seat: randomUUID() })).reason, refused);
      assert.equal((await other.ask('call-ice', place)).reason, refused);
      const call = randomUUID();
      assert.equal((await join(other, { conversation, call, seat: randomUUID() })).reason, refused);
    }
  });

  it('is taken while it rings, and not by agents while nobody has the conversation', async () => {
    await using test = await testService();
    const [marta, amelie] = await Promise.all([test.visitor(), test.agent('Amélie')]);
    const call = await ring(marta, null);
    const conversation = (await test.store.latestConversation(marta.customer))?.id ?? '';
    const seat = randomUUID();
    assert.equal((await join(marta, { conversation, call, seat })).ok, true);
    assert.equal((await join(amelie, { conversation, call, seat: randomUUID() })).reason, 'not_found');
    await amelie.append(take, conversation);
    const joined = await join(amelie, { conversation, call, seat: randomUUID() });
    assert.deepEqual(joined.peer, { seat, got: null });
  });

  it('is told to the other side, with what it has of its signals', async () => {
    await using test = await testService();
    const { marta, amelie, seats, place } = await calling(test);
    const again = await test.customer(marta.secret);
    const got = { seat: seats.amelie, epoch: 2, seq: 7 };
    await join(again, { ...place, seat: seats.marta, got });
    const push = await amelie.next<Peer>('call-peer', ({ peer }) => peer.got !== null);
    assert.deepEqual([push.state, push.peer], ['here', { seat: seats.marta, got }]);
    const joined = await join(amelie, { ...place, seat: seats.amelie });
    assert.deepEqual(joined.peer, { seat: seats.marta, got });
  });

  it('is lost to another tab that joins, and the lost one can send nothing more', async () => {
    await using test = await testService();
    const { marta, seats, place } = await calling(test);
    const [other, seat] = [await test.customer(marta.secret), randomUUID()];
    await join(other, { ...place, seat });
    assert.deepEqual(await marta.next('call-taken'), { ...place, seat });
    assert.equal((await marta.ask('offer', offer(place, seats.marta, seats.amelie))).reason, 'not_found');
    assert.equal((await other.ask('offer', offer(place, seat, seats.amelie))).ok, true);
  });

  it('is not taken back by a tab that was away when another took the call, and hears so when it asks', async () => {
    await using test = await testService();
    const { marta, seats, place } = await calling(test);
    marta.socket.disconnect();
    const [other, seat] = [await test.customer(marta.secret), randomUUID()];
    assert.equal((await join(other, { ...place, seat })).ok, true);
    const heard = hearing(other);
    const back = await test.customer(marta.secret);
    assert.equal((await join(back, { ...place, seat: seats.marta })).reason, 'taken');
    assert.deepEqual(ofCalls(await heard()), []);
    assert.equal((await other.ask('offer', offer(place, seat, seats.amelie))).ok, true);
    // A click there takes it with a seat of its own.
    assert.equal((await join(back, { ...place, seat: randomUUID() })).ok, true);
    assert.equal((await other.next<{ call: string }>('call-taken')).call, place.call);
  });

  it('is not given to a line that breaks while it is asked for: it would never be left', async () => {
    await using test = await testService({ nodes: 1 });
    const { marta, amelie, conversation } = await talking(test);
    const call = await ring(marta, conversation);
    const { presence } = test.desk;
    const lines = [
      { side: 'customer', who: marta, isHere: () => presence.customerOnline(marta.customer) },
      { side: 'agent', who: amelie, isHere: () => presence.agentConnected(amelie.id) },
    ] as const;
    const { conversation: read } = test.store;
    for (const { side, who, isHere } of lines) {
      const { promise: checked, resolve } = Promise.withResolvers<void>();
      test.store.conversation = async (id) => {
        const state = await read(id);
        who.socket.disconnect();
        while (isHere()) await new Promise(setImmediate);
        resolve();
        return state;
      };
      void join(who, { conversation, call, seat: randomUUID() }).catch(() => {});
      await checked;
      test.store.conversation = read;
      // Whatever follows from the check has happened by the time something else was answered.
      await (await test.visitor()).ask('conversations');
      const taken = (await test.store.seats(call)).filter((seat) => seat.side === side && seat.awayAt === null);
      assert.deepEqual(taken, [], side);
    }
  });

  it('stays the page’s when it comes back over a new line before the old one’s end is noticed', async () => {
    await using test = await testService();
    const { marta, amelie, seats, place } = await calling(test);
    const heard = hearing(marta);
    const again = await test.customer(marta.secret);
    await join(again, { ...place, seat: seats.marta });
    assert.deepEqual(ofCalls(await heard()), []);
    assert.deepEqual(await test.desk.callSeats.leave(marta.socket.id ?? ''), []);
    assert.equal((await again.ask('offer', offer(place, seats.marta, seats.amelie))).ok, true);
    assert.equal((await amelie.ask('offer', offer(place, seats.amelie, seats.marta))).ok, true);
  });

  it('is away at once when the page says that it goes', async () => {
    await using test = await testService();
    const { marta, amelie, seats, place } = await calling(test);
    marta.socket.emit('call-leave', { ...place, seat: seats.marta });
    const push = await amelie.next<Peer>('call-peer', ({ state }) => state === 'away');
    assert.equal(push.peer.seat, seats.marta);
    assert.equal((await join(amelie, { ...place, seat: seats.amelie })).peer, null);
  });

  it('of the agent is free again when the conversation goes to a colleague while it rings', async () => {
    await using test = await testService();
    const { marta, amelie, conversation } = await talking(test);
    const jules = await test.agent('Jules');
    const call = await ring(marta, conversation);
    const place = { conversation, call };
    const [hers, amelies] = [randomUUID(), randomUUID()];
    await join(marta, { ...place, seat: hers });
    await join(amelie, { ...place, seat: amelies });
    const toJules = { type: 'transferred', payload: { agent: { id: jules.id }, note: '' } } as const;
    await amelie.append(toJules, conversation);
    assert.equal((await marta.next<Peer>('call-peer', ({ state }) => state === 'away')).peer.seat, amelies);
    assert.equal((await amelie.ask('offer', offer(place, amelies, hers))).reason, 'not_found');
    assert.equal((await marta.ask('offer', offer(place, hers, amelies))).reason, 'away');
    assert.deepEqual((await join(jules, { ...place, seat: randomUUID() })).peer, { seat: hers, got: null });
  });

  it('is forgotten with its call, however the call ends', async () => {
    await using test = await testService();
    const one = await calling(test);
    const forgotten = async (id: string) => {
      while ((await test.store.seats(id)).length > 0) await new Promise(setImmediate);
    };
    assert.equal((await test.store.seats(one.call)).length, 2);
    await one.marta.append(ended(one.call), one.conversation);
    await forgotten(one.call);

    const call = await ring(one.marta, one.conversation);
    await join(one.marta, { conversation: one.conversation, call, seat: randomUUID() });
    await one.amelie.append(declined(call), one.conversation);
    await forgotten(call);

    const next = await ring(one.marta, one.conversation);
    await join(one.marta, { conversation: one.conversation, call: next, seat: randomUUID() });
    await one.amelie.append(started(next), one.conversation);
    await one.amelie.append(close, one.conversation);
    await forgotten(next);
    assert.equal((await one.marta.append(words('Thank you'), one.conversation)).ok, true);
  });
});
