/** A call that is recorded: asked for, agreed to, seen by both, with everything that comes and goes in between. */
import assert from 'node:assert/strict';
import { choose, hangUp, seesMoving, seesPicture, timelineTells, turn } from './harness/call.ts';
import { type ColourName, coloured, filmOf, nameOf } from './harness/colours.ts';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey, type Stage } from './harness/journey.ts';
import type { Person } from './harness/person.ts';
import {
  bar,
  barSays,
  isWhole,
  keptFiles,
  listed,
  loudness,
  momentOf,
  press,
  previewColour,
  probe,
  recordInCall,
  recordsUntil,
  saved,
  withFile,
} from './harness/recorder.ts';
import { inVideoCall, type Pair } from './harness/together.ts';

/** In hertz. A screen sounds an octave higher than its person. */
const CUSTOMERS_TONE = 500;
const AGENTS_TONE = 1700;
const CUSTOMER = coloured({ cameras: ['blue', 'magenta'], screen: 'white', tone: CUSTOMERS_TONE });
const AGENT = coloured({ cameras: ['orange'], screen: 'yellow', tone: AGENTS_TONE });

/** Louder is heard: a tone that isn't there leaves a little in the places of others. */
const HEARD_DB = -45;

const inColours = (stage: Stage): Promise<Pair> =>
  inVideoCall(stage, { customer: { beforePages: CUSTOMER }, agent: { beforePages: AGENT } });

/** Recording takes workers; before it there are none in these pages. */
const workers = ({ page }: Person) => page.workers().length;

const previewShows = (person: Person, x: number, colour: ColourName) =>
  eventuallyEqual(
    `the small picture of ${person.constructor.name} is ${colour} at ${x}`,
    async () => nameOf((await previewColour(person, x)) ?? [0, 0, 0]),
    colour,
  );

/** While it runs: the red dot, and the time and size as they are now. */
async function figures(person: Person): Promise<{ seconds: number; size: number }> {
  const [, minutes, seconds, size, unit] = /(\d\d):(\d\d) · ([\d.]+) ([kM])B/.exec(await bar(person)) ?? [];
  return {
    seconds: Number(minutes) * 60 + Number(seconds),
    size: Number(size) * (unit === 'M' ? 1_000_000 : 1000),
  };
}

async function seesItGrow(person: Person): Promise<void> {
  await eventually('there is a red dot', () => person.page.$('>>> ycyw-recorder-bar >>> .dot'));
  const first = await eventually('there is a size', async () => {
    const now = await figures(person);
    return now.size > 0 ? now : null;
  });
  await eventually('time and size grow', async () => {
    const now = await figures(person);
    return now.seconds > first.seconds && now.size > first.size;
  });
}

