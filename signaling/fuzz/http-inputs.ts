/** HTTP requests out of the routes that there are, their own headers and schemas among them, and out of nothing. */
import fc from 'fast-check';
import * as schemas from '../protocol/schemas.ts';
import { almost, garbage } from './shapes.ts';

export interface HttpInput {
  method: string;
  /** With `$id` for what exists. */
  path: string;
  headers: Record<string, string>;
  body: Buffer | null;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** What a header may carry at all: the client sends nothing else. */
const headerText = fc.string({ unit: 'binary-ascii', maxLength: 60 }).map((some) => some.replace(/[^\x20-\x7e]/g, '?'));
const some = (...values: string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: headerText });

const METADATA = `name ${base64('film.mp4')},type ${base64('video/mp4')},length ${base64('1000')}`;

/** Every header that some route reads. */
const HEADERS: Record<string, fc.Arbitrary<string>> = {
  authorization: some(
    'Bearer $secret',
    'Bearer $token',
    'Bearer a.b.c',
    'Bearer',
    'Basic YTpi',
    `Bearer ${'x'.repeat(9000)}`,
  ),
  cookie: some(
    'ycyw_agent=$agent',
    'ycyw_agent=$supervisor',
    'ycyw_agent=',
    'ycyw_agent=%E0%A4%A',
    'a=b; ycyw_agent=x',
  ),
  origin: some('https://evil.example', 'null', 'http://[', 'file://'),
  'x-forwarded-for': some('198.51.100.1', '::1, ::', ','),
  range: some('bytes=0-', 'bytes=-1', 'bytes=5-1', 'bytes=0-1,2-3', 'bytes=99999999999999999999-', 'lines=1-2'),
  'if-range': some('"x"', 'W/"x"'),
  'if-none-match': some('*', '"x"'),
  'accept-encoding': some('br', 'gzip', 'identity;q=0', '*;q=0'),
  'content-type': some(
    'application/json',
    'application/offset+octet-stream',
    'multipart/form-data',
    'text/plain; charset=x',
  ),
  'tus-resumable': some('1.0.0', '1.0.0', '0.2.2'),
  'upload-length': some('100', '0', '-1', '1e3', '99999999999999999999'),
  'upload-offset': some('0', '1', '-1', 'NaN', '99999999999999999999'),
  'upload-metadata': some(METADATA, 'name', `name ${base64('x')},,`, 'name %%%', `__proto__ ${base64('x')}`),
  'upload-defer-length': some('1'),
  'upload-concat': some('partial', 'final;/files/a'),
  'x-http-method-override': some('PATCH', 'DELETE', 'TRACE'),
  'access-control-request-method': some('PATCH', 'GET'),
};

/** Who asks, more often than not somebody. */
const WHO: readonly Record<string, string>[] = [
  { authorization: 'Bearer $secret', 'tus-resumable': '1.0.0' },
  { authorization: 'Bearer $token' },
  { cookie: 'ycyw_agent=$agent', 'tus-resumable': '1.0.0' },
  { cookie: 'ycyw_agent=$supervisor' },
];

const METHODS = [
  'GET',
  'GET',
  'POST',
  'HEAD',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'PUT',
  'TRACE',
  'PROPFIND',
  'QUERY',
] as const;

/** One part of a path, or of a query. */
const part = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('$id', '$upload', '$file', '$account') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '..',
      '%2e%2e',
      '..%2f..%2fetc%2fpasswd',
      '%00',
      '%',
      '%zz',
      '%ff',
      '__proto__',
      'a'.repeat(300),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.string({ unit: 'binary', maxLength: 20 }).map((text) => encodeURIComponent(text.toWellFormed())),
  },
);

const query = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  { weight: 2, arbitrary: fc.constantFrom('?$signed', '?name=x.txt', '?name=x.png&width=1&height=-1', '?name=') },
  { weight: 1, arbitrary: fc.array(part, { maxLength: 4 }).map((parts) => `?${parts.join('&name=')}`) },
);

