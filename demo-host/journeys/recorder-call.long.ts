/** Recordings of calls that nobody answers, that begin or end with the call, and that go on over reloads and behind other tabs. */
import assert from 'node:assert/strict';
import { call, hangUp, inCall, LISTEN_TO_WORDS, seesMoving, timelineTells, told } from './harness/call.ts';
import { coloured, filmOf } from './harness/colours.ts';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey, type Stage } from './harness/journey.ts';
import {
  bar,
  barSays,
  isWhole,
  keptFiles,
  listed,
  loudness,
  momentOf,
  openRecordings,
  press,
  probe,
  record,
  recorded,
  recordInCall,
  recordsUntil,
  saved,
  withFile,
} from './harness/recorder.ts';
import { inVideoCall, type Pair, seeEachOther, together } from './harness/together.ts';

/** In hertz. */
const CUSTOMERS_TONE = 500;
const AGENTS_TONE = 1700;
const COLOURED = {
  customer: { beforePages: coloured({ cameras: ['blue'], screen: 'white', tone: CUSTOMERS_TONE }) + LISTEN_TO_WORDS },
  agent: { beforePages: coloured({ cameras: ['orange'], screen: 'yellow', tone: AGENTS_TONE }) + LISTEN_TO_WORDS },
};
/** Louder is heard: a tone that isn't there leaves a little in the places of others. */
const HEARD_DB = -45;
/** The service's, with a busy machine's lateness. */
const NO_ANSWER_MS = 40_000;

const inColours = (stage: Stage): Promise<Pair> => inVideoCall(stage, COLOURED);

journey('asked and not answered for half a minute: both are told, nothing is recorded', async (stage) => {
  const { agent, customer } = await inColours(stage);
  await recordInCall(agent, 'Record this call');
  await barSays(customer, /Counts as no in (2\d|30) s/);
  const from = performance.now();
  const isOver = async () => (await bar(agent)).includes('Marta didn’t answer. Nothing was recorded.');
  await eventually('the agent is told', isOver, NO_ANSWER_MS);
  assert.ok(performance.now() - from > 25_000, 'not before its time');
  await eventuallyEqual('the question is gone', () => bar(customer), '');
  await eventually('the customer is told', async () => (await told(customer)).includes('It isn’t recorded.'));
  assert.deepEqual([await listed(agent), await keptFiles(agent), agent.page.workers().length], [[], [], 0]);
  await hangUp(agent);
  const unanswered = /^The question about a recording wasn’t answered$/;
  await timelineTells(agent, /^You asked to make a recording$/, unanswered, /^Call ended/);
  await timelineTells(customer, /^Amélie asked to make a recording$/, unanswered, /^Call ended/);
});

/** The customer records a screen alone, then a call begins. */
async function calledWhileRecording(stage: Stage): Promise<Pair & { alone: number }> {
  const { agent, customer } = await together(stage, COLOURED);
  await openRecordings(customer);
  await record(customer, 'My screen');
  await recordsUntil(customer, 1);
  const alone = await momentOf(customer);
  await call(agent);
  await customer.click('button', 'Answer');
  await inCall(agent, customer);
  await barSays(customer, 'A call has begun. Amélie is asked whether it goes on.');
  await barSays(agent, 'Marta would like to record a screen during this call. Both of you will be heard in it.');
  const { length } = await recorded(customer);
  await seesMoving(customer, 'peer');
  assert.equal((await recorded(customer)).length, length, 'nothing is recorded until there is an answer');
  return { agent, customer, alone };
}

journey(
  'a call begins while a screen is recorded alone: it waits until the other person has agreed, and goes on with both voices',
  async (stage) => {
    const { agent, customer, alone } = await calledWhileRecording(stage);
    await press(agent, 'Allow');
    await barSays(agent, 'Marta records');
    const both = await momentOf(customer);
    await press(customer, 'Stop the recording');
    await barSays(customer, 'Recording saved.');
    const item = await saved(customer);
    assert.equal((await listed(customer)).length, 1);
    await withFile(customer, item.id, async (path) => {
      isWhole(await probe(path), item);
      const film = filmOf(path);
      assert.deepEqual([film.colour(alone, 'middle'), film.colour(both, 'middle')], ['white', 'white']);
      const hears = (at: number, tone: number) => loudness(path, at - 500, at, tone) > HEARD_DB;
      assert.deepEqual([hears(alone, CUSTOMERS_TONE), hears(alone, AGENTS_TONE)], [true, false]);
      assert.deepEqual([hears(both, CUSTOMERS_TONE), hears(both, AGENTS_TONE)], [true, true]);
    });
    await hangUp(agent);
    await timelineTells(agent, /^Marta asked/, /^You agreed/, /^Marta started/, /^Marta stopped/, /^Call ended/);
  },
);

