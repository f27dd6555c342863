/** The Redis of tests: there, frozen, gone and back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '@redis/client';
import { Redis } from './redis.ts';

test('a Redis of one’s own answers, is empty after a restart, and is gone in the end', async () => {
  const server = await Redis.start({ requirepass: 'secret' });
  const client = createClient({ url: server.url(':secret'), socket: { reconnectStrategy: 5 } });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.set('kept', 'no');
    server.freeze();
    const late = client.get('kept');
    server.thaw();
    assert.equal(await late, 'no');
    await server.stop();
    await server.start();
    assert.equal(await client.get('kept'), null);
  } finally {
    client.destroy();
    await server.stop();
    server.remove();
  }
});
