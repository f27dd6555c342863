/** The table of access against the requests that there really are, each tried by everybody over real sockets. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { type Access, AGENT_REQUESTS, CALL_WINDOW_REQUESTS, CUSTOMER_REQUESTS } from '../identity/access.ts';
import { expected, type People, people, SECRET_WORD, SITE_SECRET, type Somebody } from '../testing/people.ts';
import { type Client, type TestService, testService, words } from '../testing/service.ts';
import { signToken } from '../testing/tokens.ts';
import { AGENT_HANDLERS } from './agent-requests.ts';
import { CALL_WINDOW_CHECKS } from './call-window.ts';
import { CUSTOMER_HANDLERS } from './customer-requests.ts';

/** What a request is about, and so whose: the conversation, or whoever asks. */
interface Probe {
  about: 'the conversation' | 'oneself';
  /** Nothing is changed and nothing told: who it doesn't belong to gets the answer of whoever has nothing to leave. */
  silent?: boolean;
  payload(ids: Ids): object;
}
type Ids = Pick<People, 'conversation' | 'call' | 'seats' | 'token'> & { file: string; side: 'customer' | 'agent' };

const place = ({ conversation, call }: Ids) => ({ conversation, call });
const address = (ids: Ids) => {
  const { seats, side } = ids;
  const to = side === 'agent' ? seats.customer : seats.agent;
  return { ...place(ids), from: seats[side], to, epoch: 1, seq: 1 };
};
const ofConversation = (payload: Probe['payload']): Probe => ({ about: 'the conversation', payload });
const ofOneself = (payload: Probe['payload'] = () => ({})): Probe => ({ about: 'oneself', payload });

const PROBES: Record<keyof typeof CUSTOMER_REQUESTS | keyof typeof AGENT_REQUESTS, Probe> = {
  identify: ofOneself(),
  about: ofOneself(() => ({ locale: 'fr' })),
  contact: ofOneself(() => ({ name: 'M', email: '' })),
  conversations: ofOneself(),
  inbox: ofOneself(),
  status: ofOneself(() => ({ status: 'online' })),
  renew: ofConversation(({ token }) => ({ token })),
  sync: ofConversation(({ conversation }) => ({ conversation, after: 0 })),
  history: ofConversation(({ conversation }) => ({ conversation, before: 100 })),
  append: ofConversation(({ conversation }) => ({ conversation, id: randomUUID(), body: words('me too') })),
  mark: ofConversation(({ conversation }) => ({ conversation, read: 1 })),
  typing: ofConversation(({ conversation }) => ({ conversation, on: true })),
  customer: ofConversation(({ conversation }) => ({ conversation })),
  leave: { ...ofConversation(({ conversation }) => ({ conversation })), silent: true },
  'attachment-url': ofConversation(({ file }) => ({ attachment: file })),
  'call-join': ofConversation((ids) => ({ ...place(ids), seat: ids.seats[ids.side], got: null })),
  'call-leave': { ...ofConversation((ids) => ({ ...place(ids), seat: ids.seats[ids.side] })), silent: true },
  'call-ice': ofConversation(place),
  'call-stats': ofConversation((ids) => ({ ...place(ids), report: { kind: 'failed' } })),
  'call-ticket': ofConversation(place),
  offer: ofConversation((ids) => ({ ...address(ids), sdp: 'v=0' })),
  answer: ofConversation((ids) => ({ ...address(ids), sdp: 'v=0' })),
  'ice-candidate': ofConversation((ids) => ({ ...address(ids), candidate: null })),
};

const madeUp = (test: TestService, side: Ids['side']): Ids => ({
  conversation: randomUUID(),
  call: randomUUID(),
  seats: { customer: randomUUID(), agent: randomUUID() },
  // Of a customer whom nobody has heard of.
  token: signToken(SITE_SECRET, { sub: randomUUID() }, { now: test.clock.now }),
  file: randomUUID(),
  side,
});
const real = ({ file, ...rest }: People, side: Ids['side']): Ids => ({ ...rest, file: file.id, side });

const begin = () => testService({ identitySecrets: [SITE_SECRET] });

