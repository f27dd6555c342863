/** What the log must not know: whoever reads it learns nothing of the people. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import type { Logger } from './log.ts';
import { calling, close, ended } from './testing/calls.ts';
import { SITE_SECRET } from './testing/people.ts';
import { testService, words } from './testing/service.ts';
import { signToken } from './testing/tokens.ts';

/** Everything that people said or are, and that would be found nowhere by chance. */
const PRIVATE = {
  name: 'Wilhelmina Quastenfloss',
  email: 'quastenfloss@private.example',
  text: 'my-card-number-is-4929',
  file: 'passport-quastenfloss.txt',
  page: 'https://www.example.com/booking/YW-48213-quastenfloss',
  note: 'she-sounds-angry',
  agent: 'Amélie Zwiebelturm',
  agentEmail: 'zwiebelturm@private.example',
  guess: 'a-password-that-was-guessed',
};

/** All that is written, errors with their causes among it, at every level. */
function written(): { log: Logger; lines: string[] } {
  const lines: string[] = [];
  const write = (fields: Record<string, unknown>, message: string) => {
    const { error, ...rest } = fields;
    const told = error instanceof Error ? [error.stack, String(error.cause ?? ''), JSON.stringify(error)] : [error];
    lines.push(JSON.stringify([message, rest, ...told]));
  };
  return { log: { debug: write, info: write, warn: write, error: write }, lines };
}

describe('the log', () => {
  it('has no name, no address, no words and no secret of anybody, whatever happened', async () => {
    const { log, lines } = written();
    await using test = await testService({ log, identitySecrets: [SITE_SECRET] });
    const claims = { sub: randomUUID(), name: PRIVATE.name, email: PRIVATE.email, context: { said: PRIVATE.text } };
    const token = signToken(SITE_SECRET, claims, { now: test.clock.now });
    const headers = { 'X-Forwarded-For': '198.51.100.77', 'Content-Type': 'application/json' };
    const signIn = (email: string, password: string) =>
      fetch(`${test.url}/api/agent/session`, { method: 'POST', headers, body: JSON.stringify({ email, password }) });

    const added = await test.service.agents.add(PRIVATE.agent, PRIVATE.agentEmail);
    const password = added?.password ?? assert.fail();
    await signIn(PRIVATE.agentEmail, PRIVATE.guess);
    const cookie = (await signIn(PRIVATE.agentEmail, password)).headers.get('Set-Cookie')?.split(';')[0] ?? '';
    const amelie = await test.agentAgain(cookie);

    const about = { name: PRIVATE.name, email: PRIVATE.email, page: { url: PRIVATE.page, title: PRIVATE.text } };
    const visitor = await test.visitor(about);
    const sent = { method: 'POST', headers: { Authorization: `Bearer ${visitor.secret}` }, body: PRIVATE.text };
    const upload = await fetch(`${test.url}/api/attachments?name=${PRIVATE.file}`, sent);
    const { id } = (await upload.json()) as { id: string };
    const { conversation } = await visitor.append({ type: 'attachment', payload: { id } });
    await visitor.ask('contact', { name: PRIVATE.name, email: PRIVATE.email });
    await amelie.append({ type: 'assigned', payload: {} }, conversation);
    await amelie.append({ type: 'note', payload: { text: PRIVATE.note } }, conversation);
    await amelie.append(words(PRIVATE.text), conversation);
    const { url } = await visitor.ask<{ url: string }>('attachment-url', { attachment: id });
    await test.signedIn(token, visitor.secret);

    const { marta, call, conversation: theirs } = await calling(test);
    const { ticket } = await marta.ask<{ ticket: string }>('call-ticket', { conversation: theirs, call });
    await test.callWindow(ticket);
    await marta.append(ended(call), theirs);
    await marta.append(close, theirs);

    // What goes wrong is told at most length.
    await test.refused('/customer', { token: `${token}x`, secret: visitor.secret });
    visitor.socket.io.engine.write(`2/customer,["append",${JSON.stringify(PRIVATE.text)}]`);
    await fetch(`${test.url}/api/agents/${PRIVATE.text}/sessions`, { method: 'DELETE', headers: { Cookie: cookie } });
    await test.service.sweep();
    await test.store.close();
    await marta.append(words(PRIVATE.text));
    await marta.ask('contact', { name: PRIVATE.name, email: PRIVATE.email });
    await fetch(test.url + url);
    await signIn(PRIVATE.agentEmail, password);

    const all = lines.join('\n');
    assert.match(all, /an agent signed in/);
    assert.match(all, /a request failed/);
    const [, agentToken = assert.fail()] = cookie.split('=');
    const secrets = { password, agentToken, token, secret: visitor.secret, ticket, url, address: '198.51.100.77' };
    for (const [what, value] of Object.entries({ ...PRIVATE, ...secrets })) {
      assert.ok(!all.includes(value), `the log has the ${what}: ${lines.find((line) => line.includes(value))}`);
    }
  });
});
