/** The recording of a call as the log decides it: asked, agreed, refused, started, stopped; over real sockets. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { CONSENT_MS, SEAT_KEPT_MS } from '../protocol/limits.ts';
import { calling, close, ended, logged, pushed, ring, started, take, talking } from '../testing/calls.ts';
import { type Client, type TestService, testService } from '../testing/service.ts';

const asked = (call: string, what: 'screen' | 'call' = 'call') =>
  ({ type: 'recording_asked', payload: { call, what } }) as const;
const agreed = (recording: string) => ({ type: 'recording_agreed', payload: { recording } }) as const;
const refused = (recording: string) => ({ type: 'recording_refused', payload: { recording } }) as const;
const began = (recording: string) => ({ type: 'recording_started', payload: { recording } }) as const;
const stopped = (recording: string, why: 'stopped' | 'no_room' | 'failed' | 'gone' = 'stopped') =>
  ({ type: 'recording_stopped', payload: { recording, why } }) as const;

/** The customer has asked the agent whether they may record the call that both are in. */
async function asking(test: TestService) {
  const two = await calling(test);
  const { marta, amelie, conversation, call } = two;
  const answer = await marta.append(asked(call), conversation);
  const says = (who: Client, body: Parameters<Client['append']>[0]) => who.append(body, conversation);
  return { ...two, says, recording: answer.event.id, from: marta, to: amelie };
}

/** It runs. */
async function recording(test: TestService) {
  const it = await asking(test);
  await it.says(it.amelie, agreed(it.recording));
  await it.says(it.marta, began(it.recording));
  return it;
}

const stateOf = async (test: TestService, conversation: string) => {
  const call = (await test.store.conversation(conversation))?.call;
  return call?.kind === 'live' ? call.recording : undefined;
};

