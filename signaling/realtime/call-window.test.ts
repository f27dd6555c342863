/** A window of its own that was handed one call, and credentials for the network; over real sockets. */
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import type { CallTicket, IceServers } from '../protocol/realtime.ts';
import type { AppendBody } from '../protocol/schemas.ts';
import { calling, close, ended, join, offer, pushed, ring, started, talking } from '../testing/calls.ts';
import { testService, words } from '../testing/service.ts';

describe('a call’s ticket', () => {
  it('lets a window of its own take the call over, talk, and end it', async () => {
    await using test = await testService();
    const { marta, amelie, place, seats, conversation, call } = await calling(test);
    const { url, ticket } = await marta.ask<CallTicket>('call-ticket', place);
    assert.equal(url, '/call');
    const [window, seat] = [await test.callWindow(ticket), randomUUID()];
    const joined = await join(window, { ...place, seat });
    assert.equal(joined.peer?.seat, seats.amelie);
    assert.equal((await marta.next<{ seat: string }>('call-taken')).seat, seat);
    await window.ask('offer', offer(place, seat, seats.amelie));
    assert.equal((await amelie.next<{ from: string }>('offer')).from, seat);
    assert.equal((await window.append(words('I am here now'), conversation)).ok, true);
    for (const name of ['sync', 'history', 'mark', 'call-ice'] as const) {
      const payload = { sync: { after: 0 }, history: { before: 9 }, mark: { read: 1 }, 'call-ice': { call } }[name];
      assert.equal((await window.ask(name, { conversation, ...payload })).ok, true, name);
    }
    assert.equal((await window.append(ended(call), conversation)).ok, true);
    assert.equal((await pushed(amelie, 'call_ended')).payload.why, 'hung_up');
  });

  it('opens nothing but that call', async () => {
    await using test = await testService();
    const { marta, place, conversation } = await calling(test);
    const paolo = await calling(test);
    const { ticket } = await marta.ask<CallTicket>('call-ticket', place);
    const window = await test.callWindow(ticket);
    const bodies: AppendBody[] = [
      { type: 'closed', payload: {} },
      { type: 'rated', payload: { score: 1, comment: '' } },
      { type: 'call_asked', payload: { media: 'audio' } },
      { type: 'attachment', payload: { id: randomUUID() } },
      ended(paolo.call),
      started(randomUUID()),
    ];
    for (const body of bodies) assert.equal((await window.append(body, conversation)).ok, false, body.type);
    for (const where of [null, paolo.conversation]) {
      assert.equal((await window.append(words('Hello'), where)).reason, 'not_found');
      assert.equal((await window.ask('sync', { conversation: where, after: 0 })).ok, false);
      assert.equal((await window.ask('history', { conversation: where, before: 9 })).ok, false);
    }
    const requests: [string, object][] = [
      ['identify', {}],
      ['conversations', {}],
      ['contact', { name: 'Mallory', email: '' }],
      ['about', { topic: 'x' }],
      ['attachment-url', { attachment: randomUUID() }],
      ['call-ticket', place],
      ['call-join', { ...paolo.place, seat: randomUUID(), got: null }],
      ['call-join', { ...place, call: randomUUID(), seat: randomUUID(), got: null }],
    ];
    for (const [name, payload] of requests) assert.equal((await window.ask(name, payload)).ok, false, name);
    assert.equal((await test.store.conversation(conversation))?.status.kind, 'assigned');
    assert.equal((await test.store.customer(marta.customer))?.name, '');
  });

  it('tells its holder nothing of who the customer is', async () => {
    await using test = await testService();
    const { marta, place } = await calling(test);
    await marta.ask('contact', { name: 'Marta', email: 'marta@example.com' });
    const { ticket } = await marta.ask<CallTicket>('call-ticket', place);
    const hello = await (await test.callWindow(ticket)).next<{ contact: object }>('hello');
    assert.deepEqual(hello.contact, { name: '', email: '' });
  });

  it('is worth nothing once the call is over, and who came in with it is let go', async () => {
    await using test = await testService();
    const { marta, place, conversation, call } = await calling(test);
    const { ticket } = await marta.ask<CallTicket>('call-ticket', place);
    const window = await test.callWindow(ticket);
    const cut = new Promise((resolve) => window.socket.once('disconnect', resolve));
    await marta.append(ended(call), conversation);
    assert.equal((await pushed(window, 'call_ended')).payload.call, call);
    assert.equal((await window.append(words('One more word'), conversation)).reason, 'call_over');
    assert.equal(await test.refused('/customer', { ticket }), 'not_signed_in');
    test.pass(5000);
    await cut;
    // Neither does the next call open to it.
    await ring(marta, conversation);
    assert.equal(await test.refused('/customer', { ticket }), 'not_signed_in');
  });

  it('can’t be made up, changed, or used for ever', async () => {
    await using test = await testService();
    const { marta, amelie, place } = await calling(test);
    const paolo = await calling(test);
    const { ticket } = await marta.ask<CallTicket>('call-ticket', place);
    const [said = '', signature = ''] = ticket.split('.');
    const claims = JSON.parse(Buffer.from(said, 'base64url').toString());
    const changed = Buffer.from(JSON.stringify({ ...claims, ...paolo.place })).toString('base64url');
    for (const forged of ['', 'x', `${said}.`, `${said}.${'x'.repeat(43)}`, `${changed}.${signature}`]) {
      assert.equal(await test.refused('/customer', { ticket: forged }), 'not_signed_in');
    }
    assert.equal((await amelie.ask('call-ticket', place)).reason, 'invalid');
    test.clock.now += 13 * 3_600_000;
    assert.equal(await test.refused('/customer', { ticket }), 'not_signed_in');
  });

  it('is given only for a call of one’s own that rings or runs', async () => {
    await using test = await testService();
    const { marta, conversation } = await talking(test);
    const paolo = await calling(test);
    assert.equal((await marta.ask('call-ticket', { conversation, call: randomUUID() })).reason, 'call_over');
    assert.equal((await marta.ask('call-ticket', paolo.place)).reason, 'not_found');
    const call = await ring(marta, conversation);
    assert.equal((await marta.ask('call-ticket', { conversation, call })).ok, true);
    await marta.append(close, conversation);
    assert.equal((await marta.ask('call-ticket', { conversation, call })).reason, 'call_over');
  });
});

