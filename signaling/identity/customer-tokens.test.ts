/** Which tokens count, and which don't, whatever an attacker tries. */
import assert from 'node:assert/strict';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import { type Signing, signToken } from '../testing/tokens.ts';
import { customerTokens } from './customer-tokens.ts';

const SECRET = 'the secret of the site, long enough';
const OLD_SECRET = 'the one that it replaces, long enough';
const NOW = Date.UTC(2026, 10, 28, 12);
const SECOND = 1000;
const HOUR = 3600 * SECOND;

const sign = (claims: object, signing: Signing = {}, secret = SECRET) =>
  signToken(secret, claims, { now: NOW, ...signing });
const read = (token: string, secrets = [SECRET]) => customerTokens(secrets, () => NOW).read(token);
/** The message of the refusal. */
async function fault(token: string, secrets?: string[]): Promise<string> {
  const result = await read(token, secrets);
  assert.ok(!result.ok, 'the token counts');
  assert.equal(result.reason, 'not_signed_in');
  return result.message ?? '';
}

describe('a token of the site', () => {
  it('says who the customer is, what the site knows of them, and until when', async () => {
    const known = { name: 'Marta Nowak', email: 'marta@example.com', context: { booking: 'YW-48213' } };
    const result = await read(sign({ sub: 'c-1', ...known }));
    assert.deepEqual(result, { ok: true, subject: 'c-1', known, until: NOW + 600 * SECOND });
  });

  it('needs no more than sub and exp; what it says besides is nobody’s business', async () => {
    const result = await read(sign({ sub: 'c-1', iat: 1, iss: 'shop', aud: ['x'], name: null, role: 'admin' }));
    assert.deepEqual(result.ok && result.known, { name: '', email: '', context: {} });
  });

  it('counts when it is signed with any of the secrets, and no more once its secret is taken out', async () => {
    const token = sign({ sub: 'c-1' }, {}, OLD_SECRET);
    assert.equal((await read(token, [SECRET, OLD_SECRET])).ok, true);
    assert.match(await fault(token), /IDENTITY_SECRET/);
  });

  it('may be good for an hour, by a clock that is somewhat ahead of ours', async () => {
    assert.equal((await read(sign({ sub: 'c-1' }, { life: HOUR, now: NOW + 20 * SECOND }))).ok, true);
    assert.equal((await read(sign({ sub: 'c-1', nbf: NOW / SECOND + 20 }))).ok, true);
  });

  it('counts for nothing where no secret is set', async () => {
    assert.match(await fault(sign({ sub: 'c-1' }), []), /IDENTITY_SECRET is not set/);
  });

  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const PUBLIC = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = NOW / SECOND + 600;
  const byRsa = () => {
    const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ sub: 'c-1', exp })}`;
    return `${text}.${createSign('sha256').update(text).sign(privateKey, 'base64url')}`;
  };
  const good = sign({ sub: 'c-1' });
  const [head = '', body = '', signature = ''] = good.split('.');

  const attacks: [string, string, RegExp][] = [
    ['no signature', `${head}.${body}.`, /signed/],
    ['alg none', `${part({ alg: 'none', typ: 'JWT' })}.${body}.`, /signed/],
    ['alg none with a signature', sign({ sub: 'c-1' }, { header: { alg: 'none' } }), /signed/],
    [
      'an algorithm that isn’t ours, though signed with the secret',
      sign({ sub: 'c-1' }, { header: { alg: 'HS512' } }),
      /signed/,
    ],
    ['RS256', byRsa(), /signed/],
    ['HS256 with a public key for the secret', signToken(PUBLIC, { sub: 'c-1' }, { now: NOW }), /signed/],
    ['the head of RS256 over a good signature', sign({ sub: 'c-1' }, { header: { alg: 'RS256' } }), /signed/],
    ['extensions that must be understood', sign({ sub: 'c-1' }, { header: { alg: 'HS256', crit: ['x'] } }), /signed/],
    ['a wrong secret', sign({ sub: 'c-1' }, {}, 'somebody else’s secret, also long enough'), /signed/],
    ['other claims under a good signature', `${head}.${part({ sub: 'c-2', exp })}.${signature}`, /signed/],
    ['a part too many', `${good}.${signature}`, /signed/],
    ['no JWT', 'a.b.c', /signed/],
    ['dots', '..', /signed/],
    ['claims that are none', `${sign([] as unknown as object)}`, /sub/],
    ['no sub', sign({}), /sub/],
    ['an empty sub', sign({ sub: ' ' }), /sub/],
    ['half a character for a sub', sign({ sub: '\ud800' }), /sub/],
    ['a sub with a zero in it', sign({ sub: 'c-1\u0000' }), /sub/],
    ['a sub that is a number', sign({ sub: 17 }), /sub/],
    ['a sub without end', sign({ sub: 'x'.repeat(256) }), /sub/],
    ['no exp', sign({ sub: 'c-1', exp: undefined }), /exp/],
    ['an exp that is a text', sign({ sub: 'c-1', exp: String(exp) }), /exp/],
    ['an exp without end', sign({ sub: 'c-1', exp: 1e300 }), /more than an hour/],
    ['an exp of two hours', sign({ sub: 'c-1' }, { life: 2 * HOUR }), /more than an hour/],
    ['an exp in milliseconds', sign({ sub: 'c-1', exp: NOW + 60_000 }), /more than an hour/],
    ['an exp of this moment', sign({ sub: 'c-1' }, { life: 0 }), /expired/],
    ['an exp of a second ago', sign({ sub: 'c-1' }, { life: -SECOND }), /expired/],
    ['an nbf of tomorrow', sign({ sub: 'c-1', nbf: exp + 86_400 }), /nbf/],
    ['a name without end', sign({ sub: 'c-1', name: 'x'.repeat(81) }), /name/],
    ['an email that is an object', sign({ sub: 'c-1', email: { $ne: 1 } }), /email/],
    ['a context over its size', sign({ sub: 'c-1', context: { text: 'x'.repeat(4096) } }), /context/],
    ['a context as deep as a well', sign({ sub: 'c-1', context: { a: [[[[[[[[[1]]]]]]]]] } }), /context/],
    ['a context that is a list', sign({ sub: 'c-1', context: [1] }), /context/],
    ['more characters than a request’s head takes', sign({ sub: 'c-1', more: 'x'.repeat(8000) }), /characters/],
  ];
  for (const [name, token, message] of attacks) {
    it(`with ${name} is refused, and says why without repeating it`, async () => {
      const said = await fault(token);
      assert.match(said, message);
      if (token.length > 10) assert.ok(!said.includes(token));
    });
  }
});
