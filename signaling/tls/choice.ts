/** Which certificate a start takes, and under which addresses it is found: what the operator asked for, on this machine. */
import { type Config, ConfigError, requireHttps } from '../config.ts';
import { inUrl, isAll, isThisMachine } from './hosts.ts';
import { givenTls, type Tls } from './pair.ts';
import { selfSignedTls } from './self-signed.ts';

/** With `--https` and without HOST: on a phone somebody wants to see it. */
export const ALL_ADDRESSES = '0.0.0.0';

/** `own`: by `--https`. */
export type Wanted = 'own' | 'configured';

export interface Machine {
  hostname: string;
  /** Addresses in its networks. */
  lan: readonly string[];
}

/** Null: HTTP. Throws a `ConfigError` that says why a certificate can't be used. */
export async function chosenTls(
  { tls, dataDir, host, publicUrl }: Pick<Config, 'tls' | 'dataDir' | 'host' | 'publicUrl'>,
  wanted: Wanted,
  machine: Machine,
  now: () => number,
): Promise<Tls | null> {
  if (wanted === 'configured') return tls && givenTls(tls, now);
  if (tls) throw new ConfigError('--https makes a certificate of its own, but TLS_CERT is set: leave one of them out.');
  requireHttps(publicUrl, '--https');
  const asked = publicUrl === null ? [] : [new URL(publicUrl).hostname];
  const names = ['localhost', '127.0.0.1', machine.hostname, ...machine.lan, host, ...asked];
  // No certificate has a name with other characters; IPv6 isn't typed on a phone.
  const fits = (name: string) => /^[a-z\d.-]+$/i.test(name) && !isAll(name);
  return selfSignedTls({ folder: dataDir, names: [...new Set(names)].filter(fits), now });
}

/** Where a phone in the same network finds what this machine finds at `listening`. */
export function phoneAddresses(listening: URL, host: string, { lan }: Machine): URL[] {
  const hosts = isAll(host) ? lan : [host];
  return hosts
    .filter((one) => !isThisMachine(one))
    .map((one) => Object.assign(new URL(listening), { hostname: inUrl(one) }));
}
