/** What recordings leave behind in a page in which a call goes on. Chromium only, since only that tells what is reachable. */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Page } from 'puppeteer-core';
import type { Agent } from './agent.ts';
import { eventually, eventuallyEqual } from './eventually.ts';
import { click, held } from './leaks.ts';
import { bar, barSays } from './recorder.ts';
import type { Pair } from './together.ts';

/** Things that a recorder makes and that keep something large alive, or go on working. */
const KINDS = [
  'HTMLVideoElement',
  'HTMLCanvasElement',
  'OffscreenCanvas',
  'ImageBitmap',
  'AudioNode',
  'MediaStreamTrackProcessor',
  'Worker',
] as const;

type Counted = Record<string, number>;

/** How many of each kind are reachable in the page, and what else a call and the page itself have. */
async function counted(page: Page): Promise<{ counts: Counted; heapBytes: number }> {
  const { heapBytes, ...counts }: Counted & { heapBytes: number } = { ...(await held(page)) };
  for (const kind of KINDS) {
    using prototype = await page.evaluateHandle((name) => {
      const kinds = window as unknown as Record<string, { prototype: object } | undefined>;
      return kinds[name]?.prototype ?? Object.create(null);
    }, kind);
    using all = await page.queryObjects(prototype);
    counts[kind] = await all.evaluate(
      (objects) => (objects as object[]).filter((one) => !Object.hasOwn(one, 'constructor')).length,
    );
  }
  return { counts: { ...counts, runningWorkers: page.workers().length }, heapBytes };
}

/** In a call: the agent asks, the customer agrees, a screen is shared and shared no more, the recording is stopped. */
async function recordOnce({ agent, customer }: Pair): Promise<void> {
  // Counted in the page: a handle of the test would hold the picture.
  const screens = async () => (await customer.read('.screen video')).length;
  await click(agent, 'More', '.controls');
  await click(agent, 'Record this call', 'ycyw-call-stage');
  await click(customer, 'Allow', 'ycyw-recorder-bar');
  await barSays(agent, /REC/);
  await click(agent, 'Screen', '.controls');
  await eventuallyEqual('the screen is seen', screens, 1);
  await click(agent, 'Screen', '.controls');
  await eventuallyEqual('the screen is gone', screens, 0);
  await click(agent, 'Stop the recording', 'ycyw-recorder-bar');
  await barSays(agent, 'Recording saved.');
  await click(agent, 'Dismiss', 'ycyw-recorder-bar');
  await eventually('nothing is said of it any more', async () => (await bar(agent)) + (await bar(customer)) === '');
}

/** Bytes of the heap, by side: after so many that nothing new is needed, and after the last. */
type Heaps = Record<'agent' | 'customer', { settled: number; now: number }>;

/**
 * Records so often in a running call. Afterwards both pages hold what they held after the first: everything that is made once
 * is there by then.
 */
export async function recordsAndForgets(pair: Pair, times: number, settledAfter: number): Promise<Heaps> {
  const people: Record<'agent' | 'customer', Agent | Pair['customer']> = pair;
  const sides = ['agent', 'customer'] as const;
  await recordOnce(pair);
  const first = await Promise.all(sides.map((side) => counted(people[side].page)));
  const settled: number[] = [];
  for (let made = 2; made <= times; made += 1) {
    await recordOnce(pair);
    if (made === settledAfter) {
      for (const side of sides) settled.push((await counted(people[side].page)).heapBytes);
    }
  }
  const heaps: Heaps = { agent: { settled: 0, now: 0 }, customer: { settled: 0, now: 0 } };
  for (const [index, side] of sides.entries()) {
    const before = first[index]?.counts;
    assert.ok(before && before.connections === 1 && (before.liveTracks ?? 0) > 1, 'the counting counts');
    let now = await counted(people[side].page);
    // What has just been closed may be held a moment longer by the browser itself.
    await eventually(`${side}’s page holds what it held`, async () => {
      now = await counted(people[side].page);
      return isDeepStrictEqual(now.counts, before);
    }).catch(() => assert.deepEqual(now.counts, before, `${side}’s page holds what it held after the first`));
    heaps[side] = { settled: settled[index] ?? now.heapBytes, now: now.heapBytes };
  }
  return heaps;
}