describe('what a connection needs of the network', () => {
  const ice = {
    stunUrls: ['stun:stun.example.com:3478'],
    turn: {
      urls: ['turn:turn.example.com:3478', 'turns:turn.example.com:443?transport=tcp'],
      secret: 'north-pole',
      credentialMs: 3_600_000,
    },
  };

  it('is told to members, with credentials per call and side as coturn checks them, for an hour', async () => {
    await using test = await testService({ ice });
    const { marta, amelie, place, seats, call } = await calling(test);
    const check = ({ iceServers, expiresIn }: IceServers, side: string) => {
      const [stun, turn] = iceServers;
      assert.deepEqual(stun, { urls: ice.stunUrls });
      const expires = Math.floor(test.clock.now / 1000) + 3600;
      assert.equal(turn?.username, `${expires}:${call}.${side}`);
      assert.equal(
        turn?.credential,
        createHmac('sha1', 'north-pole')
          .update(turn?.username ?? '')
          .digest('base64'),
      );
      assert.equal(expiresIn, expires * 1000 - test.clock.now);
      assert.deepEqual(turn?.urls, ice.turn.urls);
    };
    check(await join(marta, { ...place, seat: seats.marta }), 'customer');
    test.pass(60_000);
    // Asked again, they hold longer.
    check(await amelie.ask<IceServers>('call-ice', place), 'agent');
  });

  it('is nothing when nothing is configured', async () => {
    await using test = await testService();
    const { marta, place, seats } = await calling(test);
    assert.deepEqual((await join(marta, { ...place, seat: seats.marta })).iceServers, []);
  });

  it('is told to nobody else, and to nobody after the call', async () => {
    await using test = await testService({ ice });
    const { marta, place, conversation, call } = await calling(test);
    for (const other of [await test.visitor(), await test.agent('Jules')]) {
      assert.deepEqual(await other.ask('call-ice', place), { ok: false, reason: 'not_found' });
    }
    assert.deepEqual(await (await test.customer()).ask('call-ice', place), { ok: false, reason: 'not_signed_in' });
    await marta.append(ended(call), conversation);
    assert.deepEqual(await marta.ask('call-ice', place), { ok: false, reason: 'call_over' });
  });
});
