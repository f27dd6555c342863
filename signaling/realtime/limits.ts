/** How often anybody may do anything. Points are given per window; who has none left is refused with `too_many`. */
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { RedisLink } from '../nodes/redis-link.ts';
import { within } from '../nodes/within.ts';

const MEGABYTE = 1024 * 1024;
const GIGABYTE = 1024 * MEGABYTE;
const DAY_SECONDS = 24 * 3600;

/** Points and the seconds in which they come back. People write slower, a retrying outbox may burst. */
const LIMITS = {
  /** Messages of one customer. */
  customerAppend: { points: 60, seconds: 10 },
  /** An agent answers several at once. */
  agentAppend: { points: 200, seconds: 10 },
  /** Catching up, reading back, marks, lists. */
  read: { points: 200, seconds: 10 },
  /** Calls that one person asks for: whoever rings others out of bed is slowed down. */
  ring: { points: 20, seconds: 60 },
  /** Taking seats in a call, and asking for what a connection needs. */
  callJoin: { points: 60, seconds: 10 },
  /** Offers, answers and candidates: a restart of a machine with many addresses sends some fifty. */
  callSignal: { points: 300, seconds: 10 },
  /** How a call fares: one says so twice a minute, and when it begins and ends; a reload begins anew. */
  callStats: { points: 20, seconds: 60 },
  typing: { points: 20, seconds: 10 },
  /** New visitors from one address: an airport's visitors share one. */
  identify: { points: 120, seconds: 3600 },
  /** Connections from one address. */
  connect: { points: 300, seconds: 60 },
  upload: { points: 30, seconds: 60 },
  /** Wrong passwords for one address and one account: slow for a guesser, and the owner isn't locked out for long. */
  signIn: { points: 10, seconds: 60 },
  /** Sign-ins from one address for whatever account: an office of agents begins its day at once. */
  signInAddress: { points: 30, seconds: 60 },
  /** Bytes of files of one person, and of all persons at one address. */
  uploadBytes: { points: 200 * MEGABYTE, seconds: 3600 },
  uploadBytesAddress: { points: 1000 * MEGABYTE, seconds: 3600 },
  /** Recordings that one person begins to send: a share that is cancelled and begun again counts as two. */
  recording: { points: 30, seconds: 3600 },
  /** Pieces of recordings, and questions how far one is. A fast line sends some ten pieces a second. */
  recordingPiece: { points: 600, seconds: 10 },
  /** Bytes of recordings, as announced: of one customer, of all customers at one address, of an agent, who records all day. */
  recordingBytes: { points: 6 * GIGABYTE, seconds: DAY_SECONDS },
  recordingBytesAddress: { points: 30 * GIGABYTE, seconds: DAY_SECONDS },
  recordingBytesAgent: { points: 60 * GIGABYTE, seconds: DAY_SECONDS },
} as const;

export type LimitName = keyof typeof LIMITS;

export interface Limits {
  /** False when there are no points left. */
  take(name: LimitName, key: string, points?: number): Promise<boolean>;
}

/** How long Redis may take to count, in milliseconds, before this node counts for itself. */
const COUNT_MS = 500;

/**
 * `factor` multiplies every limit: for load tests, which are one machine that plays thousands. With several nodes all count
 * together; while they don't hear each other, each gives what one node would.
 */
export function createLimits(factor = 1, link: RedisLink | null = null): Limits {
  const limiters = <L>(make: (options: { keyPrefix: string; points: number; duration: number }) => L) =>
    Object.fromEntries(
      Object.entries(LIMITS).map(([name, { points, seconds }]) => [
        name,
        make({ keyPrefix: name, points: points * factor, duration: seconds }),
      ]),
    ) as Record<LimitName, L>;
  const own = limiters((options) => new RateLimiterMemory(options));
  const shared =
    link &&
    limiters(
      (options) =>
        new RateLimiterRedis({
          ...options,
          keyPrefix: `${link.name}:${options.keyPrefix}`,
          storeClient: link.client,
          useRedisPackage: true,
        }),
    );
  return {
    async take(name, key, points = 1) {
      if (shared && link?.state() === 'linked') {
        try {
          return await within(COUNT_MS, counted(shared[name], key, points));
        } catch (error) {
          link.doubt(error);
        }
      }
      return counted(own[name], key, points);
    },
  };
}

/** Rejects only when it could not be counted. */
async function counted(limiter: RateLimiterAbstract, key: string, points: number): Promise<boolean> {
  try {
    await limiter.consume(key, points);
    return true;
  } catch (refused) {
    if (refused instanceof Error) throw refused;
    return false;
  }
}
