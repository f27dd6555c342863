/** Is the Redis between the nodes there, new enough, quick, and may we write into it? */
import { randomUUID } from 'node:crypto';
import { createClient } from '@redis/client';
import { broken, type Finding, inMs, ok, PATIENCE_MS, patiently, timed, warning, wordsOf } from './finding.ts';

/** The oldest that the adapter between the nodes is made for. */
const OLDEST = '6.2';
/** A round trip that is longer, in milliseconds, is felt in every message between two nodes. */
const SLOW_MS = 20;
const ROUNDS = 5;

const clientOf = (url: string) =>
  createClient({ url, socket: { connectTimeout: PATIENCE_MS, reconnectStrategy: false }, disableOfflineQueue: true });

/** `work` on a connection of its own, which is closed however it ends. */
export async function withRedis<T>(url: string, work: (client: ReturnType<typeof clientOf>) => Promise<T>): Promise<T> {
  const client = clientOf(url);
  client.on('error', () => {});
  try {
    return await patiently(client.connect().then(() => work(client)));
  } finally {
    client.destroy();
  }
}

/** Without anybody's password. */
export const redisPlace = (url: string): string => new URL(url).host;

export async function checkRedis(url: string | null): Promise<Finding[]> {
  if (url === null) return [ok('Redis', 'not used: REDIS_URL is empty, so this is the only node')];
  const place = redisPlace(url);
  try {
    return await withRedis(url, async (client) => {
      const info = new Map((await client.info()).split('\r\n').map((line) => line.split(':', 2) as [string, string]));
      const version = info.get('redis_version') ?? '0';
      if (version.localeCompare(OLDEST, 'en', { numeric: true }) < 0) {
        return [broken('Redis', `${place} is version ${version}`, `use ${OLDEST} or newer.`)];
      }
      const key = `ycyw:doctor:${randomUUID()}`;
      await client.xAdd(key, '*', { doctor: 'was here' });
      await client.xRange(key, '-', '+');
      await client.del(key);
      const { ms } = await timed(async () => {
        for (let n = 0; n < ROUNDS; n += 1) await client.ping();
      });
      const trip = ms / ROUNDS;
      const lasting = info.get('aof_enabled') === '1' ? 'appendonly' : 'nothing on disk, which is enough';
      const findings = [ok('Redis', `version ${version} at ${place}: a round trip takes ${inMs(trip)}, ${lasting}`)];
      const policy = info.get('maxmemory_policy') ?? 'noeviction';
      if (policy !== 'noeviction' && info.get('maxmemory') !== '0') {
        const what = `${place} throws away what it holds when its memory is full (maxmemory-policy ${policy})`;
        findings.push(warning('Redis', what, 'set maxmemory-policy to noeviction.'));
      }
      if (trip > SLOW_MS) {
        const what = `${place} takes ${inMs(trip)} for a round trip`;
        findings.push(warning('Redis', what, 'run it in the same place as the nodes.'));
      }
      return findings;
    });
  } catch (error) {
    const why = wordsOf(error);
    const todo = /WRONGPASS|NOAUTH|NOPERM/.test(why)
      ? 'correct user and password in REDIS_URL; the user needs streams, INFO, TIME and DEL.'
      : /READONLY/.test(why)
        ? 'name the primary in REDIS_URL, not a replica.'
        : 'is it running there, does REDIS_URL name it, and do firewalls let it through?';
    return [broken('Redis', `${place} can't be used: ${why}`, todo)];
  }
}
