/** For tests: a customer who has left something in every place that there is, each with words that nobody else says. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Attachment } from '../protocol/events.ts';
import { take } from './calls.ts';
import { SITE_SECRET } from './people.ts';
import { type Client, type TestService, words } from './service.ts';
import { signToken } from './tokens.ts';

const MP4 = Buffer.from('000000186674797069736f6d0000020069736f6d69736f32', 'hex');
const TUS = { 'Tus-Resumable': '1.0.0' };

/** Every one of them stands somewhere. `mark` is a word of letters. */
export function tracesOf(mark: string) {
  return {
    name: `Zsófia ${mark}házy`,
    email: `${mark}.zsofia@example.com`,
    siteName: `Frau Dr. ${mark}`,
    siteEmail: `${mark}@site.example`,
    subject: `site-${mark}-77`,
    phone: `+36 1 ${mark} 4711`,
    page: `https://rental.example/booking/${mark}?ref=1`,
    pageTitle: `Booking of ${mark}`,
    topic: `topic-${mark}`,
    first: `An old word: ${mark}alpha`,
    words: `The brakes of ${mark}beta scream. `.repeat(60),
    rating: `Never again ${mark}gamma`,
    note: `Careful, ${mark}delta is angry`,
    fileName: `${mark}-licence.txt`,
    fileBytes: `driving licence of ${mark}epsilon`,
    looseName: `${mark}-never-sent.txt`,
    looseBytes: `never sent ${mark}zeta`,
    agentFile: `${mark}-offer.txt`,
    agentBytes: `an offer for ${mark}eta`,
    filmName: `${mark}-screen.mp4`,
    filmBytes: `frames of ${mark}theta`,
    halfName: `${mark}-half.mp4`,
    halfBytes: `half a film ${mark}iota`,
  };
}
export type Traces = ReturnType<typeof tracesOf>;

const bearer = (secret: string) => ({ Authorization: `Bearer ${secret}` });

async function put(test: TestService, headers: Record<string, string>, name: string, body: string) {
  const query = new URLSearchParams({ name });
  const sent = await fetch(`${test.url}/api/attachments?${query}`, { method: 'POST', headers, body });
  assert.equal(sent.status, 201);
  return (await sent.json()) as Attachment;
}

/** `part`: as much of it is sent. */
async function film(
  test: TestService,
  headers: Record<string, string>,
  name: string,
  bytes: Buffer,
  part = bytes.length,
) {
  const facts = Object.entries({ name, type: 'video/mp4', length: '61000' });
  const metadata = facts.map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`).join(',');
  const begun = await fetch(`${test.url}/api/recordings`, {
    method: 'POST',
    headers: { ...TUS, ...headers, 'Upload-Length': String(bytes.length), 'Upload-Metadata': metadata },
  });
  const path = begun.headers.get('Location') ?? assert.fail(`no upload: ${begun.status}`);
  const type = { 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': '0' };
  const sent = await fetch(test.url + path, {
    method: 'PATCH',
    headers: { ...TUS, ...headers, ...type },
    body: new Uint8Array(bytes.subarray(0, part)),
  });
  assert.equal(sent.status, 204);
  return path.split('/').at(-1) ?? '';
}

/**
 * They wrote as a visitor, closed that, came back, signed in while talking, sent files and a recording, changed pages, rated,
 * and talk again now. One upload was never sent, another not finished.
 */
export async function wholePerson(test: TestService, agent: Client & { id: string; cookie: string }, traces: Traces) {
  const about = {
    name: traces.name,
    email: traces.email,
    topic: traces.topic,
    context: { phone: traces.phone },
    page: { url: traces.page, title: traces.pageTitle },
  };
  const visitor = await test.visitor(about);
  const { conversation: closed } = await visitor.append(words(traces.first));
  await visitor.append({ type: 'closed', payload: {} }, closed);
  await visitor.append({ type: 'rated', payload: { score: 1, comment: traces.rating } }, closed);
  const { conversation } = await visitor.append(words(traces.words));
  const claims = { sub: traces.subject, name: traces.siteName, email: traces.siteEmail };
  const token = signToken(SITE_SECRET, { ...claims, context: { phone: traces.phone } }, { now: test.clock.now });
  const customer = await test.signedIn(token, visitor.secret);
  for (const n of [1, 2, 3]) {
    await customer.ask('about', { page: { url: `${traces.page}&n=${n}`, title: traces.pageTitle } });
  }
  await agent.append(take, conversation);
  await agent.append({ type: 'note', payload: { text: traces.note } }, conversation);
  const file = await put(test, bearer(token), traces.fileName, traces.fileBytes);
  await customer.append({ type: 'attachment', payload: { id: file.id } }, conversation);
  await put(test, bearer(token), traces.looseName, traces.looseBytes);
  const offer = await put(test, { Cookie: agent.cookie }, traces.agentFile, traces.agentBytes);
  await agent.append({ type: 'attachment', payload: { id: offer.id } }, conversation);
  const bytes = Buffer.concat([MP4, Buffer.from(traces.filmBytes)]);
  const recording = await film(test, bearer(token), traces.filmName, bytes);
  await customer.append({ type: 'recording_shared', payload: { id: recording } }, conversation);
  const half = Buffer.concat([MP4, Buffer.from(traces.halfBytes)]);
  await film(test, bearer(token), traces.halfName, Buffer.concat([half, randomBytesOf(100)]), half.length);
  const state = (await test.store.conversation(conversation)) ?? assert.fail();
  return { visitor, customer, token, id: state.customer, conversation, closed, files: [file.id, offer.id, recording] };
}

const randomBytesOf = (length: number): Buffer => Buffer.from(randomUUID().repeat(length)).subarray(0, length);