describe('a recording', () => {
  it('is asked for, agreed to, started and stopped, and the log says by whom', async () => {
    await using test = await testService();
    const { marta, amelie, conversation, says, recording: id } = await asking(test);
    const question = await pushed(amelie, 'recording_asked');
    assert.deepEqual([question.id, question.payload.what, question.actor.kind], [id, 'call', 'customer']);
    await says(amelie, agreed(id));
    assert.equal((await pushed(marta, 'recording_agreed')).actor.kind, 'agent');
    assert.deepEqual((await says(marta, began(id))).event.payload, { recording: id, by: 'customer' });
    test.pass(61_000);
    const end = await says(marta, stopped(id));
    assert.deepEqual(end.event.payload, { recording: id, by: 'customer', why: 'stopped', length: 61_000 });
    assert.deepEqual((await pushed(amelie, 'recording_stopped')).payload, end.event.payload);
    assert.equal(await stateOf(test, conversation), null);
  });

  it('never starts before the agreement is stored, nor by the side that was asked', async () => {
    await using test = await testService();
    const { marta, amelie, says, recording: id } = await asking(test);
    assert.equal((await says(marta, began(id))).reason, 'invalid');
    assert.equal((await says(marta, agreed(id))).reason, 'invalid', 'nobody agrees to their own question');
    await says(amelie, agreed(id));
    assert.equal((await says(amelie, began(id))).reason, 'invalid');
    assert.equal((await says(marta, began(id))).ok, true);
  });

  it('is refused by the side that was asked, and is over then', async () => {
    await using test = await testService();
    const { marta, amelie, says, recording: id } = await asking(test);
    await says(amelie, refused(id));
    assert.deepEqual((await pushed(marta, 'recording_refused')).payload, {
      recording: id,
      by: 'customer',
      why: 'refused',
    });
    assert.equal((await says(marta, began(id))).reason, 'recording_over');
    assert.equal((await says(amelie, agreed(id))).reason, 'recording_over');
  });

  it('is taken back by whoever asked', async () => {
    await using test = await testService();
    const { marta, amelie, says, recording: id } = await asking(test);
    await says(marta, refused(id));
    assert.equal((await pushed(amelie, 'recording_refused')).payload.why, 'cancelled');
  });

  it('that nobody answers within half a minute is refused by the service, exactly then', async () => {
    await using test = await testService();
    const { marta, amelie, conversation, says, recording: id } = await asking(test);
    test.pass(CONSENT_MS - 1);
    await marta.ask('sync', { conversation, after: 0 });
    assert.equal((await stateOf(test, conversation))?.kind, 'asked');
    test.pass(1);
    for (const who of [marta, amelie]) {
      assert.deepEqual((await pushed(who, 'recording_refused')).payload, {
        recording: id,
        by: 'customer',
        why: 'no_answer',
      });
    }
    assert.equal((await says(amelie, agreed(id))).reason, 'recording_over');
  });

  it('that was agreed to and never started is called off after a minute, so that another can be asked for', async () => {
    await using test = await testService();
    const { marta, amelie, conversation, says, recording: id, call } = await asking(test);
    await says(amelie, agreed(id));
    test.pass(2 * CONSENT_MS - 1);
    await marta.ask('sync', { conversation, after: 0 });
    assert.equal((await stateOf(test, conversation))?.kind, 'agreed');
    test.pass(1);
    assert.equal((await pushed(amelie, 'recording_refused')).payload.why, 'cancelled');
    assert.equal((await marta.append(asked(call), conversation)).ok, true);
  });

  it('stops when the agreement is taken back, also before it has started', async () => {
    await using test = await testService();
    const { marta, amelie, conversation, says, recording: id, call } = await recording(test);
    test.pass(5_000);
    await says(amelie, stopped(id, 'failed'));
    assert.deepEqual((await pushed(marta, 'recording_stopped')).payload, {
      recording: id,
      by: 'customer',
      why: 'withdrawn',
      length: 5_000,
    });
    const second = (await marta.append(asked(call, 'screen'), conversation)).event.id;
    await says(amelie, agreed(second));
    await says(amelie, refused(second));
    assert.equal((await says(marta, began(second))).reason, 'recording_over');
  });

  it('ends with its call, and the log says so first', async () => {
    await using test = await testService();
    const { marta, amelie, conversation, says, call } = await recording(test);
    test.pass(9_000);
    await says(amelie, ended(call));
    assert.equal((await pushed(marta, 'recording_stopped')).payload.why, 'call_over');
    assert.deepEqual((await logged(test, conversation)).types.slice(-2), ['recording_stopped', 'call_ended']);
  });

  it('ends with the conversation: recording, call, closing, in this order', async () => {
    await using test = await testService();
    const { marta, conversation, says } = await recording(test);
    await says(marta, close);
    const { types } = await logged(test, conversation);
    assert.deepEqual(types.slice(-3), ['recording_stopped', 'call_ended', 'closed']);
  });

  it('that was only asked for is called off with its call', async () => {
    await using test = await testService();
    const { marta, conversation, says, call } = await asking(test);
    await says(marta, ended(call));
    assert.deepEqual((await logged(test, conversation)).types.slice(-2), ['recording_refused', 'call_ended']);
  });

  it('of a page that died ends when its side has left the call for too long', async () => {
    await using test = await testService();
    const { marta, amelie, recording: id } = await recording(test);
    test.pass(7_000);
    marta.socket.disconnect();
    await amelie.next('call-peer', ({ state }: { state: string }) => state === 'away');
    await test.live(SEAT_KEPT_MS);
    const end = (await pushed(amelie, 'recording_stopped')).payload;
    assert.deepEqual(end, { recording: id, by: 'customer', why: 'call_over', length: 7_000 });
  });

  it('is one at a time in a call, and needs a call that runs', async () => {
    await using test = await testService();
    const { marta, amelie, conversation } = await talking(test);
    assert.equal((await marta.append(asked(randomUUID()), conversation)).reason, 'call_over');
    const call = await ring(marta, conversation);
    assert.equal((await marta.append(asked(call), conversation)).reason, 'call_over', 'it only rings');
    await amelie.append(started(call), conversation);
    assert.equal((await marta.append(asked(call), conversation)).ok, true);
    assert.equal((await amelie.append(asked(call), conversation)).reason, 'busy');
  });

  it('is nobody else’s business: a stranger and another agent can neither ask, answer nor stop', async () => {
    await using test = await testService();
    const { conversation, call, recording: id } = await recording(test);
    const [stranger, jules] = await Promise.all([test.visitor(), test.agent('Jules')]);
    for (const body of [asked(call), agreed(id), refused(id), began(id), stopped(id)]) {
      assert.equal((await stranger.append(body, conversation)).reason, 'not_found', body.type);
      assert.equal((await jules.append(body, conversation)).reason, 'not_assigned', body.type);
    }
    assert.equal((await jules.append(take, conversation)).reason, 'taken');
    assert.equal((await stateOf(test, conversation))?.kind, 'running');
  });

  it('asked twice with the same id is one question', async () => {
    await using test = await testService();
    const { marta, conversation, call } = await calling(test);
    const request = { conversation, id: randomUUID(), body: asked(call) };
    const [first, again] = [await marta.ask('append', request), await marta.ask('append', request)];
    assert.deepEqual(again, first);
  });
});
