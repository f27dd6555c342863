/** Recordings on their way into a conversation: pieces, cuts, restarts, and those who try what they may not. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { SharedRecording } from '../protocol/events.ts';
import { RECORDING_MAX_BYTES } from '../protocol/limits.ts';
import {
  bearer,
  begin,
  begun,
  encoded,
  FACTS,
  FILM,
  halfPiece,
  head,
  idOf,
  offsetOf,
  PIECE,
  piece,
  send,
  tus,
  verdict,
  WEBM,
} from '../testing/recordings.ts';
import { type TestOptions, type TestService, testService } from '../testing/service.ts';

/** More than there may be, without saying so before; until the service cuts the line or answers. */
async function endless(test: TestService, secret: string, path: string): Promise<void> {
  const headers = { ...bearer(secret), 'Tus-Resumable': '1.0.0', 'Upload-Offset': 0, 'Content-Type': PIECE };
  const line = request(new URL(path, test.url), { method: 'PATCH', agent: false, headers });
  const { promise, resolve } = Promise.withResolvers<void>();
  line.on('error', () => resolve()).on('response', () => resolve());
  line.end(FILM);
  await promise;
  line.destroy();
}

/** A service that comes back with the same data. */
async function lasting(run: (start: (more?: TestOptions) => Promise<TestService>, folder: string) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), 'ycyw-'));
  try {
    await run((more = {}) => testService({ folder, database: join(folder, 'support.sqlite'), ...more }), folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('a recording', () => {
  it('is uploaded in pieces, shared, and played by the other side', async () => {
    await using test = await testService();
    const [marta, amelie] = await Promise.all([test.visitor(), test.agent('Amélie')]);
    const id = await send(test, marta.secret);
    const sent = await marta.append({ type: 'recording_shared', payload: { id } });
    const expected: SharedRecording = {
      ...{ id, name: 'Écran 1.mp4', type: 'video/mp4', size: FILM.length },
      ...{ width: 1280, height: 720, length: 61_000 },
    };
    assert.deepEqual(sent.event.payload, expected);
    const { url } = await amelie.ask<{ url: string }>('attachment-url', { attachment: id });
    const read = await fetch(test.url + url);
    assert.equal(read.headers.get('Content-Type'), 'video/mp4');
    assert.ok(FILM.equals(Buffer.from(await read.arrayBuffer())));
  });

  it('of an agent comes with the cookie, from the service’s own pages only', async () => {
    await using test = await testService({ allowedOrigins: ['https://rental.example'] });
    const { cookie } = await test.agent('Amélie');
    const headers = { Cookie: cookie, 'Upload-Length': '5', 'Upload-Metadata': encoded(FACTS) };
    const ask = (origin: object) => tus(test, 'POST', '/api/recordings', { ...headers, ...origin });
    assert.equal((await ask({})).status, 201);
    assert.equal((await ask({ Origin: test.url })).status, 201);
    assert.deepEqual(await verdict(await ask({ Origin: 'https://rental.example' })), [401, 'not_signed_in']);
    assert.deepEqual(await verdict(await ask({ Origin: 'https://evil.example' })), [403, 'origin']);
  });

  it('goes on where its line was cut', async () => {
    await using test = await testService();
    const { secret } = await test.visitor();
    const path = await begun(test, secret);
    const half = FILM.subarray(0, 1_500_000);
    (await halfPiece(test, secret, path, half)).destroy();
    const offset = offsetOf(await head(test, secret, path));
    assert.ok(offset > 0 && offset <= half.length, String(offset));
    const last = await piece(test, secret, path, offset, FILM.subarray(offset));
    assert.deepEqual([last.status, offsetOf(last)], [204, FILM.length]);
    const { url } = test.desk.fileUrl({ id: idOf(path) });
    assert.ok(FILM.equals(Buffer.from(await (await fetch(test.url + url)).arrayBuffer())));
  });

  it('does not wait for a dead line: whoever asks anew takes over', async () => {
    await using test = await testService();
    const { secret } = await test.visitor();
    const path = await begun(test, secret);
    const dead = await halfPiece(test, secret, path, FILM.subarray(0, 1_500_000));
    const offset = offsetOf(await head(test, secret, path));
    assert.ok(offset > 0 && offset <= 1_500_000, String(offset));
    assert.equal((await piece(test, secret, path, offset, FILM.subarray(offset))).status, 204);
    dead.destroy();
  });

  it('goes on after a restart of the service in the middle', () =>
    lasting(async (start) => {
      const first = await start();
      const { secret } = await first.visitor();
      const path = await begun(first, secret);
      assert.equal((await piece(first, secret, path, 0, FILM.subarray(0, 1_000_000))).status, 204);
      await first[Symbol.asyncDispose]();
      await using second = await start();
      assert.equal(offsetOf(await head(second, secret, path)), 1_000_000);
      assert.equal(await send(second, secret, second.url + path), idOf(path));
      assert.equal((await second.store.attachment(idOf(path)))?.size, FILM.length);
    }));

  it('that is being sent does not hold up the end of the service, and goes on after it', () =>
    lasting(async (start) => {
      const first = await start();
      const { secret } = await first.visitor();
      const path = await begun(first, secret);
      await halfPiece(first, secret, path, FILM.subarray(0, 1_500_000));
      await first[Symbol.asyncDispose]();
      await using second = await start();
      assert.ok(offsetOf(await head(second, secret, path)) > 0);
      assert.equal(await send(second, secret, second.url + path), idOf(path));
      const { url } = second.desk.fileUrl({ id: idOf(path) });
      assert.ok(FILM.equals(Buffer.from(await (await fetch(second.url + url)).arrayBuffer())));
    }));

  it('is complete also when the answer to its last piece was lost', async () => {
    await using test = await testService();
    const { secret } = await test.visitor();
    const path = await begun(test, secret);
    await piece(test, secret, path, 0, FILM);
    const asked = await head(test, secret, path);
    assert.deepEqual([asked.status, offsetOf(asked)], [200, FILM.length]);
    assert.equal(await send(test, secret, test.url + path), idOf(path));
    assert.deepEqual(await verdict(await piece(test, secret, path, 0, FILM)), [409, 'conflict']);
    assert.deepEqual(await verdict(await tus(test, 'DELETE', path, bearer(secret))), [409, 'conflict']);
  });

  it('is stored at the next question when the service ended between its last byte and its record', () =>
    lasting(async (start, folder) => {
      const first = await start();
      const { secret } = await first.visitor();
      const path = await begun(first, secret);
      await first[Symbol.asyncDispose]();
      await writeFile(join(folder, 'recordings/incoming', idOf(path)), FILM);
      await using second = await start();
      assert.equal(offsetOf(await head(second, secret, path)), FILM.length);
      assert.equal((await second.store.attachment(idOf(path)))?.length, 61_000);
      assert.deepEqual(await readdir(join(folder, 'recordings/incoming')), []);
    }));

  it('is stored once when its end is asked for by several at once', async () => {
    await using test = await testService();
    const { secret } = await test.visitor();
    const path = await begun(test, secret, WEBM);
    const answers = await Promise.all([
      piece(test, secret, path, 0, WEBM),
      ...[1, 2, 3].map(() => head(test, secret, path)),
      piece(test, secret, path, 0, WEBM),
    ]);
    for (const { status } of answers) assert.ok([200, 204, 409].includes(status), String(status));
    assert.equal(offsetOf(await head(test, secret, path)), WEBM.length);
    assert.equal((await test.store.attachment(idOf(path)))?.type, 'video/webm');
  });

  it('is as one that does not exist to everybody else, whatever they ask', async () => {
    await using test = await testService();
    const [marta, paolo, amelie] = await Promise.all([test.visitor(), test.visitor(), test.agent('Amélie')]);
    const [open, complete] = [await begun(test, marta.secret), await begun(test, marta.secret)];
    await piece(test, marta.secret, complete, 0, FILM);
    const patch = { 'Upload-Offset': '0', 'Content-Type': PIECE };
    for (const path of [open, complete, `/api/recordings/${randomUUID()}`]) {
      for (const who of [bearer(paolo.secret), { Cookie: amelie.cookie }]) {
        assert.equal((await tus(test, 'HEAD', path, who)).status, 404);
        assert.deepEqual(await verdict(await tus(test, 'PATCH', path, { ...who, ...patch }, FILM)), [404, 'not_found']);
        assert.deepEqual(await verdict(await tus(test, 'DELETE', path, who)), [404, 'not_found']);
      }
      for (const who of [{}, bearer('made-up'), { Cookie: 'ycyw_agent=made-up' }]) {
        assert.equal((await tus(test, 'HEAD', path, who)).status, 401);
        assert.equal((await tus(test, 'PATCH', path, { ...who, ...patch }, FILM)).status, 401);
        assert.equal((await tus(test, 'DELETE', path, who)).status, 401);
      }
    }
    assert.equal(offsetOf(await head(test, marta.secret, open)), 0);
    assert.equal(
      (await paolo.append({ type: 'recording_shared', payload: { id: idOf(complete) } })).reason,
      'not_found',
    );
  });

  it('can’t be reached around the check of its owner by a twisted address', async () => {
    await using test = await testService();
    const [marta, paolo] = await Promise.all([test.visitor(), test.visitor()]);
    const [hers, his] = [await begun(test, marta.secret), await begun(test, paolo.secret)];
    const twisted = [
      `${his}?/${idOf(hers)}`,
      `${his}#/${idOf(hers)}`,
      `${his}/${idOf(hers)}`,
      `${his}%2F..%2F${idOf(hers)}`,
      `${his}/../${idOf(hers)}`,
      `/api/recordings/${encodeURIComponent('../../support.sqlite')}`,
      `/api/recordings/${idOf(hers)}.json`,
      '/api/recordings/..%2f..%2fsupport.sqlite',
    ];
    for (const path of twisted) await piece(test, paolo.secret, path, 0, FILM.subarray(0, 1000));
    for (const path of twisted.slice(2)) assert.equal((await head(test, paolo.secret, path)).status, 404, path);
    assert.equal(offsetOf(await head(test, marta.secret, hers)), 0);
  });

  it('is refused when what is said about it is made up', async () => {
    await using test = await testService();
    const { secret } = await test.visitor();
    const { name, type, length: lasts } = FACTS;
    const forged: Record<string, string>[] = [
      {},
      { name, type },
      { ...FACTS, length: '0' },
      { ...FACTS, length: '1e3' },
      { ...FACTS, length: '99999999999' },
      { ...FACTS, width: '-1' },
      { ...FACTS, type: 'text/html' },
      { ...FACTS, name: '' },
      { ...FACTS, name: 'x'.repeat(201) },
      { ...FACTS, owner: randomUUID() },
      { ...FACTS, id: randomUUID() },
      { name, type, length: lasts, constructor: 'x' },
    ];
    for (const facts of forged) {
      assert.deepEqual(await verdict(await begin(test, secret, 5, facts)), [400, 'invalid'], JSON.stringify(facts));
    }
    const raw = { 'Upload-Metadata': 'name !!,type x' };
    assert.equal((await begin(test, secret, 5, FACTS, raw)).status, 400);
    assert.deepEqual(await readdir(join(test.folder, 'recordings/incoming')), []);
  });

  it('says its length before, and not more than the limit', async () => {
    await using test = await testService();
    const { secret } = await test.visitor();
    for (const length of ['0', '-1', '1.5', '1e3', '0x10', String(RECORDING_MAX_BYTES + 1), '99999999999999999999']) {
      const response = await begin(test, secret, 0, FACTS, { 'Upload-Length': length });
      assert.deepEqual(await verdict(response), [413, 'file_size'], length);
    }
    for (const header of [{ 'Upload-Defer-Length': '1' }, { 'Upload-Concat': 'final;/api/recordings/x' }]) {
      assert.deepEqual(await verdict(await begin(test, secret, 5, FACTS, header)), [400, 'invalid']);
    }
    const old = await begin(test, secret, 5, FACTS, { 'Tus-Resumable': '0.2.2' });
    assert.deepEqual([old.status, old.headers.get('Tus-Version')], [412, '1.0.0']);
  });

  it('never gets longer than it said, nor leaves holes', async () => {
    await using test = await testService();
    const { secret } = await test.visitor();
    const path = await begun(test, secret, FILM.subarray(0, 1000));
    assert.deepEqual(await verdict(await piece(test, secret, path, 0, FILM.subarray(0, 1001))), [413, 'file_size']);
    await endless(test, secret, path);
    const offset = offsetOf(await head(test, secret, path));
    assert.ok(offset <= 1000);
    assert.deepEqual(await verdict(await piece(test, secret, path, offset + 1, FILM.subarray(0, 1))), [
      409,
      'conflict',
    ]);
    for (const wrong of ['-1', '1e1', '']) {
      const headers = { ...bearer(secret), 'Upload-Offset': wrong, 'Content-Type': PIECE };
      assert.equal((await tus(test, 'PATCH', path, headers, FILM.subarray(0, 1))).status, 400, wrong);
    }
    const longer = { ...bearer(secret), 'Upload-Offset': String(offset), 'Content-Type': PIECE };
    const grown = await tus(test, 'PATCH', path, { ...longer, 'Upload-Length': '5000' }, FILM.subarray(0, 1));
    assert.equal(grown.status, 400);
  });

  it('is what its bytes are: a page is refused at the end, and nothing is left of it', async () => {
    await using test = await testService();
    const { secret } = await test.visitor();
    const page = Buffer.from('<!doctype html><script>alert(1)</script>');
    const path = await begun(test, secret, page);
    assert.deepEqual(await verdict(await piece(test, secret, path, 0, page)), [415, 'file_type']);
    assert.equal((await head(test, secret, path)).status, 404);
    assert.deepEqual(await readdir(join(test.folder, 'recordings/incoming')), []);
  });

  it('is shared as a recording only, and a file is none', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    const id = await send(test, marta.secret);
    assert.equal((await marta.append({ type: 'attachment', payload: { id } })).reason, 'not_found');
    const plan = await fetch(`${test.url}/api/attachments?name=x.txt`, {
      method: 'POST',
      headers: bearer(marta.secret),
      body: 'text',
    });
    const file = (await plan.json()) as { id: string };
    assert.equal((await marta.append({ type: 'recording_shared', payload: { id: file.id } })).reason, 'not_found');
  });

  it('that is given up by its owner is gone', async () => {
    await using test = await testService();
    const { secret } = await test.visitor();
    const path = await begun(test, secret);
    assert.equal((await tus(test, 'DELETE', path, bearer(secret))).status, 204);
    assert.equal((await head(test, secret, path)).status, 404);
    assert.deepEqual(await readdir(join(test.folder, 'recordings/incoming')), []);
  });

  it('that never gets complete is removed after a day, also by a service that was restarted meanwhile', () =>
    lasting(async (start, folder) => {
      const first = await start();
      const { secret } = await first.visitor();
      const path = await begun(first, secret);
      const { now } = first.clock;
      await first[Symbol.asyncDispose]();
      await using second = await start({ at: now + 24 * 3_600_000 - 60_000 });
      await second.service.sweep();
      assert.equal((await head(second, secret, path)).status, 200);
      second.clock.now += 120_000;
      await second.service.sweep();
      assert.equal((await head(second, secret, path)).status, 404);
      assert.deepEqual(await readdir(join(folder, 'recordings/incoming')), []);
    }));

  it('that was never shared is removed after a week, bytes and all', async () => {
    await using test = await testService();
    const { secret } = await test.visitor();
    const id = await send(test, secret);
    test.clock.now += 7 * 24 * 3_600_000 + 1;
    await test.service.sweep();
    assert.equal(await test.store.attachment(id), null);
    assert.deepEqual(await readdir(join(test.folder, 'recordings', id.slice(-2))), []);
  });

  it('is refused when the disk is nearly full, before it begins and at each piece', async () => {
    let free = 2 ** 40;
    await using test = await testService({ freeBytes: async () => free });
    const { secret } = await test.visitor();
    const path = await begun(test, secret);
    free = 100 * 1024 * 1024;
    assert.deepEqual(await verdict(await begin(test, secret, 5)), [503, 'unavailable']);
    assert.deepEqual(await verdict(await piece(test, secret, path, 0, FILM)), [503, 'unavailable']);
    free = 2 ** 40;
    assert.equal((await piece(test, secret, path, 0, FILM)).status, 204);
  });

  it('is given up for its owner’s newer ones when eight more are begun and none is completed', async () => {
    await using test = await testService();
    const [marta, paolo] = await Promise.all([test.visitor(), test.visitor()]);
    const his = await begun(test, paolo.secret);
    const hers = [];
    for (let n = 0; n < 9; n += 1) {
      test.clock.now += 1;
      hers.push(await begun(test, marta.secret));
    }
    const statuses = await Promise.all(hers.map(async (path) => (await head(test, marta.secret, path)).status));
    assert.deepEqual(statuses, [404, ...Array.from({ length: 8 }, () => 200)]);
    assert.equal((await head(test, paolo.secret, his)).status, 200);
    assert.equal((await readdir(join(test.folder, 'recordings/incoming'))).length, 2 * 9);
  });

  it('is refused after many bytes in a day, and many begun in an hour', async () => {
    // A tenth of every limit: 600 MB and 3 recordings.
    await using small = await testService({ limitFactor: 0.1 });
    const marta = await small.visitor();
    assert.deepEqual(await verdict(await begin(small, marta.secret, 2 ** 30)), [429, 'too_many']);
    const paolo = await small.visitor();
    const statuses = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await begin(small, paolo.secret, 5)).status);
    assert.deepEqual(statuses, [201, 201, 201, 429]);
  });

  it('comes from the pages that are allowed, which may read what an upload needs', async () => {
    await using test = await testService({ allowedOrigins: ['https://rental.example'] });
    const { secret } = await test.visitor();
    const preflight = await fetch(`${test.url}/api/recordings/${randomUUID()}`, {
      method: 'OPTIONS',
      headers: {
        Origin: 'https://rental.example',
        'Access-Control-Request-Method': 'PATCH',
        'Access-Control-Request-Headers': 'authorization,content-type,tus-resumable,upload-offset',
      },
    });
    assert.equal(preflight.headers.get('Access-Control-Allow-Origin'), 'https://rental.example');
    assert.match(preflight.headers.get('Access-Control-Allow-Methods') ?? '', /PATCH/);
    assert.match(preflight.headers.get('Access-Control-Allow-Headers') ?? '', /Tus-Resumable.*Upload-Offset/);
    const answer = await begin(test, secret, 5, FACTS, { Origin: 'https://rental.example' });
    assert.equal(answer.headers.get('Access-Control-Allow-Origin'), 'https://rental.example');
    assert.match(answer.headers.get('Access-Control-Expose-Headers') ?? '', /Upload-Offset.*Location/);
    assert.match(answer.headers.get('Location') ?? '', /^\/api\/recordings\/[0-9a-f-]{36}$/);
    const asked = await head(test, secret, answer.headers.get('Location') ?? '');
    assert.equal(asked.headers.get('Access-Control-Allow-Origin'), null);
    const evil = await begin(test, secret, 5, FACTS, { Origin: 'https://evil.example' });
    assert.deepEqual(await verdict(evil), [403, 'origin']);
  });
});

