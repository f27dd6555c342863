/** Secrets that are handed out, and how they are kept: as hashes only. */
import { createHash, createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { turns } from './turns.ts';

const deriveKey = promisify(scrypt) as (
  password: string,
  salt: Buffer,
  length: number,
  options: object,
) => Promise<Buffer>;

/** 256 bits: guessing is hopeless, so a fast hash is enough to keep it by. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Constant in time, also when one is longer. */
export const sameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest());

/** scrypt's cost as OWASP's password storage sheet gives it (N 2^17, r 8, p 1): 128 MiB and some 0.3 s a guess. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 160 * 1024 * 1024 };
const KEY_BYTES = 32;

/**
 * One at a time: each takes 128 MiB and one of the four threads that also read files, so a crowd at the door must not
 * stop everybody inside. Nor those behind it: guessers at one address take one turn, then it is somebody else's.
 */
const inTurn = turns();

/** `scrypt$SALT$KEY`, both base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await inTurn('', () => deriveKey(password.normalize('NFKC'), salt, KEY_BYTES, SCRYPT));
  return `scrypt$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/** `whose`: where the question comes from. */
export async function checkPassword(password: string, stored: string, whose: string): Promise<boolean> {
  const [scheme, salt, key] = stored.split('$');
  if (scheme !== 'scrypt' || !salt || !key) return false;
  const expected = Buffer.from(key, 'base64url');
  const given = await inTurn(whose, () =>
    deriveKey(password.normalize('NFKC'), Buffer.from(salt, 'base64url'), KEY_BYTES, SCRYPT),
  );
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** A password that can be read out on the phone: no letters that look alike. */
export function newPassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  // 31 letters of 4.95 bits each, sixteen of them: 79 bits.
  const letters = Array.from(randomBytes(64))
    .filter((byte) => byte < 248)
    .slice(0, 16)
    .map((byte) => alphabet[byte % alphabet.length]);
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-');
}

/** Signs what a URL may open and until when; constant in time when checked. */
export function signer(key: string) {
  const sign = (text: string) => createHmac('sha256', key).update(text).digest('base64url');
  return {
    sign,
    check(text: string, signature: string): boolean {
      const expected = Buffer.from(sign(text));
      const given = Buffer.from(signature);
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
  };
}