journey(
  'a call begins while a screen is recorded alone, and the other person refuses: it ends, and what there was is kept',
  async (stage) => {
    const { agent, customer } = await calledWhileRecording(stage);
    await press(agent, 'Don’t allow');
    await barSays(
      customer,
      'Amélie didn’t agree that it goes on during the call. What was recorded until then is yours.',
    );
    const item = await saved(customer);
    await withFile(customer, item.id, async (path) => {
      isWhole(await probe(path), item);
      assert.ok(loudness(path, 0, item.length, AGENTS_TONE) < HEARD_DB, 'the agent is not in it');
    });
    await eventuallyEqual('nothing is left of the question', () => bar(agent), '');
    await seesMoving(agent, 'peer');
    await hangUp(agent);
    await timelineTells(agent, /^Marta asked/, /^You didn’t allow the recording$/, /^Call ended/);
  },
);

journey('the call ends: its recording ends with it, and is kept', async (stage) => {
  const { agent, customer } = await inColours(stage);
  await recordInCall(agent, 'Record this call');
  await press(customer, 'Allow');
  await recordsUntil(agent, 2);
  await hangUp(customer);
  await agent.click('button', 'Close', '.card');
  await barSays(agent, 'Recording saved. The call is over.');
  const item = await saved(agent);
  await withFile(agent, item.id, async (path) => isWhole(await probe(path), item));
  const ends = /^(Call ended after|The recording ended after) \d+ s$/;
  for (const person of [agent, customer]) await timelineTells(person, /started recording$/, ends, ends);
});

journey('the other side reloads its page: the recording goes on, with the picture that comes back', async (stage) => {
  const { agent, customer } = await inColours(stage);
  await recordInCall(customer, 'Record this call');
  await press(agent, 'Allow');
  await recordsUntil(customer, 1);
  const before = await momentOf(customer);
  const [running] = await listed(customer);
  await agent.reload();
  await seeEachOther({ customer, agent });
  await barSays(agent, /Marta records .*00:/);
  const after = await momentOf(customer);
  await press(agent, 'Stop Marta from recording');
  await barSays(customer, 'Recording saved.');
  const item = await saved(customer);
  assert.equal(item.id, running?.id);
  await withFile(customer, item.id, async (path) => {
    isWhole(await probe(path), item);
    const film = filmOf(path);
    for (const at of [before, after]) {
      assert.deepEqual([film.colour(at, 'left'), film.colour(at, 'right')], ['orange', 'blue'], `${at} ms`);
      assert.ok(loudness(path, at - 500, at, AGENTS_TONE) > HEARD_DB, `the agent is heard at ${at} ms`);
    }
  });
});

/** How long the tab is hidden, in milliseconds: Chromium slows timers down at once. */
const HIDDEN_MS = 6000;
/** Of what is recorded behind another tab. */
const PICTURES_PER_S = 5;

journey('behind another tab a recording goes on with at least five pictures a second', async (stage) => {
  const { agent, customer } = await inColours(stage);
  await recordInCall(customer, 'Record this call');
  await press(agent, 'Allow');
  await recordsUntil(customer, 1);
  const { page } = customer;
  await page.emulateFocusedPage(false);
  await customer.openTab('/healthz');
  await eventually('the tab is behind another', () => page.evaluate(() => document.hidden));
  const hidden = performance.now();
  await eventually('it stays there', () => performance.now() - hidden > HIDDEN_MS);
  assert.equal(await page.evaluate(() => document.hidden), true);
  await customer.switchTo(page);
  await recordsUntil(customer, Math.ceil(HIDDEN_MS / 1000));
  await press(customer, 'Stop the recording');
  await barSays(customer, 'Recording saved.');
  const item = await saved(customer);
  assert.ok(item.length > HIDDEN_MS, 'its time goes on');
  await withFile(customer, item.id, async (path) => {
    const found = await probe(path);
    isWhole(found, item);
    // In each second, the hidden ones among them.
    const times = found.tracks.video?.times ?? [];
    for (let at = 0; at + 1000 < item.length; at += 1000) {
      const count = times.filter((time) => time >= at && time < at + 1000).length;
      assert.ok(count >= PICTURES_PER_S, `${count} pictures from ${at} ms on`);
    }
  });
});
