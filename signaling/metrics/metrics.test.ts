/** `/metrics` after what really happened, over real sockets and HTTP. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { describe, it } from 'node:test';
import { RING_MS } from '../protocol/limits.ts';
import type { CallReport } from '../protocol/schemas.ts';
import { calling, declined, ended, pushed, ring, started, take, takenBack, talking } from '../testing/calls.ts';
import { sample, scraped } from '../testing/metrics.ts';
import { type Client, type TestService, testService, words } from '../testing/service.ts';

const live = (change: object = {}): CallReport =>
  ({ kind: 'live', path: 'direct', lossPercent: 1, rttMs: 80, jitterMs: 4, mos: 4.2, ...change }) as CallReport;

/** How many observations a bucket of a histogram has. */
const below = (text: string, name: string, le: string) => sample(text, `${name}_bucket{le="${le}"}`);

describe('the metrics', () => {
  it('show connections, the queue’s length and how long the one waits who has waited longest', async () => {
    await using test = await testService({ nodes: 1 });
    const [marta, paolo] = await Promise.all([test.visitor(), test.visitor()]);
    const amelie = await test.agent('Amélie');
    const empty = await scraped(test);
    assert.equal(sample(empty, 'ycyw_queue_conversations'), 0);
    assert.equal(sample(empty, 'ycyw_queue_oldest_age_seconds'), 0);
    const { conversation } = await marta.append(words('Hello'));
    test.pass(60_000);
    await paolo.append(words('Hello'));
    test.pass(30_000);
    const text = await scraped(test);
    assert.equal(sample(text, 'ycyw_connections{namespace="customer"}'), 2);
    assert.equal(sample(text, 'ycyw_connections{namespace="agent"}'), 1);
    assert.equal(sample(text, 'ycyw_queue_conversations'), 2);
    assert.equal(sample(text, 'ycyw_queue_oldest_age_seconds'), 90);
    await amelie.append(take, conversation);
    assert.equal(sample(await scraped(test), 'ycyw_queue_oldest_age_seconds'), 30);
  });

  it('show how long an append takes from the asking until it is durable, and count none that was refused', async () => {
    await using test = await testService({ nodes: 1 });
    const marta = await test.visitor();
    for (const word of ['one', 'two', 'three']) await marta.append(words(word));
    await marta.append(words('four'), randomUUID());
    const text = await scraped(test);
    assert.equal(sample(text, 'ycyw_append_seconds_count'), 3);
    const sum = sample(text, 'ycyw_append_seconds_sum') ?? 0;
    assert.ok(sum > 0 && sum < 10, `${sum} s`);
  });

  it('show refusals by reason and by where they were told', async () => {
    await using test = await testService({ nodes: 1 });
    const marta = await test.visitor();
    await marta.append(words('Hello'), randomUUID());
    await marta.ask('no-such-request');
    await test.refused('/customer', { secret: 'made-up' });
    await fetch(`${test.url}/api/attachments?name=x`, { method: 'POST', body: 'x' });
    const text = await scraped(test);
    for (const door of ['door="socket",reason="not_found"', 'door="socket",reason="invalid"']) {
      assert.equal(sample(text, `ycyw_refusals_total{${door}}`), 1, door);
    }
    assert.equal(sample(text, 'ycyw_refusals_total{door="connect",reason="not_signed_in"}'), 1);
    assert.equal(sample(text, 'ycyw_refusals_total{door="http",reason="not_signed_in"}'), 1);
  });

  it('show calls by outcome: ended, gone, closed, declined, missed, cancelled, failed', async () => {
    await using test = await testService({ nodes: 1 });
    const { marta, amelie, conversation, call } = await calling(test);
    await marta.append(ended(call), conversation);
    const next = async () => ring(marta, conversation);
    await amelie.append(declined(await next()), conversation);
    await marta.append(takenBack(await next()), conversation);
    await next();
    test.pass(RING_MS);
    await pushed(amelie, 'call_missed');
    await pushed(amelie, 'call_missed');
    const failing = await next();
    await amelie.append(started(failing), conversation);
    await amelie.ask('call-stats', { conversation, call: failing, report: { kind: 'failed' } });
    await amelie.append(ended(failing), conversation);
    await amelie.append(started(await next()), conversation);
    await amelie.append({ type: 'closed', payload: {} }, conversation);
    const text = await scraped(test);
    const outcomes = ['ended', 'gone', 'closed', 'failed', 'declined', 'missed', 'cancelled'];
    const counts = outcomes.map((outcome) => [outcome, sample(text, `ycyw_calls_total{outcome="${outcome}"}`)]);
    const once = { ended: 1, gone: 0, closed: 1, failed: 1, declined: 1, missed: 1, cancelled: 1 };
    assert.deepEqual(Object.fromEntries(counts), once);
  });

  it('show from the clients set-up time, relayed or direct, packet loss, round trip and MOS', async () => {
    await using test = await testService({ nodes: 1 });
    const { marta, amelie, place } = await calling(test);
    const tell = (who: Client, report: CallReport) => who.ask('call-stats', { ...place, report });
    await tell(marta, { kind: 'set_up', ms: 700, path: 'relayed' });
    await tell(amelie, { kind: 'set_up', ms: 400, path: 'direct' });
    await tell(marta, live());
    await tell(marta, live({ path: 'relayed', mos: 2.1, rttMs: 450, lossPercent: 12 }));
    const text = await scraped(test);
    const setUp = (labels: string) => sample(text, `ycyw_call_setup_seconds_sum{${labels}}`);
    assert.equal(setUp('side="customer",path="relayed"'), 0.7);
    assert.equal(setUp('side="agent",path="direct"'), 0.4);
    assert.equal(sample(text, 'ycyw_call_reports_total{path="relayed"}'), 1);
    assert.equal(sample(text, 'ycyw_call_reports_total{path="direct"}'), 1);
    assert.deepEqual([below(text, 'ycyw_call_mos', '3.1'), below(text, 'ycyw_call_mos', '4.34')], [1, 2]);
    assert.equal(below(text, 'ycyw_call_round_trip_seconds', '0.1'), 1);
    assert.equal(below(text, 'ycyw_call_packet_loss_ratio', '0.1'), 1);
    assert.equal(sample(text, 'ycyw_call_jitter_seconds_count'), 2);
  });

  it('believe no client more than its own call, and no number that is none', async () => {
    await using test = await testService({ nodes: 1, limitFactor: 1 });
    const { marta, amelie, place, conversation, call } = await calling(test);
    const stranger = await test.visitor();
    const before = await scraped(test);
    const asked = async (who: Client, report: unknown) => (await who.ask('call-stats', { ...place, report })).reason;
    assert.equal(await asked(stranger, live()), 'not_found');
    const made = [
      live({ mos: 99 }),
      live({ lossPercent: -1 }),
      // As JSON has it: what isn't finite is null.
      live({ rttMs: Number.NaN }),
      live({ jitterMs: 1e300 }),
      live({ path: 'made up' }),
      live({ more: 'x' }),
      { kind: 'set_up', ms: 1e9, path: 'direct' },
      { kind: 'anything' },
    ];
    for (const report of made) assert.equal(await asked(marta, report), 'invalid', JSON.stringify(report));
    const counted = (text: string) => text.split('\n').filter((line) => line.startsWith('ycyw_call'));
    assert.deepEqual(counted(await scraped(test)), counted(before));
    const answers = await Promise.all(Array.from({ length: 30 }, () => asked(amelie, live())));
    assert.equal(answers.filter((reason) => reason === 'too_many').length, 10);
    await marta.append(ended(call), conversation);
    assert.equal(await asked(marta, live()), 'call_over');
  });

  it('show recordings: begun, shared, and their bytes', async () => {
    await using test = await testService({ nodes: 1 });
    const { marta, amelie, conversation, call } = await calling(test);
    const { event } = await marta.append({ type: 'recording_asked', payload: { call, what: 'call' } }, conversation);
    const recording = event.id;
    await amelie.append({ type: 'recording_agreed', payload: { recording } }, conversation);
    await marta.append({ type: 'recording_started', payload: { recording } }, conversation);
    const film = { id: randomUUID(), name: 'film.mp4', type: 'video/mp4', size: 123_456, length: 9000 } as const;
    const uploaded = { ...film, owner: marta.customer, conversation: null, createdAt: test.clock.now };
    await test.store.addAttachment(uploaded);
    await marta.append({ type: 'recording_shared', payload: { id: film.id } }, conversation);
    const text = await scraped(test);
    assert.equal(sample(text, 'ycyw_recordings_total{step="started"}'), 1);
    assert.equal(sample(text, 'ycyw_recordings_total{step="shared"}'), 1);
    assert.equal(sample(text, 'ycyw_recordings_shared_bytes_total'), 123_456);
  });

  it('count what is stored once, not what is sent again', async () => {
    await using test = await testService({ nodes: 1 });
    const { marta, conversation } = await talking(test);
    const call = await ring(marta, conversation);
    const id = randomUUID();
    await marta.append(takenBack(call), conversation, id);
    await marta.append(takenBack(call), conversation, id);
    assert.equal(sample(await scraped(test), 'ycyw_calls_total{outcome="cancelled"}'), 1);
  });

  it('say so when the store is gone, and answer all the same', async () => {
    await using test = await testService({ nodes: 1 });
    assert.equal(sample(await scraped(test), 'ycyw_store_up'), 1);
    await test.store.close();
    const text = await scraped(test);
    assert.equal(sample(text, 'ycyw_store_up'), 0);
    assert.equal(sample(text, 'ycyw_queue_conversations'), undefined, 'an old number would be a lie');
    assert.ok((sample(text, 'process_resident_memory_bytes') ?? 0) > 0);
  });
});

