/** `npm run doctor`: everything that the service needs, looked at. Changes nothing. */
import { type Config, ConfigError, readConfig } from '../config.ts';
import { checkCertificates } from './certificate-check.ts';
import { checkClock, type OtherClock } from './clock-check.ts';
import { checkDisk } from './disk-check.ts';
import { broken, type Check, type Finding, ok, warning } from './finding.ts';
import { checkRedis, redisPlace, withRedis } from './redis-check.ts';
import { checkStore, type StorePlace, storePlace, withStore } from './store-check.ts';
import { checkTurn } from './turn-check.ts';

export interface DoctorDeps {
  environment: Record<string, string | undefined>;
  now: () => number;
  freeBytes: (folder: string) => Promise<number>;
  /** An authority that is trusted besides those that Node knows, in PEM. */
  ca?: string;
  /** Looks at nothing else. */
  only?: Check;
}

export async function examine({ environment, now, freeBytes, ca, only }: DoctorDeps): Promise<Finding[]> {
  const config = configOf(environment);
  if (config instanceof ConfigError) {
    return [broken('configuration', config.message, 'correct it, then run this again: nothing else was looked at.')];
  }
  const store = storePlace(config);
  const checks: Record<Check, () => Promise<Finding[]>> = {
    configuration: async () => checkConfig(config),
    store: () => checkStore(store, config.databaseUrl),
    Redis: () => checkRedis(config.redisUrl),
    TURN: () => checkTurn(config.ice, now, ca),
    certificate: () => checkCertificates(config, now, ca),
    disk: () => checkDisk({ dataDir: config.dataDir, store, freeBytes }),
    clock: () => checkClock(clocksOf(config, store), now),
  };
  const asked = only ? [checks[only]] : Object.values(checks);
  return (await Promise.all(asked.map((check) => check()))).flat();
}

function configOf(environment: DoctorDeps['environment']): Config | ConfigError {
  try {
    return readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

/** What can be used, but is hardly meant. */
function checkConfig({ publicUrl, trustProxy, tls, demo }: Config): Finding[] {
  const found: Finding[] = [];
  const isPublic = publicUrl?.startsWith('https:') ?? false;
  if (isPublic && !trustProxy && !tls) {
    const todo = 'set TRUST_PROXY=on, if a proxy of yours writes X-Forwarded-For.';
    const what = 'PUBLIC_URL is HTTPS and TRUST_PROXY off: everybody has the proxy’s address, and shares its limits';
    found.push(warning('configuration', what, todo));
  }
  if (tls && trustProxy) {
    const todo = 'set TRUST_PROXY=off, unless nobody comes but through a proxy, which itself asks over HTTPS.';
    const what =
      'TLS_CERT is set and TRUST_PROXY on: without a proxy everybody writes X-Forwarded-For, and has no limits';
    found.push(warning('configuration', what, todo));
  }
  if (isPublic && demo) {
    found.push(warning('configuration', 'the rental demo pages are served at PUBLIC_URL', 'set DEMO=off.'));
  }
  return found.length > 0 ? found : [ok('configuration', 'every value can be used')];
}

function clocksOf({ databaseUrl, redisUrl }: Config, { open }: StorePlace): OtherClock[] {
  const clocks: OtherClock[] = [];
  if (databaseUrl !== null && open) {
    clocks.push({ name: 'PostgreSQL', read: () => withStore(open, (store) => store.clock()) });
  }
  if (redisUrl !== null) {
    const read = () =>
      withRedis(redisUrl, async (client) => {
        const [seconds, micros] = (await client.sendCommand(['TIME'])) as unknown as [string, string];
        return Number(seconds) * 1000 + Number(micros) / 1000;
      });
    clocks.push({ name: `Redis (${redisPlace(redisUrl)})`, read });
  }
  return clocks;
}