const body = fc.oneof(
  { weight: 2, arbitrary: fc.constant(null) },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.constant(Buffer.from('some words')) },
  // Never what fits: a password that can be checked costs half a second.
  {
    weight: 2,
    arbitrary: fc
      .oneof(almost(schemas.signIn), garbage)
      .map((said) => (typeof said === 'object' && said !== null ? { ...said, email: 1 } : said))
      .map((said) => Buffer.from(JSON.stringify(said) ?? '')),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('{', '{"email":', '[]'.repeat(3000), '{"a":'.repeat(500))
      .map((text) => Buffer.from(text)),
  },
);

/** Requests that are granted, but for what is added to them. */
const GOOD: readonly HttpInput[] = [
  { method: 'POST', path: '/api/attachments?name=x.txt', headers: WHO[0] ?? {}, body: Buffer.from('some words') },
  { method: 'GET', path: '/api/attachments/$file?$signed', headers: {}, body: null },
  { method: 'GET', path: '/api/attachments/$file?$signed', headers: { range: 'bytes=2-4' }, body: null },
  {
    method: 'POST',
    path: '/api/recordings',
    headers: { ...WHO[0], 'upload-length': '100', 'upload-metadata': METADATA },
    body: null,
  },
  { method: 'HEAD', path: '/api/recordings/$upload', headers: WHO[0] ?? {}, body: null },
  {
    method: 'PATCH',
    path: '/api/recordings/$upload',
    headers: { ...WHO[0], 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: Buffer.from('some words'),
  },
  { method: 'DELETE', path: '/api/recordings/$upload', headers: WHO[0] ?? {}, body: null },
  { method: 'GET', path: '/api/agent/session', headers: WHO[2] ?? {}, body: null },
  { method: 'DELETE', path: '/api/agent/sessions', headers: WHO[2] ?? {}, body: null },
  { method: 'DELETE', path: '/api/agents/$account/sessions', headers: WHO[3] ?? {}, body: null },
  { method: 'GET', path: '/api/audit?before=1-0', headers: WHO[3] ?? {}, body: null },
];

/** `routes`: as the router has them. */
export function httpInputs(routes: readonly { method: string; path: string }[]): fc.Arbitrary<HttpInput> {
  const route = fc.tuple(fc.constantFrom(...routes), part, part).map(([{ method, path }, one, two]) => ({
    method,
    path: path.replace(/:\w+(\{[^}]*\})?/, one).replace(/:\w+(\{[^}]*\})?|\*/, two),
  }));
  const nowhere = fc.array(part, { maxLength: 4 }).map((parts) => ({ method: 'GET', path: `/${parts.join('/')}` }));
  const line = fc.constantFrom(
    '/socket.io/?EIO=4&transport=polling',
    '/socket.io/?EIO=3',
    '/socket.io/?EIO=4&transport=polling&sid=$id',
  );
  const target = fc.oneof(
    { weight: 8, arbitrary: route },
    { weight: 1, arbitrary: nowhere },
    { weight: 1, arbitrary: line.map((path) => ({ method: 'GET', path })) },
  );
  const method = fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 2, arbitrary: fc.constantFrom(...METHODS) },
  );
  const header = fc.oneof(
    ...Object.entries(HEADERS).map(([name, value]) => value.map((text) => [name, text] as const)),
  );
  const identity = fc.constantFrom({}, ...WHO);
  const headers = fc
    .tuple(identity, fc.array(header, { maxLength: 5 }))
    .map(([who, others]) => ({ ...who, ...Object.fromEntries(others) }));
  const good = fc
    .tuple(fc.constantFrom(...GOOD), fc.array(header, { maxLength: 1 }))
    .map(([input, more]) => ({ ...input, headers: { ...input.headers, ...Object.fromEntries(more) } }));
  const any = fc
    .tuple(target, method, query, headers, body)
    .map(([{ method: own, path }, other, asked, said, sent]) => ({
      method: other ?? own,
      path: path.includes('?') ? path : path + asked,
      headers: said,
      body: sent,
    }));
  return fc.oneof({ weight: 1, arbitrary: good }, { weight: 3, arbitrary: any });
}
