import { createHmac } from 'node:crypto';

/** Seconds, at most an hour. The page asks for a new one in time. */
const LIFETIME = 15 * 60;

const encode = (value) =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

/** For whoever is signed in. On your server only. */
export function supportToken({ id, name, email, context }, secret) {
  const now = Math.floor(Date.now() / 1000);
  const header = { alg: 'HS256', typ: 'JWT' };
  const claims = {
    sub: String(id),
    name,
    email,
    context,
    iat: now,
    exp: now + LIFETIME,
  };
  const content = `${encode(header)}.${encode(claims)}`;
  const signature = createHmac('sha256', secret)
    .update(content)
    .digest('base64url');
  return `${content}.${signature}`;
}
