/** A browser that dies while it records, and is started again on what it has left on the disk. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserName, Surroundings } from './browsers.ts';
import { eventually } from './eventually.ts';
import type { Stage } from './journey.ts';
import type { Person, PersonOptions } from './person.ts';
import { playsAndSeeks } from './playing.ts';
import { barSays, listed, openRecordings, press, probe, record, recordsUntil, withFile } from './recorder.ts';

/** A profile folder that goes with the test. */
async function withProfile(act: (profile: string) => Promise<void>): Promise<void> {
  const profile = await mkdtemp(join(tmpdir(), 'ycyw-profile-'));
  try {
    await act(profile);
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** Recorded milliseconds up to this moment: what the page last said, and what has passed since. */
async function recordedUntilNow(person: Person): Promise<() => number> {
  const bar = await eventually('there is a bar', () => person.page.$('>>> ycyw-recorder-bar'));
  const { length, at } = await bar.evaluate(
    (element) =>
      new Promise<{ length: number; at: number }>((resolve) => {
        const { progress } = (element as HTMLElementTagNameMap['ycyw-recorder-bar']).recorder;
        const leave = progress.subscribe(() => {
          leave();
          resolve({ length: progress.getState().length, at: Date.now() });
        });
      }),
  );
  return () => length + Date.now() - at;
}

/**
 * Kills the browser of a person with a profile of their own, with all of its processes at once: none of them gets round to
 * writing anything down.
 * @returns how many milliseconds had been recorded by then
 */
async function killBrowser(person: Person): Promise<number> {
  const child = person.context.browser()?.process();
  if (!child?.pid) throw new Error('This browser is not of our own making.');
  const recorded = await recordedUntilNow(person);
  const gone = once(child, 'exit');
  const length = recorded();
  process.kill(-child.pid, 'SIGKILL');
  await gone;
  return length;
}

/** What may be missing at the end, in milliseconds. */
export const LOSS_MAX_MS = 1000;
/** Longer stretches without a frame or without sound would be seen and heard, in milliseconds. */
const GAP_MAX_MS = 1500;

/** Screen and microphone, all of it real where the browser has such without a person. */
const RECORDS = {
  chromium: {},
  firefox: { screen: 'real' },
} as const satisfies Record<BrowserName, Surroundings>;

/**
 * Records a screen for some seconds, is killed, comes back on the same profile, is offered the recording, plays it and seeks.
 * @returns what is missing at the end, in milliseconds
 */
export async function diesAndIsFound(stage: Stage, browser: BrowserName, seconds: number): Promise<number> {
  let loss = Number.POSITIVE_INFINITY;
  await withProfile(async (profile) => {
    const options: PersonOptions = { browser, profile, around: RECORDS[browser] };
    const before = await stage.customer('/', options);
    await before.open();
    await openRecordings(before);
    await record(before, 'My screen');
    await recordsUntil(before, seconds);
    const recorded = await killBrowser(before);

    const after = await stage.customer('/booking', options);
    await after.open();
    await barSays(after, /Recovered recording.*are safe/);
    await press(after, 'Show');
    const [item, ...others] = await listed(after);
    assert.ok(item && others.length === 0, 'there is one, and no more');
    assert.equal(item.state, 'recovered');
    await withFile(after, item.id, async (path) => {
      const { length, tracks } = await probe(path);
      loss = recorded - length;
      assert.ok(loss <= LOSS_MAX_MS, `${recorded} ms were recorded, ${length} are there`);
      assert.ok(Math.abs(length - item.length) < 200, `${length} ms, shown ${item.length}`);
      for (const [kind, track] of Object.entries(tracks)) {
        assert.ok(track, `there is ${kind}`);
        assert.ok(track.largestGap < GAP_MAX_MS, `${kind} stops for ${track.largestGap} ms`);
        assert.ok(track.to > length - GAP_MAX_MS, `${kind} goes on until ${track.to} of ${length} ms`);
      }
    });
    await after.click('button', /^Play/, 'ycyw-recordings');
    const played = await playsAndSeeks(after, 'list');
    assert.ok(Math.abs(played.length - item.length) < 200, `${played.length} ms, shown ${item.length}`);
    assert.ok(Math.abs(played.soughtTo - 0.8 * item.length) < 600, `at ${played.soughtTo} of ${item.length} ms`);
    await after.leave();
  });
  return loss;
}
