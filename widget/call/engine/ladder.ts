/**
 * How much of a picture this side should send over a poor line: down quickly, up slowly, and the more slowly the more
 * often it didn't hold. Pure.
 */
import type { Time } from '../../../signaling/protocol/events.ts';
import type { Step } from '../types.ts';

export interface Ladder {
  step: Step;
  run: 'good' | 'fair' | 'bad';
  /** Since when it has been like that. */
  since: Time;
  /** How long it has to be good before the next step up. */
  patience: number;
  raisedAt: Time;
  /** The person wanted more: until then it isn't taken away again. */
  heldUntil: Time;
}

export interface LineSample {
  now: Time;
  /** Of what this side sends, as the other side tells. */
  lossPercent: number;
  rttMs: number;
  /** What the browser thinks that the line carries; null where it doesn't say, or nothing was sent to find out with. */
  availableBps: number | null;
}

const STEPS = ['full', 'smaller', 'slower', 'sound_only'] as const satisfies Step[];

/** What each step needs to look like something, in bits a second. */
const NEEDS_BPS: Record<Step, number> = { full: 350_000, smaller: 180_000, slower: 80_000, sound_only: 0 };
/** What the camera may send in each step, in bits and frames a second. 720p30 looks no better above 1.7 Mbit/s. */
export const CAMERA_LIMITS: Record<Step, { maxBitrate: number; maxFramerate: number }> = {
  full: { maxBitrate: 1_700_000, maxFramerate: 30 },
  smaller: { maxBitrate: 500_000, maxFramerate: 30 },
  slower: { maxBitrate: 150_000, maxFramerate: 10 },
  sound_only: { maxBitrate: 150_000, maxFramerate: 10 },
};

/** Loss that sound's error correction and resent pictures no longer hide, in percent, and loss that nobody notices. */
const LOSS_BAD = 8;
const LOSS_GOOD = 3;
/** A queue before a narrow line fills up to seconds; in milliseconds there and back. */
const RTT_BAD_MS = 1_000;
const RTT_GOOD_MS = 500;
/** A poor moment isn't a poor line; in milliseconds. */
const DOWN_AFTER_MS = 3_000;
const UP_AFTER_MS = 15_000;
const UP_AFTER_MAX_MS = 120_000;
/** A step up that held for so long was right, in milliseconds. */
const PROVEN_MS = 30_000;
/** How long the person's wish holds, in milliseconds: long enough to see whether it can. */
const HOLD_MS = 20_000;

export const startLadder = (now: Time): Ladder => ({
  step: 'full',
  run: 'fair',
  since: now,
  patience: UP_AFTER_MS,
  raisedAt: now - PROVEN_MS,
  heldUntil: now,
});

export function climb(ladder: Ladder, sample: LineSample): Ladder {
  const { now } = sample;
  const run = judged(ladder.step, sample);
  if (run !== ladder.run) return { ...ladder, run, since: now };
  const lasted = now - ladder.since;
  if (run === 'bad' && lasted >= DOWN_AFTER_MS && now >= ladder.heldUntil && ladder.step !== 'sound_only') {
    const isRelapse = now - ladder.raisedAt < PROVEN_MS;
    const patience = isRelapse ? Math.min(UP_AFTER_MAX_MS, ladder.patience * 2) : UP_AFTER_MS;
    return { ...ladder, step: moved(ladder.step, 1), since: now, patience };
  }
  if (run === 'good' && lasted >= ladder.patience && ladder.step !== 'full') {
    return { ...ladder, step: moved(ladder.step, -1), since: now, raisedAt: now };
  }
  return ladder;
}

/** One step up by the person's wish. */
export function raise(ladder: Ladder, now: Time): Ladder {
  return { ...ladder, step: moved(ladder.step, -1), run: 'fair', since: now, raisedAt: now, heldUntil: now + HOLD_MS };
}

function judged(step: Step, { lossPercent, rttMs, availableBps }: LineSample): Ladder['run'] {
  const isNarrow = availableBps !== null && availableBps < NEEDS_BPS[step];
  if (lossPercent > LOSS_BAD || rttMs > RTT_BAD_MS || isNarrow) return 'bad';
  return lossPercent < LOSS_GOOD && rttMs < RTT_GOOD_MS ? 'good' : 'fair';
}

const moved = (step: Step, by: 1 | -1): Step => STEPS[STEPS.indexOf(step) + by] ?? step;