/** `fetch` sends some of these headers itself or not at all. */
const asks = ({ url }: TestService, headers: Record<string, string> = {}) =>
  new Promise<number>((resolve, reject) => {
    request(`${url}/metrics`, { headers }, (response) => resolve(response.resume().statusCode ?? 0))
      .on('error', reject)
      .end();
  });

describe('who may read the metrics', () => {
  it('is a program of this machine, and nobody for whom a proxy asks', async () => {
    await using test = await testService({ nodes: 1 });
    assert.equal(await asks(test), 200);
    for (const name of ['X-Forwarded-For', 'Forwarded', 'Via', 'X-Real-IP']) {
      assert.equal(await asks(test, { [name]: '127.0.0.1' }), 404, name);
    }
    const from = async (remoteAddress: string) =>
      (await test.service.app.request('/metrics', {}, { incoming: { socket: { remoteAddress } } })).status;
    for (const here of ['127.0.0.1', '127.9.8.7', '::1', '::ffff:127.0.0.1']) assert.equal(await from(here), 200, here);
    for (const there of ['10.0.0.7', '::ffff:10.0.0.7', '127.evil', 'fe80::1']) {
      assert.equal(await from(there), 404, there);
    }
  });

  it('is with METRICS_TOKEN only whoever brings it, from wherever', async () => {
    const token = 'the-operator-alone-knows';
    await using test = await testService({ nodes: 1, metricsToken: token });
    assert.equal(await asks(test), 404);
    assert.equal(await asks(test, { Authorization: `Bearer ${token}x` }), 404);
    assert.equal(await asks(test, { Authorization: `Bearer ${token}`, 'X-Forwarded-For': '198.51.100.7' }), 200);
  });
});
