/** Calls on networks that break: a new address, and holes that swallow everything for a while. The figures are printed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { callAcross, hole, longestGap } from './harness/gaps.ts';
import { TwoNetworks } from './harness/namespaces.ts';

const whyNot = await TwoNetworks.whyNot();
if (whyNot !== null) console.log(whyNot);

const ROUNDS = 10;
/** Between two rounds, so that each begins with a call at ease, in milliseconds. */
const EASE_MS = 6_000;
/** Above what a busy machine adds to the figures that are printed: more than that is a recovery that doesn't work. */
const SLACK_MS = 4_000;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const options = { timeout: 10 * 60_000, skip: whyNot ?? false };

async function rounds(name: string, times: number, act: () => Promise<number>): Promise<number> {
  const gaps: number[] = [];
  for (let round = 0; round < times; round += 1) {
    gaps.push(await act());
    await pause(EASE_MS);
  }
  const range = `${Math.round(Math.min(...gaps))} to ${Math.round(Math.max(...gaps))}`;
  console.log(`${name}: the picture stood still for ${Math.round(median(gaps))} ms (median of ${times}, ${range}).`);
  return median(gaps);
}

void test('a changed address is recovered from by itself', options, () =>
  callAcross(async (networks, people) => {
    const gap = await rounds('A changed address', ROUNDS, () => longestGap(people, () => networks.move('left')));
    assert.ok(gap < SLACK_MS, `${gap} ms`);
  }),
);

for (const [seconds, times] of [
  [3, ROUNDS],
  [10, 3],
  [30, 1],
] as const) {
  void test(`a hole of ${seconds} s is recovered from by itself`, options, () =>
    callAcross(async (networks, people) => {
      const ms = seconds * 1000;
      const gap = await rounds(`A hole of ${seconds} s`, times, () => longestGap(people, () => hole(networks, ms)));
      assert.ok(gap >= ms * 0.9 && gap < ms + SLACK_MS, `${gap} ms`);
    }),
  );
}

void test('a direct way that is gone is replaced by the relay', options, () =>
  callAcross(
    async (networks, people) => {
      const gap = await longestGap(people, () => networks.hole('between'));
      console.log(`From the direct way to the relay: the picture stood still for ${Math.round(gap)} ms.`);
      assert.ok(gap < 2 * SLACK_MS, `${gap} ms`);
    },
    { relay: true },
  ),
);
