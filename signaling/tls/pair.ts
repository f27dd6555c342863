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
  /** The pair that has come in its place since; null: none. Throws once for a pair that can't be used, and has the one before go on. */
  renewed: () => Promise<Pair | null>;
}

/** Throws a `ConfigError` that says which file is wrong, and how. */
export async function givenTls(files: PairFiles): Promise<Tls> {
  const pair = await readPair(files);
  let seen = contentOf(pair);
  return {
    pair,
    kind: 'given',
    async renewed() {
      const found = await read(files).catch((error: Error) => error);
      const content = found instanceof Error ? found.message : contentOf(found);
      if (content === seen) return null;
      seen = content;
      if (found instanceof Error) throw found;
      requireFit(files, found);
      return found;
    },
  };
}

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

function orElse<T>(work: () => T, sentence: string): T {
  try {
    return work();
  } catch {
    throw new ConfigError(sentence);
  }
}
