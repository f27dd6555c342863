/** For tests: signs customers' tokens as a site does, and as an attacker would like to. */
import { createHmac } from 'node:crypto';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export interface Signing {
  /** In milliseconds: when it is signed, and how long it is good. */
  now?: number;
  life?: number;
  header?: object;
}

/** `claims` may say anything, also an `exp` of their own. */
export function signToken(
  secret: string,
  claims: object,
  { now = Date.now(), life = 600_000, header }: Signing = {},
): string {
  const head = part(header ?? { alg: 'HS256', typ: 'JWT' });
  const body = part({ exp: Math.floor((now + life) / 1000), ...claims });
  return `${head}.${body}.${createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url')}`;
}
