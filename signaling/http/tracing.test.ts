/** One id from click to row: what a line of the log says of the request and the event that it is about. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import type { Logger } from '../log.ts';
import { talking } from '../testing/calls.ts';
import { testService, words } from '../testing/service.ts';

type Line = Record<string, unknown> & { message: string };

function written(): { log: Logger; lines: Line[] } {
  const lines: Line[] = [];
  const write = (fields: Record<string, unknown>, message: string) => void lines.push({ ...fields, message });
  return { log: { debug: write, info: write, warn: write, error: write }, lines };
}

describe('logs have one id from click to row', () => {
  it('the id that the browser made stands in the lines of its request and in the stored row', async () => {
    const { log, lines } = written();
    await using test = await testService({ nodes: 1, log });
    const marta = await test.visitor();
    const click = randomUUID();
    const { conversation } = await marta.append(words('Hello'), null, click);
    await marta.append(words('Something else'), conversation);
    const about = lines.filter(({ event }) => event === click);
    assert.deepEqual(
      about.map(({ message, request, reason }) => ({ message, request, reason })),
      [{ message: 'a request was answered', request: 'append', reason: undefined }],
    );
    const [row] = await test.store.eventsAfter(conversation, 'main', 0, 10);
    assert.equal(row?.id, click);
  });

  it('refusals and failures of a request carry it as well', async () => {
    const { log, lines } = written();
    await using test = await testService({ nodes: 1, log });
    const { marta, conversation } = await talking(test);
    const [refused, failed] = [randomUUID(), randomUUID()];
    await marta.append({ type: 'call_ended', payload: { call: randomUUID() } }, conversation, refused);
    await test.store.close();
    await marta.append({ type: 'attachment', payload: { id: randomUUID() } }, conversation, failed);
    const said = (id: string) => lines.filter(({ event }) => event === id).map(({ message }) => message);
    assert.deepEqual(said(refused), ['a request was answered']);
    assert.equal(lines.find(({ event }) => event === refused)?.reason, 'call_over');
    assert.deepEqual(said(failed), ['a request failed', 'a request was answered']);
  });

  it('neighbours in one commit and what the service does by itself carry no id of others', async () => {
    const { log, lines } = written();
    await using test = await testService({ nodes: 1, log });
    const people = await Promise.all(Array.from({ length: 5 }, () => test.visitor()));
    lines.length = 0;
    await test.store.close();
    const ids = people.map(() => randomUUID());
    await Promise.all(people.map((one, index) => one.append(words('Hello'), null, ids[index])));
    const ofCommit = lines.filter(({ message }) => /commit failed/.test(message));
    assert.ok(ofCommit.length > 0);
    for (const line of ofCommit) assert.equal(line.request, undefined, JSON.stringify(line));
    const answers = lines.filter(({ message }) => message === 'a request was answered');
    assert.deepEqual(new Set(answers.map(({ event }) => event)), new Set(ids));
  });

  it('an HTTP request has one too: a proxy’s own if it is well-formed, told in the answer and in each line', async () => {
    const { log, lines } = written();
    await using test = await testService({ nodes: 1, log });
    const ask = async (path: string, given?: string) => {
      lines.length = 0;
      const headers = given === undefined ? {} : { 'X-Request-Id': given };
      const told = (await fetch(test.url + path, { headers })).headers.get('X-Request-Id');
      assert.ok(lines.length > 0);
      for (const line of lines) assert.equal(line.request, told, JSON.stringify(line));
      return told ?? assert.fail('no id');
    };
    assert.equal(await ask('/healthz', 'proxy-7f3a'), 'proxy-7f3a');
    for (const bad of ['two words', 'x'.repeat(65), '{"a":1}']) {
      assert.match(await ask('/healthz', bad), /^[0-9a-f-]{36}$/);
    }
    assert.notEqual(await ask('/nothing-here'), await ask('/nothing-here'));
    await test.store.close();
    await ask('/readyz', 'proxy-7f3b');
    assert.ok(lines.some(({ message }) => message === 'the store does not answer'));
  });
});
