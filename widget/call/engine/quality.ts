/**
 * How good the call is, and whose line makes it poor: from a measure of each direction once a second. Pure.
 *
 * The score is the E-model of ITU-T G.107, simplified. Of it stand the rating R, which begins at 93.2 where everything has its
 * default value, and annex B's step from R to a mean opinion score. R falls with delay, which jitter adds to since a buffer has to
 * even it out, slowly as long as nobody notices and faster from 160 ms on, and by 2.5 for each percent that is lost. That short form is
 * PingPlotter's ("How is MOS calculated"), with which much of the field counts, Twilio's and Signal's calls among it; G.107's own
 * terms for codecs, echo and bursts are left out, so it compares calls and says nothing of one codec against another. The bars
 * follow the classes of G.109 (R 80, 70, 60).
 */
import type { Quality } from '../types.ts';
import type { Measure } from './channel.ts';

export interface Sample {
  /** Of what comes; null when nothing did, so that there is nothing to judge. */
  inbound: Measure | null;
  /** Of what goes, as the other side tells. */
  outbound: Measure | null;
  /** There and back; null when it isn't known. */
  rttMs: number | null;
}

export interface Judgement extends Sample {
  quality: Quality;
  /** How many times in a row the bars should have been others. */
  waiting: number;
}

/** The share of a new sample in the mean: what happens shows after about three seconds. */
const NEW_SHARE = 0.3;
/** Samples in a row until the bars fall and until they rise, so that they don't flicker. */
const FALL_AFTER = 2;
const RISE_AFTER = 4;
/** Codecs and buffers, in milliseconds. */
const PROCESSING_MS = 10;

export const UNJUDGED: Judgement = {
  inbound: null,
  outbound: null,
  rttMs: null,
  waiting: 0,
  quality: { bars: null, whose: null, latencyMs: 0, jitterMs: 0, lossPercent: 0, mos: 4.4 },
};

/** Mean opinion score, 1 to 4.5. */
export function mos(latencyMs: number, { jitterMs, lossPercent }: Measure): number {
  const effective = latencyMs + 2 * jitterMs + PROCESSING_MS;
  const delay = effective < 160 ? effective / 40 : (effective - 120) / 10;
  const r = Math.min(100, Math.max(0, 93.2 - delay - 2.5 * lossPercent));
  return Math.max(1, 1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r));
}

type Bars = 1 | 2 | 3 | 4;

function barsOf(score: number): Bars {
  if (score >= 4.03) return 4;
  if (score >= 3.6) return 3;
  return score >= 3.1 ? 2 : 1;
}

const mixed = (old: number, next: number) => old + NEW_SHARE * (next - old);

function smooth(old: Measure | null, next: Measure | null): Measure | null {
  if (!old || !next) return next ?? old;
  return {
    lossPercent: mixed(old.lossPercent, next.lossPercent),
    jitterMs: mixed(old.jitterMs, next.jitterMs),
  };
}

export function judge(before: Judgement, sample: Sample): Judgement {
  const inbound = smooth(before.inbound, sample.inbound);
  const outbound = smooth(before.outbound, sample.outbound);
  const rttMs =
    sample.rttMs === null || before.rttMs === null ? (sample.rttMs ?? before.rttMs) : mixed(before.rttMs, sample.rttMs);
  const latencyMs = (rttMs ?? 0) / 2;
  const come = inbound && mos(latencyMs, inbound);
  const gone = outbound && mos(latencyMs, outbound);
  const worse = gone !== null && (come === null || gone < come) ? outbound : inbound;
  if (!worse) return { ...before, rttMs };
  const score = mos(latencyMs, worse);
  const { bars, waiting } = nextBars(before, barsOf(score));
  return {
    inbound,
    outbound,
    rttMs,
    waiting,
    quality: {
      bars,
      whose: bars <= 2 ? whose(come, gone) : null,
      latencyMs: Math.round(latencyMs),
      jitterMs: Math.round(worse.jitterMs),
      lossPercent: Math.round(worse.lossPercent * 10) / 10,
      mos: Math.round(score * 100) / 100,
    },
  };
}

function nextBars({ quality, waiting }: Judgement, should: Bars): { bars: Bars; waiting: number } {
  if (quality.bars === null || quality.bars === should) return { bars: should, waiting: 0 };
  const enough = waiting + 1 >= (should < quality.bars ? FALL_AFTER : RISE_AFTER);
  return enough ? { bars: should, waiting: 0 } : { bars: quality.bars, waiting: waiting + 1 };
}

/**
 * Lines are narrower on the way out than on the way in, so what comes poorly is taken for the sender's fault; when both
 * ways are poor nobody can say.
 */
function whose(come: number | null, gone: number | null): Quality['whose'] {
  const isPoor = (score: number | null) => score !== null && barsOf(score) <= 2;
  if (isPoor(come) === isPoor(gone)) return 'both';
  return isPoor(gone) ? 'mine' : 'theirs';
}
