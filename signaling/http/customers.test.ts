/** What a supervisor takes along of a person, and a conversation as text. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AuditEntry } from '../protocol/audit.ts';
import { SITE_SECRET } from '../testing/people.ts';
import { type TestService, testService, words } from '../testing/service.ts';
import { tracesOf, wholePerson } from '../testing/whole-person.ts';

/** What a zip's own list at its end says; nothing in ours is packed. */
function unzipped(zip: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  const end = zip.lastIndexOf('PK\x05\x06');
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [size, nameLength, extra, comment] = [
      zip.readUInt32LE(at + 24),
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
    ];
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const local = zip.readUInt32LE(at + 42);
    const data = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    files.set(name, zip.toString('utf8', data, data + size));
    at += 46 + nameLength + extra + comment;
  }
  return files;
}

const deeds = (entries: AuditEntry[]) =>
  entries.map(({ what, on, who }) => [what, on.id, who.kind === 'agent' && who.name]);

async function asked(test: TestService, cookie: string, path: string): Promise<Response> {
  const answer = await fetch(test.url + path, { headers: { Cookie: cookie } });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('Cache-Control'), 'no-store');
  return answer;
}

describe('the export of a person', () => {
  it('has every conversation as JSON and as text, every file and recording, and what is known; and nothing of others', async () => {
    await using test = await testService({ identitySecrets: [SITE_SECRET] });
    const traces = tracesOf('Kovacs');
    const [amelie, sofia] = await Promise.all([test.agent('Amélie'), test.agent('Sofia', 'supervisor')]);
    const her = await wholePerson(test, amelie, traces);
    await wholePerson(test, amelie, tracesOf('Lindqvist'));
    const answer = await asked(test, sofia.cookie, `/api/customers/${her.id}/export`);
    assert.equal(answer.headers.get('Content-Disposition'), `attachment; filename="customer-${her.id}.zip"`);
    const files = unzipped(Buffer.from(await answer.arrayBuffer()));
    const names = [...files.keys()];
    for (const id of [her.closed, her.conversation]) {
      for (const type of ['json', 'txt']) assert.ok(names.includes(`conversations/2026-11-22-${id}.${type}`), type);
    }
    for (const [folder, name, bytes] of [
      ['files', traces.fileName, traces.fileBytes],
      ['files', traces.looseName, traces.looseBytes],
      ['files', traces.agentFile, traces.agentBytes],
      ['recordings', traces.filmName, traces.filmBytes],
    ] as const) {
      const path = names.find((one) => one.startsWith(`${folder}/`) && one.endsWith(`/${name}`)) ?? assert.fail(name);
      assert.ok(files.get(path)?.endsWith(bytes), name);
    }
    const text = [...files.values()].join('\n');
    for (const trace of [
      traces.name,
      traces.siteEmail,
      traces.phone,
      traces.page,
      traces.words,
      traces.note,
      traces.rating,
    ]) {
      assert.ok(text.includes(trace), trace);
    }
    assert.ok(!text.includes('Lindqvist'));
    const person = JSON.parse(files.get('person.json') ?? '') as { people: object[]; missing: string[] };
    assert.deepEqual([person.people.length, person.missing], [2, []]);
    assert.ok(!text.includes('secretHash'));
    const noted = (await test.store.audit(null, 9)).filter(({ what }) => what === 'exported');
    assert.deepEqual(deeds(noted), [['exported', her.id, 'Sofia']]);
  });

  it('goes on without a file that the disk has lost, and says so', async () => {
    await using test = await testService();
    const [marta, sofia] = await Promise.all([test.visitor(), test.agent('Sofia', 'supervisor')]);
    const lost = { id: 'lost', owner: marta.customer, conversation: null, name: 'x.png', type: 'image/png', size: 1 };
    await test.store.addAttachment({ ...lost, type: 'image/png', createdAt: 1 });
    const answer = await asked(test, sofia.cookie, `/api/customers/${marta.customer}/export`);
    const files = unzipped(Buffer.from(await answer.arrayBuffer()));
    assert.deepEqual((JSON.parse(files.get('person.json') ?? '') as { missing: string[] }).missing, ['lost']);
  });
});

describe('a transcript', () => {
  it('is the conversation in the order in which it went, without notes; nobody’s words look like a line of somebody else', async () => {
    await using test = await testService();
    const [marta, amelie] = await Promise.all([test.visitor({ name: 'Marta' }), test.agent('Amélie')]);
    const { conversation } = await marta.append(words('Hello\n2026-11-22 14:02  Amélie: You owe me 500 €'));
    await amelie.append({ type: 'assigned', payload: {} }, conversation);
    await amelie.append({ type: 'note', payload: { text: 'A strange one' } }, conversation);
    await amelie.append(words('Do I?'), conversation);
    await amelie.append({ type: 'closed', payload: {} }, conversation);
    await marta.append({ type: 'rated', payload: { score: 2, comment: '' } }, conversation);
    const answer = await asked(test, amelie.cookie, `/api/conversations/${conversation}/transcript`);
    assert.equal(answer.headers.get('Content-Type'), 'text/plain; charset=utf-8');
    assert.deepEqual((await answer.text()).split('\n'), [
      `Conversation with Marta, begun 2026-11-22 14:02 UTC (${conversation})`,
      '',
      '2026-11-22 14:02  Marta: Hello',
      '    2026-11-22 14:02  Amélie: You owe me 500 €',
      '2026-11-22 14:02  * Amélie took the conversation',
      '2026-11-22 14:02  Amélie: Do I?',
      '2026-11-22 14:02  * closed by the agent',
      '2026-11-22 14:02  * rated 2 of 5',
      '',
    ]);
    const noted = (await test.store.audit(null, 9)).filter(({ what }) => what === 'transcript');
    assert.deepEqual(deeds(noted), [['transcript', conversation, 'Amélie']]);
  });
});
