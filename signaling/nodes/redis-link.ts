/**
 * The link between nodes over Redis: Socket.IO's adapter for pushes, its server-side events for what nodes say to each
 * other, and the client that limits are counted with. Nothing ever waits for it: while Redis is gone, this node
 * serves its own people as if it were alone, and what the others should have heard comes to them by their cursors.
 */

import { createClient } from '@redis/client';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import type { DefaultEventsMap, Namespace, Server } from 'socket.io';
import type { Logger } from '../log.ts';
import type { Gathering } from './gathering.ts';
import type { LinkState, NodeLink } from './link.ts';
import { within } from './within.ts';

type Client = ReturnType<typeof clientOf>;
type Adapter = ReturnType<typeof createAdapter> extends (namespace: never) => infer A ? A : never;

/** How often Redis is asked whether it is there, and how long it may take to say so, in milliseconds. */
const PING_MS = 1000;
const PONG_MS = 1000;
/** A connection over which nothing has come for as long is a dead one. Reading the stream says something every second. */
const DEAD_MS = 5000;
const RECONNECT_MIN_MS = 100;
const RECONNECT_MAX_MS = 2000;
const READ_MS = 1000;
/** How long what was said stays in Redis, in milliseconds: for a node that reads late, and no longer, since it is people's words. */
const KEPT_MS = 60_000;
/** After a read that Redis refused; without the pause it would be asked in a circle. */
const AGAIN_MS = 1000;
/** Pushes that are kept for a node that reads late: some seconds of the heaviest traffic; whoever is later catches up by cursor. */
const STREAM_LENGTH = 20_000;
const WORD = 'between-nodes';

interface Words {
  [WORD]: (word: Gathering, node: string) => void;
}
type Speaking = Namespace<DefaultEventsMap, DefaultEventsMap, Words>;

export interface RedisLink extends NodeLink {
  /** What its keys and channels begin with: another in each database of one Redis. */
  name: string;
  /** For what is counted together. It refuses at once while Redis is gone. */
  client: Client;
  /** Redis was slow: nobody waits for it until it has answered again. */
  doubt(error: unknown): void;
  attach(io: Server): void;
  /** After Socket.IO has let go of it. */
  close(): void;
}

function clientOf(url: string) {
  return createClient({
    url,
    disableOfflineQueue: true,
    socket: {
      connectTimeout: DEAD_MS,
      socketTimeout: DEAD_MS,
      reconnectStrategy: (tries) => Math.min(RECONNECT_MIN_MS * 2 ** tries, RECONNECT_MAX_MS),
    },
  });
}

/** Comes back at once: a Redis that isn't there yet is connected to when it is. */
export function redisLink(url: string, node: string, log: Logger): RedisLink {
  const name = `ycyw${new URL(url).pathname.replace('/', '-')}`;
  const listeners = new Set<(state: LinkState) => void>();
  const hearing = new Set<(word: Gathering, node: string) => void>();
  let state: LinkState = 'lost';
  let told: Speaking | null = null;
  const clients = new Set<Client>();
  let life: 'open' | 'closed' = 'open';

  const become = (next: LinkState, why?: unknown) => {
    if (state === next || life === 'closed') return;
    state = next;
    if (next === 'linked') log.info({}, 'Redis is there: the nodes hear each other');
    else log.warn({ error: why }, 'Redis is gone: the nodes hear nothing of each other until it is back');
    for (const listener of listeners) listener(next);
  };

  const open = (): { client: Client; ready: Promise<unknown> } => {
    const client = clientOf(url);
    // What matters of it is whether it is ready.
    client.on('error', () => {});
    clients.add(client);
    return { client, ready: client.connect().catch(() => {}) };
  };

  const { client } = open();
  const whileLinked = async <T>(publish: () => Promise<T>, otherwise: T): Promise<T> => {
    if (state !== 'linked') return otherwise;
    return publish().catch(() => otherwise);
  };

  let asking: 'no' | 'yes' = 'no';
  const ping = async () => {
    // Not a second time before the first was answered: what is written keeps a dead connection from being noticed.
    if (asking === 'yes') return;
    asking = 'yes';
    // A Redis that reads and doesn't write passes nothing on. Words older than a minute are of no use to anybody.
    const write = Promise.all([
      client.set(`${name}:there`, '1', { PX: KEPT_MS }),
      client.xTrim(name, 'MINID', Date.now() - KEPT_MS),
    ]);
    write
      .catch(() => {})
      .finally(() => {
        asking = 'no';
      });
    try {
      await within(PONG_MS, write);
      become('linked');
    } catch (error) {
      become('lost', error);
    }
  };
  const pings = setInterval(ping, PING_MS);
  client.on('ready', () => void ping());
  client.on('end', () => become('lost'));

  /** What the adapter uses of a client. It takes anything with `sSubscribe` for one of this library. */
  const reader = () => {
    const { client: own, ready } = open();
    return {
      sSubscribe() {},
      on() {},
      connect: () => ready,
      disconnect() {},
      // The adapter doesn't look at what becomes of it. Once it has gone through, the client itself does it again.
      async subscribe(...args: Parameters<Client['subscribe']>) {
        for (;;) {
          if (life === 'closed') return;
          try {
            return await own.subscribe(...args);
          } catch (error) {
            log.warn({ error }, 'what other nodes say can’t be listened to yet');
            await pause(AGAIN_MS);
          }
        }
      },
      async xRead(...args: Parameters<Client['xRead']>) {
        // The adapter asks again as soon as it has an answer.
        if (life === 'closed') return new Promise<never>(() => {});
        if (!own.isReady) return pause(AGAIN_MS);
        return own.xRead(...args).catch(() => pause(AGAIN_MS));
      },
    };
  };
  /** A push that can't be published is one that the others catch up with. */
  const writer = {
    sSubscribe() {},
    duplicate: reader,
    xAdd: (...args: Parameters<Client['xAdd']>) => whileLinked(() => client.xAdd(...args), ''),
    publish: (...args: Parameters<Client['publish']>) => whileLinked(() => client.publish(...args), 0),
  };

  return {
    node,
    client,
    name,
    state: () => state,
    doubt: (error) => become('lost', error),
    tell(word) {
      if (state === 'linked') told?.serverSideEmit(WORD, word, node);
    },
    hear: (listener) => void hearing.add(listener),
    changed: (listener) => void listeners.add(listener),
    attach(io) {
      const adapterOf = createAdapter(writer, {
        streamName: name,
        channelPrefix: name,
        maxLen: STREAM_LENGTH,
        blockTimeInMs: READ_MS,
      });
      // Socket.IO calls it with `new`, which an arrow function doesn't take.
      function unwaitingOf(namespace: Namespace) {
        return unwaiting(adapterOf(namespace));
      }
      io.adapter(unwaitingOf);
      const speaking: Speaking = io.of('/');
      speaking.on(WORD, (word, from) => {
        for (const listener of hearing) listener(word, from);
      });
      told = speaking;
    },
    close() {
      life = 'closed';
      clearInterval(pings);
      for (const one of clients) one.destroy();
    },
  };
}

/** As it stands, the adapter emits to this node's own sockets once Redis has the push. */
function unwaiting(adapter: Adapter): Adapter {
  const publish = adapter.doPublish.bind(adapter);
  return Object.assign(adapter, {
    async doPublish(message: Parameters<typeof publish>[0]) {
      publish(message).catch(() => {});
      return '';
    },
  });
}

const pause = (ms: number): Promise<null> => new Promise((resolve) => setTimeout(() => resolve(null), ms));
