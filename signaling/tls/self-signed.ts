/**
 * A certificate that this machine makes for itself, for trying the service on a phone in the same network. It is kept, so that what
 * somebody has told a browser about it holds over restarts. The only place that loads the library which makes it: pkijs, which brings
 * four small packages; @peculiar/x509, on which `selfsigned` stands, brings some twenty and wants `Reflect` patched.
 */
import { createPrivateKey, KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { isIPv4 } from 'node:net';
import { join } from 'node:path';
import { unusable } from '../config.ts';
import { fixedTls, type Pair, type Tls } from './pair.ts';

const DAY_MS = 24 * 60 * 60_000;
/** More than 398 are refused by Apple's devices, whoever has signed. */
const DAYS = 397;
/** A start with less left makes a new one: a service may run as long. */
const DAYS_LEFT_MIN = 30;
/** Clocks of phones may be behind this machine's. */
const BEFORE_MS = DAY_MS;
const SERIAL_BYTES = 16;

/** One file with both, so that it is there as a whole or not at all. */
const FILE = 'self-signed.pem';
const COMMON_NAME = 'Your Car Your Way support';

/** By their numbers in the standard. */
const OID = {
  commonName: '2.5.4.3',
  alternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
};
const GENERAL_NAME = { dns: 2, ip: 7 } as const;

export interface SelfSignedDeps {
  /** Where it is kept. */
  folder: string;
  /** Host names and IPv4 addresses under which somebody may come. */
  names: readonly string[];
  now: () => number;
}

/** The one that is kept, while it is good for these names; else a new one. Throws a `ConfigError` when the folder can't have it. */
export async function selfSignedTls({ folder, names, now }: SelfSignedDeps): Promise<Tls> {
  const path = join(folder, FILE);
  const kept = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw unusable('DATA_DIR', folder, error);
  });
  const isGood = isGoodFor(kept, names, now());
  const pem = isGood ? kept : contentOf(await makePair(names, now()));
  if (!isGood) {
    await put(path, pem).catch((error) => {
      throw unusable('DATA_DIR', folder, error);
    });
  }
  // Either is found in it.
  return fixedTls({ cert: pem, key: pem }, 'own');
}

/** By way of a file that nobody else has made or writes, so that nobody else can read it. */
async function put(path: string, pem: string): Promise<void> {
  const made = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    await writeFile(made, pem, { mode: 0o600, flag: 'wx' });
    await rename(made, path);
  } catch (error) {
    await rm(made, { force: true }).catch(() => {});
    throw error;
  }
}

const contentOf = ({ cert, key }: Pair): string => cert + key;

function isGoodFor(pem: string, names: readonly string[], at: number): boolean {
  try {
    const certificate = new X509Certificate(pem);
    const lasts = certificate.validToDate.getTime() - at >= DAYS_LEFT_MIN * DAY_MS;
    const opens = certificate.checkPrivateKey(createPrivateKey(pem));
    return (
      opens && lasts && names.every((name) => (isIPv4(name) ? certificate.checkIP(name) : certificate.checkHost(name)))
    );
  } catch {
    return false;
  }
}

export async function makePair(names: readonly string[], at: number): Promise<Pair> {
  const [asn1, pki] = await Promise.all([import('asn1js'), import('pkijs')]);
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const serial = randomBytes(SERIAL_BYTES);
  // The first bit would make it negative, and a zero before is refused as too long.
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  const certificate = new pki.Certificate({ version: 2, serialNumber: new asn1.Integer({ valueHex: serial }) });
  for (const { typesAndValues } of [certificate.subject, certificate.issuer]) {
    const value = new asn1.Utf8String({ value: COMMON_NAME });
    typesAndValues.push(new pki.AttributeTypeAndValue({ type: OID.commonName, value }));
  }
  certificate.notBefore.value = new Date(at - BEFORE_MS);
  certificate.notAfter.value = new Date(at - BEFORE_MS + DAYS * DAY_MS);
  const alternatives = names.map((name) =>
    isIPv4(name)
      ? new pki.GeneralName({
          type: GENERAL_NAME.ip,
          value: new asn1.OctetString({ valueHex: Uint8Array.from(name.split('.'), Number) }),
        })
      : new pki.GeneralName({ type: GENERAL_NAME.dns, value: name }),
  );
  const extension = (extnID: string, critical: boolean, content: { toSchema(): { toBER(): ArrayBuffer } }) =>
    new pki.Extension({ extnID, critical, extnValue: content.toSchema().toBER() });
  certificate.extensions = [
    // Whoever trusts it trusts this machine, not whatever this machine's key signs.
    extension(OID.basicConstraints, true, new pki.BasicConstraints({ cA: false })),
    extension(OID.extendedKeyUsage, false, new pki.ExtKeyUsage({ keyPurposes: [OID.serverAuth] })),
    extension(OID.alternativeName, false, new pki.GeneralNames({ names: alternatives })),
  ];
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  await certificate.sign(keys.privateKey, 'SHA-256');
  return {
    cert: new X509Certificate(Buffer.from(certificate.toSchema(true).toBER())).toString(),
    key: KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
