/** What bad input, strangers and floods get, over real sockets. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { MESSAGE_MAX_CHARS, PROTOCOL } from '../protocol/limits.ts';
import type { Synced } from '../protocol/realtime.ts';
import { testService, words } from '../testing/service.ts';

describe('a connection', () => {
  it('is refused with a reason for a wrong secret, and never becomes somebody else', async () => {
    await using test = await testService();
    assert.equal(await test.refused('/customer', { secret: 'not-a-secret' }), 'not_signed_in');
  });

  it('is refused to the agents’ side without a session', async () => {
    await using test = await testService();
    assert.equal(await test.refused('/agent', {}), 'not_signed_in');
    assert.equal(await test.refused('/agent', {}, { Cookie: 'ycyw_agent=made-up' }), 'not_signed_in');
  });

  it('is let in with the protocol before the service’s own: pages stay open through an upgrade', async () => {
    await using test = await testService({ protocol: PROTOCOL + 1 });
    const [marta, amelie] = await Promise.all([test.visitor(), test.agent('Amélie')]);
    assert.equal((await test.hello(marta)).protocol, PROTOCOL + 1);
    const sent = await marta.append({ type: 'message', payload: { text: 'From a tab of yesterday' } });
    const taken = await amelie.append({ type: 'assigned', payload: {} }, sent.conversation);
    assert.deepEqual([sent.ok, taken.ok], [true, true]);
  });

  it('is refused for protocols that are older or newer, so that the widget can offer a reload', async () => {
    await using test = await testService({ protocol: 5 });
    for (const path of ['/customer', '/agent']) {
      for (const protocol of [0, 3, 6, 99]) assert.equal(await test.refused(path, { protocol }), 'version');
    }
    // What else a handshake of another protocol says is not looked at: it may have changed as well.
    assert.equal(await test.refused('/customer', { protocol: 6, version: { build: 7 } }), 'version');
    await using first = await testService();
    assert.equal(await first.refused('/customer', { protocol: PROTOCOL - 1 }), 'version');
  });

  it('is refused for a handshake that has not the shape it must have', async () => {
    await using test = await testService();
    assert.equal(await test.refused('/customer', { secret: { $ne: null } }), 'invalid');
    assert.equal(await test.refused('/customer', { about: { context: { huge: 'x'.repeat(5000) } } }), 'too_large');
  });

  it('is refused from a page that is not allowed, and let in from one that is', async () => {
    await using test = await testService({ nodes: 1, allowedOrigins: ['https://www.example.com'] });
    assert.equal(await test.refused('/customer', {}, { Origin: 'https://evil.example' }), 'origin');
    await assert.rejects(test.refused('/customer', {}, { Origin: 'https://www.example.com' }), /was let in/);
    await assert.rejects(test.refused('/customer', {}, { Origin: test.url }), /was let in/);
  });

  it('is refused to the agents’ side from any page but the console’s, whatever cookie goes along', async () => {
    await using test = await testService({ allowedOrigins: ['https://www.example.com'] });
    const { cookie } = await test.agent('Amélie');
    const refused = await test.refused('/agent', {}, { Origin: 'https://www.example.com', Cookie: cookie });
    assert.equal(refused, 'origin');
  });

  it('of an agent ends when the sign-in expires', async () => {
    await using test = await testService();
    const amelie = await test.agent('Amélie');
    const gone = new Promise((resolve) => amelie.socket.once('disconnect', resolve));
    test.clock.now += 24 * 3_600_000;
    await test.service.sweep();
    await gone;
    assert.equal(await test.refused('/agent', {}, { Cookie: amelie.cookie }), 'not_signed_in');
  });

  it('becomes one customer, however often it asks at once', async () => {
    await using test = await testService();
    const nobody = await test.customer();
    const answers = await Promise.all([nobody.ask('identify'), nobody.ask('identify')]);
    assert.deepEqual(answers.map((answer) => answer.reason ?? 'ok').sort(), ['conflict', 'ok']);
  });

  it('is cut when it floods, and only then', async () => {
    await using test = await testService({ limitFactor: 1 });
    const marta = await test.visitor();
    const gone = new Promise((resolve) => marta.socket.once('disconnect', resolve));
    for (let n = 0; n < 900; n += 1) marta.socket.emit('typing', { conversation: randomUUID(), on: true });
    assert.equal((await marta.ask('sync', { conversation: null, after: null })).ok, true);
    for (let n = 0; n < 200; n += 1) marta.socket.emit('nonsense');
    await gone;
  });
});

describe('a request', () => {
  const shapes: [string, unknown][] = [
    ['append', null],
    ['append', { conversation: null, id: 'short', body: { type: 'message', payload: { text: 'x' } } }],
    ['append', { conversation: null, id: randomUUID(), body: { type: 'message', payload: { text: ' \n ' } } }],
    ['append', { conversation: null, id: randomUUID(), body: { type: 'message', payload: { text: 7 } } }],
    ['append', { conversation: null, id: randomUUID(), body: { type: 'assigned', payload: { agent: 'me' } } }],
    ['append', { conversation: null, id: randomUUID(), body: words('x'), actor: { kind: 'agent' } }],
    ['sync', { conversation: null, after: -1 }],
    ['mark', { conversation: randomUUID(), read: 1.5 }],
    ['history', []],
    ['__proto__', {}],
    ['constructor', {}],
    ['no-such-request', {}],
  ];
  for (const [name, payload] of shapes) {
    it(`${name} with ${JSON.stringify(payload)?.slice(0, 60)} is refused as invalid, and the connection lives`, async () => {
      await using test = await testService();
      const marta = await test.visitor();
      assert.equal((await marta.ask(name, payload)).reason, 'invalid');
      assert.equal((await marta.append(words('still here'))).ok, true);
    });
  }

  it('with a context as deep as a well is refused, and the service lives', async () => {
    await using test = await testService();
    const nobody = await test.customer();
    // Written by hand: the client's own encoder can't.
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    nobody.socket.io.engine.write(`2/customer,["about",{"context":{"deep":${deep}}}]`);
    assert.equal((await nobody.ask('about', { context: { deep: [[[[[[[[[1]]]]]]]]] } })).reason, 'too_large');
    assert.equal((await nobody.ask('about', { context: { booking: 'YW-48213' } })).ok, true);
  });

  it('of 100 KB is refused, and the connection lives', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    assert.equal((await marta.append(words('x'.repeat(100_000)))).reason, 'too_large');
    assert.equal((await marta.append(words('still here'))).ok, true);
  });

  it('over the limit is refused as too large', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    assert.equal((await marta.append(words('x'.repeat(MESSAGE_MAX_CHARS + 1)))).reason, 'too_large');
    assert.equal((await marta.append(words('x'.repeat(MESSAGE_MAX_CHARS)))).ok, true);
  });

  it('that comes too often is refused, and works again after a while', async () => {
    await using test = await testService({ limitFactor: 1 });
    const marta = await test.visitor();
    const answers = await Promise.all(Array.from({ length: 70 }, (_, n) => marta.append(words(String(n)))));
    assert.equal(answers.filter((answer) => answer.ok).length, 60);
    assert.ok(answers.filter((answer) => !answer.ok).every((answer) => answer.reason === 'too_many'));
  });

  it('for somebody else’s conversation gets the answer of one that does not exist', async () => {
    await using test = await testService();
    const [marta, paolo] = await Promise.all([test.visitor(), test.visitor()]);
    const { conversation } = await marta.append(words('secret'));
    for (const id of [conversation, randomUUID()]) {
      const answers = [
        await paolo.ask('sync', { conversation: id, after: 0 }),
        await paolo.ask('history', { conversation: id, before: 9 }),
        await paolo.ask('mark', { conversation: id, read: 1 }),
        await paolo.append(words('me too'), id),
        await paolo.append({ type: 'rated', payload: { score: 1, comment: '' } }, id),
        await paolo.append({ type: 'closed', payload: {} }, id),
      ];
      assert.deepEqual(
        answers.map((answer) => answer.reason),
        answers.map(() => 'not_found'),
      );
    }
  });

  it('of a customer can’t do what only agents do', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    const { conversation } = await marta.append(words('Hello'));
    for (const body of [
      { type: 'assigned', payload: {} },
      { type: 'returned', payload: { note: '' } },
      { type: 'note', payload: { text: 'x' } },
    ] as const) {
      assert.equal((await marta.append(body, conversation)).reason, 'invalid');
    }
  });

  it('of a nobody can’t write, and sees nothing', async () => {
    await using test = await testService();
    const nobody = await test.customer();
    assert.equal((await nobody.append(words('Hello'))).reason, 'not_signed_in');
    const synced = await nobody.ask<Synced>('sync', { conversation: null, after: null });
    assert.equal(synced.state, null);
  });

  it('never says more of an error than its reason', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    await test.store.close();
    const answer = await marta.append(words('Hello'));
    assert.deepEqual(answer, { ok: false, reason: 'unavailable' });
  });
});

describe('signing out', () => {
  it('ends every connection of that sign-in at once', async () => {
    await using test = await testService();
    const amelie = await test.agent('Amélie');
    const gone = new Promise((resolve) => amelie.socket.once('disconnect', resolve));
    const response = await fetch(`${test.url}/api/agent/session`, {
      method: 'DELETE',
      headers: { Cookie: amelie.cookie },
    });
    assert.equal(response.status, 204);
    await gone;
    assert.equal(await test.refused('/agent', {}, { Cookie: amelie.cookie }), 'not_signed_in');
  });
});
