/**
 * Customers with a site's token, over real sockets. The rules by which a visitor becomes a customer:
 * M1 the open conversation of the visitor whose secret comes along is the customer's, and goes on;
 * M2 what the visitor had closed before stays where it is; nothing merges by name or e-mail;
 * M3 what the customer had open elsewhere is closed, and can be read;
 * M4 the visitor's secret is worth nothing any more, and the visitor's other connections end;
 * M5 a secret that counts for nothing is no harm beside a good token; a bad token helps no secret.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CustomerCard, Hello, Synced } from '../protocol/realtime.ts';
import { type Client, type TestService, testService, words } from '../testing/service.ts';
import { signToken } from '../testing/tokens.ts';

const SECRET = 'the secret of the site, long enough';
const setUp = () => testService({ identitySecrets: [SECRET] });
const tokenOf = (test: TestService, sub: string, claims: object = {}, life = 600_000) =>
  signToken(SECRET, { sub, ...claims }, { now: test.clock.now, life });
const latest = (client: Client) => client.ask<Synced>('sync', { conversation: null, after: null });
const texts = async (client: Client) =>
  (await latest(client)).events.flatMap(({ type, payload }) =>
    type === 'message' ? [(payload as { text: string }).text] : [],
  );
const listed = async (client: Client) =>
  (await client.ask<{ lines: { state: { id: string } }[] }>('conversations')).lines.map(({ state }) => state.id);
const ended = (client: Client) => new Promise((resolve) => client.socket.once('disconnect', resolve));

describe('a customer with a token', () => {
  it('finds the same conversation on any device, and nobody else does', async () => {
    await using test = await setUp();
    const phone = await test.signedIn(tokenOf(test, 'c-1'));
    await phone.append(words('My car has no key'));
    const laptop = await test.signedIn(tokenOf(test, 'c-1'));
    assert.deepEqual(await texts(laptop), ['My car has no key']);
    const other = await test.signedIn(tokenOf(test, 'C-1'));
    assert.deepEqual(await texts(other), []);
  });

  it('is one customer, however many of the devices come at once', async () => {
    await using test = await setUp();
    const devices = await Promise.all(Array.from({ length: 8 }, () => test.signedIn(tokenOf(test, 'c-1'))));
    const hellos = await Promise.all(devices.map((device) => device.next<Hello>('hello')));
    assert.equal(new Set(hellos.map(({ customer }) => customer)).size, 1);
  });

  it('is refused with a reason and a word for the developer when the token is wrong or expired, whatever secret comes along', async () => {
    await using test = await setUp();
    const { secret } = await test.visitor();
    const old = tokenOf(test, 'c-1');
    test.pass(600_000);
    for (const token of [old, 'not.a.token', signToken('x'.repeat(32), { sub: 'c-1' }, { now: test.clock.now })]) {
      assert.equal(await test.refused('/customer', { token }), 'not_signed_in');
      assert.equal(await test.refused('/customer', { token, secret }), 'not_signed_in');
    }
    assert.equal(await test.refused('/customer', { token: 'x'.repeat(9000) }), 'too_large');
    assert.equal(await test.refused('/customer', { token: { $ne: null } }), 'invalid');
  });

  it('is refused where the service takes no tokens, and never taken for a visitor', async () => {
    await using test = await testService();
    assert.equal(await test.refused('/customer', { token: tokenOf(test, 'c-1') }), 'not_signed_in');
  });

  it('is told how long the token is good, and cut off when it has expired', async () => {
    await using test = await setUp();
    const marta = await test.signedIn(tokenOf(test, 'c-1', {}, 60_000));
    assert.equal((await marta.next<Hello>('hello')).expiresIn, 60_000);
    const gone = ended(marta);
    test.pass(59_000);
    assert.equal((await marta.append(words('still here'))).ok, true);
    test.pass(1_000);
    await gone;
  });

  it('stays on with another token for the same customer, which may say other things', async () => {
    await using test = await setUp();
    const amelie = await test.agent('Amélie');
    const marta = await test.signedIn(tokenOf(test, 'c-1', { name: 'Marta' }, 60_000));
    const { conversation } = await marta.append(words('Hello'));
    test.pass(50_000);
    const token = tokenOf(test, 'c-1', { name: 'Marta Nowak' }, 60_000);
    assert.equal((await marta.ask<{ expiresIn: number }>('renew', { token })).expiresIn, 60_000);
    test.pass(50_000);
    assert.equal((await marta.append(words('still here'))).ok, true);
    const { card } = await amelie.ask<{ card: CustomerCard }>('customer', { conversation });
    assert.equal(card.verified?.name, 'Marta Nowak');
    const gone = ended(marta);
    test.pass(10_000);
    await gone;
  });

  it('can’t be turned into another customer on the same connection, nor a visitor into one', async () => {
    await using test = await setUp();
    const [marta, visitor] = [await test.signedIn(tokenOf(test, 'c-1')), await test.visitor()];
    await marta.append(words('mine'));
    const token = tokenOf(test, 'c-2', { name: 'Eve' });
    assert.equal((await marta.ask('renew', { token })).reason, 'conflict');
    assert.equal((await visitor.ask('renew', { token })).reason, 'conflict');
    assert.equal((await marta.ask('renew', { token: 'not.a.token' })).reason, 'not_signed_in');
    assert.equal((await marta.ask('identify')).reason, 'conflict');
    assert.deepEqual(await texts(marta), ['mine']);
  });

  it('uploads files with the token, and with nothing that only looks like one', async () => {
    await using test = await setUp();
    const token = tokenOf(test, 'c-1');
    const marta = await test.signedIn(token);
    const upload = (bearer: string) =>
      fetch(`${test.url}/api/attachments?name=a.txt`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${bearer}` },
        body: 'some words',
      });
    const stored = await upload(token);
    assert.equal(stored.status, 201);
    const { id } = (await stored.json()) as { id: string };
    assert.equal((await marta.append({ type: 'attachment', payload: { id } })).ok, true);
    assert.equal((await upload(`${token}x`)).status, 401);
    const recording = await fetch(`${test.url}/api/recordings`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${token}`,
        'Tus-Resumable': '1.0.0',
        'Upload-Length': '10',
        'Upload-Metadata': ['name', 'type', 'length']
          .map((key) => `${key} ${btoa({ name: 'a', type: 'video/mp4', length: '1' }[key] ?? '')}`)
          .join(),
      },
    });
    assert.equal(recording.status, 201);
    test.pass(600_000);
    assert.equal((await upload(token)).status, 401);
  });

  it('is shown to agents apart from what only the page says', async () => {
    await using test = await setUp();
    const amelie = await test.agent('Amélie');
    const claims = { name: 'Marta Nowak', email: 'marta@example.com', context: { booking: 'YW-1' } };
    const marta = await test.signedIn(tokenOf(test, 'c-1', claims));
    await marta.ask('about', { name: 'The Queen', context: { status: 'gold' } });
    const { conversation } = await marta.append(words('Hello'));
    const { card } = await amelie.ask<{ card: CustomerCard }>('customer', { conversation });
    assert.deepEqual(card.verified, claims);
    assert.deepEqual(card.unverified, { name: 'The Queen', email: '', context: { status: 'gold' } });
    const visitor = await test.visitor({ name: 'Marta Nowak', email: 'marta@example.com' });
    const other = await visitor.append(words('Hello'));
    const said = await amelie.ask<{ card: CustomerCard }>('customer', { conversation: other.conversation });
    assert.deepEqual([said.card.verified, said.card.unverified.name], [null, 'Marta Nowak']);
  });
});

describe('a visitor who signs in', () => {
  it('while talking keeps the conversation, which goes on as the customer’s (M1)', async () => {
    await using test = await setUp();
    const [visitor, amelie] = [await test.visitor({ name: 'Marta' }), await test.agent('Amélie')];
    const { conversation } = await visitor.append(words('Hello'));
    await amelie.append({ type: 'assigned', payload: {} } as never, conversation);
    const marta = await test.signedIn(tokenOf(test, 'c-1', { name: 'Marta Nowak' }), visitor.secret);
    assert.equal((await marta.next<Hello>('hello')).adopted, true);
    assert.deepEqual(await texts(marta), ['Hello']);
    await amelie.append(words('Hello Marta'), conversation);
    await marta.next('events');
    assert.equal((await marta.append(words('It is me'))).conversation, conversation);
    const { card } = await amelie.ask<{ card: CustomerCard }>('customer', { conversation });
    assert.deepEqual([card.verified?.name, card.unverified.name], ['Marta Nowak', 'Marta']);
    const laptop = await test.signedIn(tokenOf(test, 'c-1'));
    assert.deepEqual(await texts(laptop), ['Hello', 'Hello Marta', 'It is me']);
  });

  it('has the agents told of it', async () => {
    await using test = await setUp();
    const [visitor, amelie] = [await test.visitor(), await test.agent('Amélie')];
    const { conversation } = await visitor.append(words('Hello'));
    await test.signedIn(tokenOf(test, 'c-1', { name: 'Marta Nowak' }), visitor.secret);
    type Line = { state: { id: string }; customer: CustomerCard };
    const line = await amelie.next<Line>('line', ({ customer }) => customer.verified !== null);
    assert.deepEqual([line.state.id, line.customer.verified?.name], [conversation, 'Marta Nowak']);
  });

  it('leaves behind what was closed before, and brings nothing when nothing is open (M2)', async () => {
    await using test = await setUp();
    const visitor = await test.visitor({ email: 'marta@example.com' });
    const { conversation } = await visitor.append(words('Long ago'));
    await visitor.append({ type: 'closed', payload: {} }, conversation);
    const marta = await test.signedIn(tokenOf(test, 'c-1', { email: 'marta@example.com' }), visitor.secret);
    assert.equal((await marta.next<Hello>('hello')).adopted, false);
    assert.deepEqual(await listed(marta), []);
    assert.equal((await marta.ask('sync', { conversation, after: null })).reason, 'not_found');
    // Nothing was brought along, so the visitor is who they were.
    assert.deepEqual(await listed(await test.customer(visitor.secret)), [conversation]);
  });

  it('goes on with what they talk about now: what they had open elsewhere is closed and can be read (M3)', async () => {
    await using test = await setUp();
    const phone = await test.signedIn(tokenOf(test, 'c-1'));
    const earlier = await phone.append(words('From my phone'));
    const visitor = await test.visitor();
    const now = await visitor.append(words('From a desk'));
    const desk = await test.signedIn(tokenOf(test, 'c-1'), visitor.secret);
    assert.deepEqual(await texts(desk), ['From a desk']);
    assert.deepEqual((await listed(desk)).sort(), [earlier.conversation, now.conversation].sort());
    const before = await phone.ask<Synced>('sync', { conversation: earlier.conversation, after: 0 });
    assert.deepEqual(before.state?.status.kind, 'closed');
    assert.equal((await phone.append(words('Still me'))).conversation, now.conversation);
  });

  it('has no secret any more: not for the next customer of this browser, nor for whoever copied it (M4)', async () => {
    await using test = await setUp();
    const visitor = await test.visitor();
    const tab = await test.customer(visitor.secret);
    await visitor.append(words('Hello'));
    const gone = [ended(visitor), ended(tab)];
    await test.signedIn(tokenOf(test, 'c-1'), visitor.secret);
    await Promise.all(gone);
    assert.equal(await test.refused('/customer', { secret: visitor.secret }), 'not_signed_in');
    const next = await test.signedIn(tokenOf(test, 'c-2'), visitor.secret);
    assert.equal((await next.next<Hello>('hello')).adopted, false);
    assert.deepEqual(await texts(next), []);
    const upload = await fetch(`${test.url}/api/attachments?name=a.txt`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${visitor.secret}` },
      body: 'x',
    });
    assert.equal(upload.status, 401);
  });

  it('is let in with a secret that nobody knows, and gets nothing by it (M5)', async () => {
    await using test = await setUp();
    const marta = await test.signedIn(tokenOf(test, 'c-1'), 'made-up');
    assert.equal((await marta.next<Hello>('hello')).adopted, false);
  });

  it('is one customer with one conversation, though two tabs sign in at once', async () => {
    await using test = await setUp();
    const visitor = await test.visitor();
    const { conversation } = await visitor.append(words('Hello'));
    const tabs = await Promise.all([1, 2, 3].map(() => test.signedIn(tokenOf(test, 'c-1'), visitor.secret)));
    for (const tab of tabs) assert.deepEqual(await listed(tab), [conversation]);
  });

  it('sends a word once, though it was stored before the sign-in and not acknowledged', async () => {
    await using test = await setUp();
    const visitor = await test.visitor();
    const said = await visitor.append(words('Hello'));
    const marta = await test.signedIn(tokenOf(test, 'c-1'), visitor.secret);
    const again = await marta.append(words('Hello'), said.conversation, said.event.id);
    assert.equal(again.seq, said.seq);
    assert.deepEqual(await texts(marta), ['Hello']);
  });

  it('is told again that the conversation came along, when the answer was lost on its way', async () => {
    await using test = await setUp();
    const visitor = await test.visitor();
    await visitor.append(words('Hello'));
    const lost = await test.signedIn(tokenOf(test, 'c-1'), visitor.secret);
    assert.equal((await lost.next<Hello>('hello')).adopted, true);
    lost.socket.disconnect();
    const again = await test.signedIn(tokenOf(test, 'c-1'), visitor.secret);
    assert.equal((await again.next<Hello>('hello')).adopted, true);
    assert.deepEqual(await texts(again), ['Hello']);
  });

  it('during a call keeps its window, by the ticket that was made before', async () => {
    await using test = await setUp();
    const [visitor, amelie] = [await test.visitor(), await test.agent('Amélie')];
    const { conversation } = await visitor.append(words('Hello'));
    await amelie.append({ type: 'assigned', payload: {} } as never, conversation);
    const asked = await visitor.append({ type: 'call_asked', payload: { media: 'audio' } }, conversation);
    const place = { conversation, call: asked.event.id };
    await amelie.append({ type: 'call_started', payload: { call: place.call } }, conversation);
    const { ticket } = await visitor.ask<{ ticket: string }>('call-ticket', place);
    await test.signedIn(tokenOf(test, 'c-1', { name: 'Marta' }), visitor.secret);
    const window = await test.callWindow(ticket);
    const { contact } = await window.next<Hello>('hello');
    assert.deepEqual(contact, { name: '', email: '' });
    const joined = await window.ask('call-join', { ...place, seat: 'a-seat-of-the-window', got: null });
    assert.equal(joined.ok, true);
  });
});
