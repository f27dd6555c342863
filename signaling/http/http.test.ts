/** The HTTP side: files, headers. */
import assert from 'node:assert/strict';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import type { Attachment } from '../protocol/events.ts';
import { ATTACHMENT_MAX_BYTES } from '../protocol/limits.ts';
import { type TestService, testService } from '../testing/service.ts';

/** The smallest PNG: one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const upload = (test: TestService, secret: string, bytes: BodyInit, name = 'plan.png', headers = {}) =>
  fetch(`${test.url}/api/attachments?name=${encodeURIComponent(name)}&width=1&height=1`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/octet-stream', ...headers },
    body: bytes,
  });
const reasonOf = async (response: Response) => ((await response.json()) as { reason: string }).reason;
/** The names of all that lie in the folder of attachments, at whatever depth. */
async function filesOf({ folder }: TestService): Promise<string[]> {
  const entries = await readdir(join(folder, 'attachments'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

describe('a file', () => {
  it('is uploaded, stands in the conversation, and is read by both sides through a signed address', async () => {
    await using test = await testService();
    const [marta, amelie] = await Promise.all([test.visitor(), test.agent('Amélie')]);
    const file = (await (await upload(test, marta.secret, PNG)).json()) as Attachment;
    assert.deepEqual([file.type, file.size, file.width], ['image/png', PNG.length, 1]);
    const sent = await marta.append({ type: 'attachment', payload: { id: file.id } });
    assert.deepEqual(sent.event.payload, file);
    const { url } = await amelie.ask<{ url: string }>('attachment-url', { attachment: file.id });
    const read = await fetch(test.url + url);
    assert.deepEqual(Buffer.from(await read.arrayBuffer()), PNG);
    assert.equal(read.headers.get('Content-Security-Policy'), "default-src 'none'; frame-ancestors 'none'; sandbox");
    assert.equal(read.headers.get('X-Content-Type-Options'), 'nosniff');
  });

  it('is what its bytes are, whatever name and type say: a page is refused', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    const page = Buffer.concat([Buffer.from([0x4d, 0x5a, 0x90, 0x00]), Buffer.alloc(600)]);
    const response = await upload(test, marta.secret, page, 'plan.png', { 'Content-Type': 'image/png' });
    assert.deepEqual([response.status, await reasonOf(response)], [415, 'file_type']);
  });

  it('with markup is kept as plain text and only ever saved', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    const file = (await (await upload(test, marta.secret, '<script>alert(1)</script>', 'x.html')).json()) as Attachment;
    assert.equal(file.type, 'text/plain');
    const { url } = await marta.ask<{ url: string }>('attachment-url', { attachment: file.id });
    const read = await fetch(test.url + url);
    assert.match(read.headers.get('Content-Disposition') ?? '', /^attachment; /);
    assert.equal(await read.text(), '<script>alert(1)</script>');
  });

  it('over the limit is refused, also when its length is not said before', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    const said = await upload(test, marta.secret, Buffer.alloc(ATTACHMENT_MAX_BYTES + 1));
    assert.deepEqual([said.status, await reasonOf(said)], [413, 'file_size']);
    const chunks = Array.from({ length: 11 }, () => new Uint8Array(1024 * 1024));
    const unsaid = await fetch(`${test.url}/api/attachments?name=x`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${marta.secret}` },
      body: Readable.toWeb(Readable.from(chunks)),
      duplex: 'half',
    } as RequestInit);
    assert.deepEqual([unsaid.status, await reasonOf(unsaid)], [413, 'file_size']);
  });

  it('that is empty is refused', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    assert.equal(await reasonOf(await upload(test, marta.secret, '')), 'file_size');
  });

  it('of somebody else is as one that does not exist', async () => {
    await using test = await testService();
    const [marta, paolo] = await Promise.all([test.visitor(), test.visitor()]);
    const file = (await (await upload(test, marta.secret, PNG)).json()) as Attachment;
    await marta.append({ type: 'attachment', payload: { id: file.id } });
    assert.equal((await paolo.ask('attachment-url', { attachment: file.id })).reason, 'not_found');
    assert.equal((await paolo.append({ type: 'attachment', payload: { id: file.id } })).reason, 'not_found');
  });

  it('is not read without a signature, with another’s, or after its time', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    const file = (await (await upload(test, marta.secret, PNG)).json()) as Attachment;
    const { url } = await marta.ask<{ url: string }>('attachment-url', { attachment: file.id });
    const statuses = [
      await fetch(`${test.url}/api/attachments/${file.id}`),
      await fetch(`${test.url}${url}x`),
      await fetch(test.url + url.replace(/expires=\d+/, 'expires=9999999999999')),
    ].map((response) => response.status);
    test.clock.now += 3_600_000;
    statuses.push((await fetch(test.url + url)).status);
    assert.deepEqual(statuses, [404, 404, 404, 404]);
  });

  it('needs somebody who proves who it is', async () => {
    await using test = await testService();
    const response = await upload(test, 'made-up', PNG);
    assert.deepEqual([response.status, await reasonOf(response)], [401, 'not_signed_in']);
  });

  it('that was never sent is removed after a week', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    const file = (await (await upload(test, marta.secret, PNG)).json()) as Attachment;
    test.clock.now += 7 * 24 * 3_600_000 + 1;
    await test.service.sweep();
    assert.equal(await test.store.attachment(file.id), null);
    assert.deepEqual(await filesOf(test), []);
  });

  it('that was never sent is known as long as its file is there', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    const file = (await (await upload(test, marta.secret, PNG)).json()) as Attachment;
    const kept = [join(test.folder, 'attachments', file.id.slice(-2)), join(test.folder, 'elsewhere')] as const;
    await rename(...kept);
    // A folder stands where the file lay: it can't be removed.
    await mkdir(join(kept[0], file.id), { recursive: true });
    test.clock.now += 7 * 24 * 3_600_000 + 1;
    await test.service.sweep();
    assert.ok(await test.store.attachment(file.id));
    await rm(kept[0], { recursive: true });
    await rename(kept[1], kept[0]);
    await Promise.all([test.service.sweep(), test.service.sweep()]);
    assert.equal(await test.store.attachment(file.id), null);
    assert.deepEqual(await filesOf(test), []);
  });

  it('leaves no file behind when the store fails', async () => {
    await using test = await testService({ nodes: 1 });
    const marta = await test.visitor();
    const { addAttachment } = test.store;
    // Stored, and the acknowledgement is lost.
    test.store.addAttachment = async (record) => {
      await addAttachment(record);
      throw new Error('no answer');
    };
    const response = await upload(test, marta.secret, PNG);
    assert.deepEqual([response.status, await reasonOf(response)], [503, 'unavailable']);
    assert.deepEqual(await filesOf(test), []);
    assert.deepEqual(await test.store.filesOf({ customers: [marta.customer] }), []);
  });

  it('that is missing on disk is not found, and does not break off in the middle', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    const file = (await (await upload(test, marta.secret, PNG)).json()) as Attachment;
    const { url } = await marta.ask<{ url: string }>('attachment-url', { attachment: file.id });
    await rm(join(test.folder, 'attachments'), { recursive: true });
    assert.equal((await fetch(test.url + url)).status, 404);
  });

  it('after many others in an hour is refused, since a disk is not endless', async () => {
    // A hundredth of every limit: 2 MB an hour.
    await using test = await testService({ limitFactor: 0.01 });
    const marta = await test.customer();
    const { secret } = await marta.ask<{ secret: string }>('identify');
    const big = Buffer.concat([PNG, Buffer.alloc(3 * 1024 * 1024)]);
    const response = await upload(test, secret, big);
    assert.deepEqual([response.status, await reasonOf(response)], [429, 'too_many']);
  });

  it('from a page that is not allowed is refused', async () => {
    await using test = await testService();
    const marta = await test.visitor();
    const response = await upload(test, marta.secret, PNG, 'x.png', { Origin: 'https://evil.example' });
    assert.deepEqual([response.status, await reasonOf(response)], [403, 'origin']);
  });
});

describe('a call’s window', () => {
  it('runs only own scripts, may use camera and microphone, and stays in the hands of the page that opened it', async () => {
    await using test = await testService();
    await mkdir(join(test.folder, 'call'));
    await writeFile(join(test.folder, 'call/index.html'), '<!doctype html>');
    await writeFile(join(test.folder, 'call/call.js'), 'export {};');
    const page = await fetch(`${test.url}/call`);
    assert.equal(page.status, 200);
    const policy = page.headers.get('Content-Security-Policy') ?? '';
    assert.match(policy, /default-src 'self'/);
    assert.match(policy, /media-src 'self' blob:/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(page.headers.get('Cross-Origin-Opener-Policy'), 'unsafe-none');
    assert.doesNotMatch(page.headers.get('Permissions-Policy') ?? '', /camera|microphone|display-capture/);
    const script = await fetch(`${test.url}/call-assets/call.js`);
    assert.deepEqual([script.status, await script.text()], [200, 'export {};']);
  });
});

describe('the service', () => {
  it('says that it lives, and whether its store answers', async () => {
    await using test = await testService();
    assert.equal((await fetch(`${test.url}/healthz`)).status, 200);
    assert.equal((await fetch(`${test.url}/readyz`)).status, 200);
    await test.store.close();
    assert.equal((await fetch(`${test.url}/readyz`)).status, 503);
  });

  it('answers an unknown address with a reason', async () => {
    await using test = await testService();
    const response = await fetch(`${test.url}/nothing`);
    assert.deepEqual([response.status, await reasonOf(response)], [404, 'not_found']);
  });
});
