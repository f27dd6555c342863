/** What the reference says holds: each sample that can be run here is, and nothing points into the void. Wants a build. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { hostPolicy } from '../host-policy.ts';
import { explainedReasons } from './build.ts';
import { WHY } from './sections/policy-words.ts';

const ROOT = new URL('../../', import.meta.url);
/** JavaScript, as integrators get it. */
const { supportToken } = (await import(new URL('samples/token.mjs', import.meta.url).href)) as {
  supportToken(customer: object, secret: string): string;
};
const page = readFileSync(new URL('dist/reference/index.html', ROOT), 'utf8');

test('the Node sample makes a token that HS256 verifies, with the claims that the service wants', () => {
  const secret = 'a secret of the operator, long enough';
  const customer = { id: 7, name: 'Zoë', email: 'zoe@example.com', context: { booking: 'YW-48213' } };
  const before = Math.floor(Date.now() / 1000);
  const [header = '', claims = '', signature] = supportToken(customer, secret).split('.');
  const read = (part: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;
  assert.equal(signature, createHmac('sha256', secret).update(`${header}.${claims}`).digest('base64url'));
  assert.deepEqual(read(header), { alg: 'HS256', typ: 'JWT' });
  const { iat, exp, ...rest } = read(claims);
  assert.deepEqual(rest, { sub: '7', name: 'Zoë', email: 'zoe@example.com', context: { booking: 'YW-48213' } });
  const lasts = Number(exp) - Number(iat);
  assert.ok(Number(iat) >= before && lasts > 0 && lasts <= 3600, `it lasts ${lasts} s`);
});

test('every reason of the protocol is explained', () => {
  const source = readFileSync(new URL('signaling/protocol/reasons.ts', ROOT), 'utf8');
  const union = source.slice(source.indexOf('export type Reason ='), source.indexOf('/** A refusal'));
  const all = [...union.matchAll(/\| '(\w+)'/g)].map(([, name]) => name);
  assert.ok(all.length > 10);
  assert.deepEqual(
    explainedReasons(source).map(({ name }) => name),
    all,
  );
  for (const name of all) assert.ok(page.includes(`id="reason-${name}"`), name);
});

test('ids are unique, and every link within the page finds one', () => {
  const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
  assert.deepEqual(
    ids.filter((id, index) => ids.indexOf(id) !== index),
    [],
  );
  const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  assert.deepEqual(
    links.filter((id) => !ids.includes(id)),
    [],
  );
});

test('every directive that a page needs is explained, and none that it doesn’t', () => {
  assert.deepEqual(Object.keys(WHY), Object.keys(hostPolicy('https://support.example.com')));
});
