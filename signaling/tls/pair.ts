/**
 * The certificate and the key with which the service speaks HTTPS by itself: read from the operator's files, and read again, since
 * whatever renews them tells nobody. Knows no server.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { type Config, ConfigError, unusable } from '../config.ts';

/** In PEM; the certificate with what stands between it and its authority. */
export interface Pair {
  cert: string;
  key: string;
}

/** Where the operator keeps it. */
export type PairFiles = NonNullable<Config['tls']>;

export interface Tls {
  /** Of the start. */
  pair: Pair;
  /** `own`: made by this machine for itself, so that browsers warn of it. */
  kind: 'given' | 'own';
  /** When the certificate ends that is served now. */
  ends: () => number;
  /** The pair that has come in its place since; null: none. Throws once a day for one that can't be used, and has the one before go on. */
  renewed: () => Promise<Pair | null>;
}

/** By then whatever renews it has failed for two weeks: what is usual is to renew a month before the end. */
export const DAYS_LEFT_MIN = 14;
/** How often the log says what is wrong with a certificate, in milliseconds. */
export const SAID_EVERY_MS = 24 * 60 * 60_000;

/** Throws a `ConfigError` that says which file is wrong, and how. */
export async function givenTls(files: PairFiles, now: () => number): Promise<Tls> {
  const pair = await readPair(files);
  let served = pair;
  let said = { what: '', at: 0 };
  const next = async () => {
    const found = await read(files);
    if (contentOf(found) === contentOf(served)) return null;
    requireFit(files, found);
    requireTimely(files, found, now());
    served = found;
    return found;
  };
  return {
    pair,
    kind: 'given',
    ends: () => endOf(served),
    async renewed() {
      try {
        return await next();
      } catch (error) {
        const what = String(error);
        if (what === said.what && now() - said.at < SAID_EVERY_MS) return null;
        said = { what, at: now() };
        throw error;
      }
    },
  };
}

/** One that nothing comes in place of while this start lasts. */
export const fixedTls = (pair: Pair, kind: Tls['kind']): Tls => ({
  pair,
  kind,
  ends: () => endOf(pair),
  renewed: async () => null,
});

const endOf = ({ cert }: Pair): number => new X509Certificate(cert).validToDate.getTime();

const contentOf = ({ cert, key }: Pair): string => `${cert}\n${key}`;

/** Throws a `ConfigError` that says which file is wrong, and how. */
export async function readPair(files: PairFiles): Promise<Pair> {
  const pair = await read(files);
  requireFit(files, pair);
  return pair;
}

async function read({ certFile, keyFile }: PairFiles): Promise<Pair> {
  const text = (name: string, path: string) =>
    readFile(path, 'utf8').catch((error) => {
      throw unusable(name, path, error);
    });
  const [cert, key] = await Promise.all([text('TLS_CERT', certFile), text('TLS_KEY', keyFile)]);
  return { cert, key };
}

/** Each of a file's faults has its sentence; OpenSSL's own are for programmers. */
function requireFit({ certFile, keyFile }: PairFiles, { cert, key }: Pair): void {
  const certificate = orElse(
    () => new X509Certificate(cert),
    `TLS_CERT is ${certFile}, but has no certificate in PEM.`,
  );
  const secret = orElse(
    () => createPrivateKey(key),
    `TLS_KEY is ${keyFile}, but has no private key in PEM that opens without a password.`,
  );
  if (!certificate.checkPrivateKey(secret)) {
    throw new ConfigError(`TLS_KEY is ${keyFile}, but is not the key of the certificate in TLS_CERT, ${certFile}.`);
  }
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw unusable('TLS_CERT', certFile, error);
  }
}

/** At the start it may be all that there is. In place of another it must be good. */
function requireTimely({ certFile }: PairFiles, { cert }: Pair, at: number): void {
  const { validFromDate, validToDate } = new X509Certificate(cert);
  const refuse = (what: string, date: Date) =>
    new ConfigError(`TLS_CERT is ${certFile}, but that certificate ${what} ${date.toISOString()}.`);
  if (validToDate.getTime() <= at) throw refuse('ended at', validToDate);
  if (validFromDate.getTime() > at) throw refuse('begins at', validFromDate);
}

function orElse<T>(work: () => T, sentence: string): T {
  try {
    return work();
  } catch {
    throw new ConfigError(sentence);
  }
}