describe('a recording that is played', () => {
  async function stored(test: TestService) {
    const { secret } = await test.visitor();
    const id = await send(test, secret);
    const { url } = test.desk.fileUrl({ id, length: 61_000 });
    return (headers: Record<string, string> = {}, method = 'GET') => fetch(test.url + url, { method, headers });
  }

  it('is read from wherever the player wants', async () => {
    await using test = await testService();
    const read = await stored(test);
    const size = FILM.length;
    const cases: [string, number, number][] = [
      ['bytes=0-', 0, size - 1],
      ['bytes=0-0', 0, 0],
      ['bytes=1000-1999', 1000, 1999],
      [`bytes=${size - 10}-`, size - 10, size - 1],
      ['bytes=-10', size - 10, size - 1],
      [`bytes=-${size + 5}`, 0, size - 1],
      [`bytes=5-${size + 5}`, 5, size - 1],
    ];
    for (const [range, start, end] of cases) {
      const part = await read({ Range: range });
      assert.equal(part.status, 206, range);
      assert.equal(part.headers.get('Content-Range'), `bytes ${start}-${end}/${size}`);
      assert.equal(part.headers.get('Content-Length'), String(end - start + 1));
      assert.ok(FILM.subarray(start, end + 1).equals(Buffer.from(await part.arrayBuffer())), range);
    }
  });

  it('has nothing after its end, and comes whole when the question makes no sense', async () => {
    await using test = await testService();
    const read = await stored(test);
    for (const range of [`bytes=${FILM.length}-`, 'bytes=-0', 'bytes=999999999999-']) {
      const none = await read({ Range: range });
      assert.deepEqual([none.status, none.headers.get('Content-Range')], [416, `bytes */${FILM.length}`], range);
    }
    for (const range of ['bytes=5-2', 'bytes=a-b', 'lines=1-2', 'bytes=0-1,5-6', 'bytes=-', 'bytes=1e1-']) {
      const whole = await read({ Range: range });
      assert.equal(whole.status, 200, range);
      assert.equal((await whole.arrayBuffer()).byteLength, FILM.length);
    }
  });

  it('says what it is without its bytes, and is the same file until a player goes on with it', async () => {
    await using test = await testService();
    const read = await stored(test);
    const facts = await read({}, 'HEAD');
    assert.equal(facts.status, 200);
    assert.equal(facts.headers.get('Accept-Ranges'), 'bytes');
    assert.equal(facts.headers.get('Content-Length'), String(FILM.length));
    const tag = facts.headers.get('ETag') ?? '';
    assert.equal((await read({ Range: 'bytes=5-9', 'If-Range': tag })).status, 206);
    assert.equal((await read({ Range: 'bytes=5-9', 'If-Range': '"another"' })).status, 200);
  });

  it('plays in pages of other sites, and can do nothing else there', async () => {
    await using test = await testService();
    const read = await stored(test);
    const part = await read({ Range: 'bytes=0-99', Origin: 'https://evil.example' });
    assert.equal(part.headers.get('Cross-Origin-Resource-Policy'), 'cross-origin');
    assert.equal(part.headers.get('Access-Control-Allow-Origin'), null);
    assert.equal(part.headers.get('X-Content-Type-Options'), 'nosniff');
    assert.equal(part.headers.get('Content-Security-Policy'), "default-src 'none'; frame-ancestors 'none'; sandbox");
    assert.match(part.headers.get('Content-Disposition') ?? '', /^attachment; filename\*=UTF-8''%C3%89cran/);
  });

  it('keeps its address for as long as it takes to watch it', async () => {
    await using test = await testService();
    const { secret } = await test.visitor();
    const id = await send(test, secret);
    const hour = 3_600_000;
    const { url } = test.desk.fileUrl({ id, length: hour });
    test.clock.now += hour + 10 * 60_000;
    assert.equal((await fetch(test.url + url)).status, 200);
    test.clock.now += 3 * hour;
    assert.equal((await fetch(test.url + url)).status, 404);
  });
});