async function tried(test: TestService, who: Somebody, name: keyof typeof PROBES, access: Access, everybody: People) {
  const probe = PROBES[name];
  const side = everybody.agents.includes(who) ? 'agent' : 'customer';
  const isTheirs = probe.about === 'oneself' || who.name === `the ${side}`;
  const verdict = expected(access, who, isTheirs);
  const nothing = await who.line.ask(name, probe.payload(madeUp(test, side)));
  const answer = await who.line.ask(name, probe.payload(real(everybody, side)));
  const what = `${name} by ${who.name}: ${JSON.stringify(answer)}`;
  const isKnown = name === 'identify' && who.person !== 'nobody';
  if (verdict === 'granted' && !isKnown) {
    // The first question made somebody of nobody.
    assert.equal(name === 'identify' ? nothing.ok : answer.ok, true, what);
  } else if (side === 'customer' || probe.silent) {
    // As if there were nothing of the kind.
    assert.deepEqual(answer, nothing, what);
    assert.equal(answer.ok, probe.silent === true && who.person !== 'nobody', what);
  } else {
    // Agents may know that it exists.
    assert.ok(['not_assigned', 'not_found'].includes(answer.reason ?? 'granted'), what);
  }
  if (who.person !== 'agent' && who.person !== 'supervisor' && who.name !== 'the customer') {
    assert.ok(!JSON.stringify(answer).includes(SECRET_WORD), what);
    assert.ok(!JSON.stringify(answer).includes(everybody.conversation), what);
  }
}

describe('the table of access', () => {
  it('has a line for every request that a seat answers, and for no other', () => {
    const named = (requests: object) => Object.keys(requests).sort();
    assert.deepEqual(named(CUSTOMER_HANDLERS), named(CUSTOMER_REQUESTS));
    assert.deepEqual(named(AGENT_HANDLERS), named(AGENT_REQUESTS));
    assert.deepEqual(named(CALL_WINDOW_CHECKS), named(CALL_WINDOW_REQUESTS));
  });

  for (const [name, access] of Object.entries(CUSTOMER_REQUESTS)) {
    it(`is kept to for ${name} on the customers’ side`, async () => {
      await using test = await begin();
      const everybody = await people(test);
      for (const who of everybody.customers) await tried(test, who, name as keyof typeof PROBES, access, everybody);
    });
  }

  for (const [name, access] of Object.entries(AGENT_REQUESTS)) {
    it(`is kept to for ${name} on the agents’ side`, async () => {
      await using test = await begin();
      const everybody = await people(test);
      for (const who of everybody.agents) await tried(test, who, name as keyof typeof PROBES, access, everybody);
    });
  }

  it('is kept to by a call’s own window: its one call, nothing else of its customer', async () => {
    await using test = await begin();
    const everybody = await people(test);
    const ids = real(everybody, 'customer');
    const marta = everybody.customers.find(({ name }) => name === 'the customer') ?? assert.fail();
    const { ticket } = await marta.line.ask<{ ticket: string }>('call-ticket', place(ids));
    const window = await test.callWindow(ticket);
    const others = { ...madeUp(test, 'customer'), conversation: everybody.others };
    // It takes the seat before it speaks from it, and leaves it last.
    const names = Object.keys(CUSTOMER_REQUESTS) as (keyof typeof CUSTOMER_REQUESTS)[];
    for (const name of [...names.filter((one) => one !== 'call-leave'), 'call-leave'] as const) {
      const probe = PROBES[name];
      const own = await window.ask(name, probe.payload(ids));
      if (!Object.hasOwn(CALL_WINDOW_REQUESTS, name)) {
        assert.deepEqual(own, { ok: false, reason: 'invalid' }, name);
        continue;
      }
      assert.equal(own.ok, true, name);
      const [of, nothing] = [
        await window.ask(name, probe.payload(others)),
        await window.ask(name, probe.payload(madeUp(test, 'customer'))),
      ];
      assert.deepEqual(of, nothing, name);
      assert.equal(of.reason, 'not_found', name);
    }
  });

  it('knows no request of the other side: it gets the answer of one that does not exist', async () => {
    await using test = await begin();
    const everybody = await people(test);
    const refusedAll = async (lines: Client[], requests: object, others: object) => {
      const names = Object.keys(others).filter((name) => !Object.hasOwn(requests, name));
      assert.ok(names.length > 0);
      for (const line of lines) {
        const unknown = await line.ask('no-such-request');
        for (const name of names) {
          const payload = PROBES[name as keyof typeof PROBES].payload(real(everybody, 'customer'));
          assert.deepEqual(await line.ask(name, payload), unknown, name);
        }
      }
    };
    const lines = (somebody: Somebody[]) => somebody.map(({ line }) => line);
    await refusedAll(lines(everybody.customers), CUSTOMER_REQUESTS, AGENT_REQUESTS);
    await refusedAll(lines(everybody.agents), AGENT_REQUESTS, CUSTOMER_REQUESTS);
  });

  it('lets nobody but agents to the agents’ side', async () => {
    await using test = await begin();
    const { customers } = await people(test);
    for (const { headers } of customers) {
      const secret = headers.Authorization?.slice('Bearer '.length) ?? '';
      const cookie = { Cookie: `ycyw_agent=${secret}` };
      assert.equal(await test.refused('/agent', { secret, token: secret }, cookie), 'not_signed_in');
    }
  });
});
