import { createHmac } from 'node:crypto';

/** Seconds. At most an hour; the page asks for a new one before it runs out. */
const LIFETIME = 15 * 60;

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Call it on your server, for the customer of the session: whoever has the secret can be anybody. */
export function supportToken({ id, name, email, context }, secret) {
  const now = Math.floor(Date.now() / 1000);
  const claims = { sub: String(id), name, email, context, iat: now, exp: now + LIFETIME };
  const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  const signature = createHmac('sha256', secret).update(content).digest('base64url');
  return `${content}.${signature}`;
}
