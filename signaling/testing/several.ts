/** For tests: several nodes in this process, on one PostgreSQL, one Redis, one folder and one clock. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RedisLink, redisLink } from '../nodes/redis-link.ts';
import { newDatabase } from './postgres.ts';
import { Redis } from './redis.ts';
import { silent, TestClock, type TestOptions, type TestService, testService } from './service.ts';
import { openPostgres } from './store.ts';

export interface Several extends AsyncDisposable {
  nodes: TestService[];
  links: RedisLink[];
  /** Their own, which may be stopped. */
  redis: Redis;
  clock: TestClock;
  /** Until each node hears the others, or knows that it doesn't. */
  areLinked(state: 'linked' | 'lost'): Promise<void>;
}

/** `later`: Redis isn't there when they start. */
export async function several(
  count: number,
  options: TestOptions = {},
  whether: 'there' | 'later' = 'there',
): Promise<Several> {
  const [database, redis] = await Promise.all([newDatabase(), Redis.start()]);
  if (whether === 'later') await redis.stop();
  const folder = await mkdtemp(join(tmpdir(), 'ycyw-several-'));
  const clock = new TestClock();
  const links: RedisLink[] = [];
  const nodes: TestService[] = [];
  for (let n = 0; n < count; n += 1) {
    const link = redisLink(redis.url(), randomUUID(), silent);
    links.push(link);
    nodes.push(await testService({ ...options, store: openPostgres(database), link, folder, clock }));
  }
  const several: Several = {
    nodes,
    links,
    redis,
    clock,
    async areLinked(state) {
      await Promise.all(
        links.map(async (link) => {
          while (link.state() !== state) await new Promise<void>((resolve) => link.changed(() => resolve()));
        }),
      );
    },
    async [Symbol.asyncDispose]() {
      for (const node of nodes) await node[Symbol.asyncDispose]();
      for (const link of links) link.close();
      redis.remove();
      await rm(folder, { recursive: true });
    },
  };
  if (whether === 'there') await several.areLinked('linked');
  return several;
}
