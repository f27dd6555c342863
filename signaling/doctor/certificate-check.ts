/**
 * Does the address that people see have a certificate that their browsers trust, and for how long? And the service's own, if it
 * has one: can it be used?
 */
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { connect, rootCertificates } from 'node:tls';
import { type Config, ConfigError } from '../config.ts';
import { isThisMachine } from '../tls/hosts.ts';
import { DAYS_LEFT_MIN, type PairFiles, readPair } from '../tls/pair.ts';
import { broken, type Finding, ok, patiently, warning, wordsOf } from './finding.ts';

const DAY_MS = 24 * 60 * 60_000;
const HTTPS_PORT = 443;

const SENTENCES: Partial<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet: is a clock wrong?',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is not for this host name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'comes from an authority that browsers don’t know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'comes without the ones between it and its authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'comes without the ones between it and its authority',
};

const RENEW = 'renew it, and look why that did not happen by itself.';

/** @param ca an authority that is trusted besides, in PEM. */
export async function checkCertificates(
  { tls, publicUrl }: Pick<Config, 'tls' | 'publicUrl'>,
  now: () => number,
  ca?: string,
): Promise<Finding[]> {
  const own = tls ? [await checkFiles(tls, now)] : [];
  return tls && publicUrl === null ? own : [...own, ...(await checkAddress(publicUrl, now, ca))];
}

/** How long it is good; what is shown at the address is looked at there. */
async function checkFiles(files: PairFiles, now: () => number): Promise<Finding> {
  try {
    const { cert } = await readPair(files);
    return lasting(
      `in TLS_CERT, ${files.certFile},`,
      new X509Certificate(cert).validToDate.getTime(),
      'fits its key,',
      now,
    );
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return broken('certificate', error.message.replace(/\.$/, ''), 'correct it: the service does not start with it.');
  }
}

/** `well`: what else is to be said of it when it lasts. */
function lasting(whose: string, until: number, well: string, now: () => number): Finding {
  const days = Math.floor((until - now()) / DAY_MS);
  if (days < 0) return broken('certificate', `that ${whose} has expired`, RENEW);
  if (days < DAYS_LEFT_MIN) return warning('certificate', `that ${whose} ends in ${days} days`, RENEW);
  return ok('certificate', `that ${whose} ${well} and good for ${days} days`);
}

async function checkAddress(publicUrl: string | null, now: () => number, ca?: string): Promise<Finding[]> {
  if (publicUrl === null) return [ok('certificate', 'nothing to look at: PUBLIC_URL is empty')];
  const { protocol, hostname, port } = new URL(publicUrl);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol !== 'https:') {
    if (isThisMachine(host)) return [ok('certificate', 'not needed on this machine')];
    const what = `PUBLIC_URL is ${publicUrl}: without HTTPS browsers give neither camera nor screen`;
    return [
      warning(
        'certificate',
        what,
        'put a proxy with a certificate before the service, or give it one (TLS_CERT); and the address into PUBLIC_URL.',
      ),
    ];
  }
  const socket = connect({
    host,
    port: Number(port || HTTPS_PORT),
    // What is wrong with it is to be said, all of it.
    rejectUnauthorized: false,
    ...(isIP(host) ? {} : { servername: host }),
    ...(ca ? { ca: [...rootCertificates, ca] } : {}),
  });
  try {
    await patiently(once(socket, 'secureConnect'));
    const { authorizationError: error } = socket;
    const until = Date.parse(socket.getPeerCertificate().valid_to);
    if (error && until >= now()) {
      // Its type is wrong: it is the error's code.
      const code = String(error);
      const todo =
        code === 'CERT_HAS_EXPIRED'
          ? RENEW
          : 'give the proxy, or TLS_CERT, a certificate for this name, with its whole chain.';
      return [broken('certificate', `that of ${publicUrl} ${SENTENCES[code] ?? `is not trusted: ${code}`}`, todo)];
    }
    return [lasting(`of ${publicUrl}`, until, 'is trusted', now)];
  } catch (error) {
    const todo =
      'is the proxy, or the service itself, running, and does the name lead to it? From inside of a network it may not.';
    return [broken('certificate', `${publicUrl} can't be reached: ${wordsOf(error)}`, todo)];
  } finally {
    socket.destroy();
  }
}