journey(
  'the agent records the call after the customer has agreed: shares, a camera and a device come and go in one file; both see it run, and the timeline tells it',
  async (stage) => {
    const { agent, customer } = await inColours(stage);
    await recordInCall(agent, 'Record this call');
    await barSays(agent, 'Marta is asked whether you may record this call.');
    await barSays(customer, 'Amélie would like to record this call. Both of you will be heard and seen.');
    assert.deepEqual([workers(agent), workers(customer)], [0, 0], 'nothing runs before the agreement');
    assert.deepEqual([await keptFiles(agent), await listed(agent)], [[], []]);
    await press(customer, 'Allow');
    await recordsUntil(agent, 1);
    assert.ok(workers(agent) > 0);
    await Promise.all([seesItGrow(agent), seesItGrow(customer)]);
    await barSays(customer, /Amélie records/);
    await previewShows(agent, 0.25, 'blue');
    await previewShows(customer, 0.25, 'blue');
    await previewShows(customer, 0.75, 'orange');
    const [running] = await listed(agent);
    const faces = await momentOf(agent);

    const screens: number[] = [];
    for (let times = 0; times < 2; times += 1) {
      await turn(customer, 'Screen', true);
      await seesMoving(agent, 'screen');
      screens.push(await momentOf(agent));
      await turn(customer, 'Screen', false);
      await seesPicture(agent, 'screen', false);
    }
    await turn(customer, 'Camera', false);
    await seesPicture(agent, 'peer', false);
    const alone = await momentOf(agent);
    await turn(customer, 'Camera', true);
    await seesMoving(agent, 'peer');
    await choose(customer, 'Camera', 1);
    const other = await momentOf(agent);

    await press(agent, 'Pause the recording');
    await barSays(agent, 'Nothing is recorded until you go on.');
    await barSays(customer, 'Amélie has paused');
    await choose(customer, 'Camera', 0);
    await press(agent, 'Go on recording');
    await barSays(customer, 'Amélie records');
    const last = await momentOf(agent);
    await press(agent, 'Stop the recording');
    await barSays(agent, 'Recording saved.');
    await eventuallyEqual('the customer’s bar is gone', () => bar(customer), '');
    await press(agent, 'Show');
    const item = await saved(agent);
    await eventually('the list is there', async () =>
      /Call recording Today/.test((await listed(agent))[0]?.text ?? ''),
    );
    assert.deepEqual(
      (await listed(agent)).map(({ id }) => id),
      [running?.id],
      'one file, no restart',
    );
    assert.deepEqual(await listed(customer), [], 'it is the agent’s');
    await withFile(agent, item.id, async (path) => {
      isWhole(await probe(path), item);
      const film = filmOf(path);
      const pair = (at: number) => [film.colour(at, 'left'), film.colour(at, 'right')];
      assert.deepEqual(pair(faces), ['blue', 'orange']);
      for (const at of screens) {
        const seen = (['screen', 'upperFace', 'lowerFace'] as const).map((place) => film.colour(at, place));
        assert.deepEqual(seen, ['white', 'blue', 'orange']);
      }
      assert.deepEqual(pair(alone), ['orange', 'orange'], 'the agent alone fills the picture');
      assert.deepEqual(pair(other), ['magenta', 'orange']);
      assert.deepEqual(pair(last), ['blue', 'orange']);
      for (const at of [faces, ...screens, alone, other, last]) {
        for (const tone of [CUSTOMERS_TONE, AGENTS_TONE])
          assert.ok(loudness(path, at - 500, at, tone) > HEARD_DB, `${tone} Hz at ${at} ms`);
        const isShared = screens.includes(at);
        assert.equal(loudness(path, at - 500, at, 2 * CUSTOMERS_TONE) > HEARD_DB, isShared, `the screen at ${at} ms`);
      }
    });

    await hangUp(customer);
    const after = /after \d+ s$/;
    await timelineTells(
      agent,
      /^You asked to make a recording$/,
      /^Marta agreed to the recording$/,
      /^You started recording$/,
      new RegExp(`^You stopped the recording ${after.source}`),
      /^Call ended/,
    );
    await timelineTells(
      customer,
      /^Amélie asked to make a recording$/,
      /^You agreed to the recording$/,
      /^Amélie started recording$/,
      new RegExp(`^Amélie stopped the recording ${after.source}`),
      /^Call ended/,
    );
  },
);

journey(
  'the customer asks: refused, nothing is recorded; agreed and taken back, it stops, and what was recorded stays with the customer',
  async (stage) => {
    const { agent, customer } = await inColours(stage);
    await recordInCall(customer, 'Record this call');
    await barSays(customer, 'Amélie is asked whether you may record this call.');
    await barSays(agent, 'Marta would like to record this call.');
    assert.deepEqual([workers(customer), await keptFiles(customer)], [0, []]);
    await press(agent, 'Don’t allow');
    await barSays(customer, 'Amélie doesn’t want to be recorded. Nothing was recorded.');
    assert.deepEqual([workers(customer), await keptFiles(customer), await listed(customer)], [0, [], []]);
    await eventuallyEqual('nothing is left of the question', () => bar(agent), '');
    await press(customer, 'Dismiss');

    await recordInCall(customer, 'Record this call');
    await barSays(agent, 'Marta would like to record this call.');
    assert.deepEqual([workers(customer), await keptFiles(customer), await listed(customer)], [0, [], []]);
    await press(agent, 'Allow');
    await recordsUntil(customer, 2);
    await press(agent, 'Stop Marta from recording');
    await barSays(customer, 'Recording saved. Amélie took the agreement back. What was recorded until then is yours.');
    await eventually('it is over for the agent', async () => (await bar(agent)) === '');
    const item = await saved(customer);
    assert.ok(item.length >= 2000);
    assert.equal((await listed(customer)).length, 1);
    await withFile(customer, item.id, async (path) => isWhole(await probe(path), item));
    await press(customer, 'Show');
    await eventually('the list is there', async () =>
      /Call recording Today/.test((await listed(customer))[0]?.text ?? ''),
    );
    assert.deepEqual(await keptFiles(agent), []);
    await seesMoving(agent, 'peer');
    await hangUp(agent);
    await customer.click('button', 'Back', '.header');
    await timelineTells(
      customer,
      /^You asked to make a recording$/,
      /^Amélie didn’t allow the recording$/,
      /^You asked/,
      /^Amélie agreed to the recording$/,
      /^You started recording$/,
      /^Amélie took back the agreement: the recording stopped after \d+ s$/,
      /^Call ended/,
    );
    await timelineTells(
      agent,
      /^Marta asked to make a recording$/,
      /^You didn’t allow the recording$/,
      /^Marta asked/,
      /^You agreed to the recording$/,
      /^Marta started recording$/,
      /^You took back your agreement: the recording stopped after \d+ s$/,
      /^Call ended/,
    );
  },
);
