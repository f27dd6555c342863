/** Recordings that Firefox makes: of its real screen, and of a call with Chromium on either side. */
import assert from 'node:assert/strict';
import { call, inCall, seesMoving, seesPicture, timelineTells, turn } from './harness/call.ts';
import { coloured, filmOf } from './harness/colours.ts';
import type { Customer } from './harness/customer.ts';
import { journey } from './harness/journey.ts';
import { stopSharingInFirefox } from './harness/permission.ts';
import type { Person, PersonOptions } from './harness/person.ts';
import { playsAndSeeks } from './harness/playing.ts';
import {
  barSays,
  isWhole,
  type Listed,
  listed,
  momentOf,
  openRecordings,
  press,
  probe,
  record,
  recordInCall,
  saved,
  withFile,
} from './harness/recorder.ts';
import { type Pair, together } from './harness/together.ts';

/** The whole page in one colour, under the panel: the screen on which Firefox shows itself is this page. */
const paintPage = (customer: Customer, colour: 'green' | 'blue' | 'orange' | 'red') =>
  customer.page.evaluate((name) => {
    const found = document.querySelector<HTMLElement>('#paint');
    const cover = found ?? document.body.appendChild(document.createElement('div'));
    cover.id = 'paint';
    Object.assign(cover.style, { position: 'fixed', inset: '0', pointerEvents: 'none', background: name });
  }, colour);

/** Opens it from the list and seeks to 80 %. */
async function plays(person: Person, item: Listed): Promise<void> {
  await person.click('button', /^Play /, 'ycyw-recording-item');
  const { length, soughtTo } = await playsAndSeeks(person, 'list');
  assert.ok(Math.abs(length - item.length) < 200, `the browser plays ${length} ms, shown ${item.length}`);
  assert.ok(Math.abs(soughtTo - 0.8 * length) < 500, `${soughtTo} of ${length} ms`);
}

journey(
  'Firefox records its screen: paused, stopped in the browser and chosen anew, it is one file that plays and seeks',
  async (stage) => {
    const customer = await stage.customer('/', { browser: 'firefox', around: { screen: 'real' } });
    await customer.open();
    await openRecordings(customer);
    await paintPage(customer, 'green');
    await record(customer, 'My screen');
    await barSays(customer, 'REC');
    const green = await momentOf(customer);
    await press(customer, 'Pause the recording');
    await barSays(customer, 'Nothing is recorded until you go on.');
    await paintPage(customer, 'orange');
    await press(customer, 'Go on recording');
    const orange = await momentOf(customer);
    await stopSharingInFirefox(customer.page);
    await barSays(customer, 'The screen isn’t shared any more.');
    await paintPage(customer, 'blue');
    await press(customer, 'Choose a screen');
    await barSays(customer, 'REC');
    const blue = await momentOf(customer);
    await press(customer, 'Stop the recording');
    await barSays(customer, 'Recording saved.');
    const item = await saved(customer);
    assert.equal((await listed(customer)).length, 1);
    await withFile(customer, item.id, async (path) => {
      const found = await probe(path);
      isWhole(found, item);
      console.log(`Firefox’s file: ${found.format}, ${found.tracks.video?.codec}, ${found.tracks.audio?.codec}`);
      const film = filmOf(path);
      assert.deepEqual(
        [green, orange, blue].map((at) => film.colour(at, 'left')),
        ['green', 'orange', 'blue'],
      );
    });
    await plays(customer, item);
  },
);

/** What is heard is looked at in Chromium only: without a sound card Firefox's audio contexts stand, and the file has silence. */
const CUSTOMER = { beforePages: coloured({ cameras: ['blue'], screen: 'white', tone: 500 }) };
const AGENT = { beforePages: coloured({ cameras: ['orange'], screen: 'yellow', tone: 1700 }) };

for (const who of ['customer', 'agent'] as const) {
  journey(
    `the ${who} has Firefox and records the call with a Chromium: shares, cameras and a pause in one file that plays and seeks`,
    async (stage) => {
      const inFirefox = (options: PersonOptions, is: boolean): PersonOptions =>
        is ? { ...options, browser: 'firefox' } : options;
      const pair: Pair = await together(stage, {
        customer: inFirefox(CUSTOMER, who === 'customer'),
        agent: inFirefox(AGENT, who === 'agent'),
      });
      const { agent, customer } = pair;
      await call(customer);
      await agent.click('button', 'Answer');
      await inCall(agent, customer);
      const recorder = pair[who];
      const other = who === 'customer' ? agent : customer;
      // Of the other side, and of the one that records.
      const [theirs, own] = who === 'customer' ? ['orange', 'blue'] : ['blue', 'orange'];
      await Promise.all([seesMoving(recorder, 'peer'), seesMoving(other, 'peer')]);

      await recordInCall(recorder, 'Record this call');
      await press(other, 'Don’t allow');
      await barSays(recorder, 'Nothing was recorded.');
      assert.deepEqual(await listed(recorder), []);
      await press(recorder, 'Dismiss');

      await recordInCall(recorder, 'Record this call');
      await press(other, 'Allow');
      await barSays(recorder, 'REC');
      await barSays(other, /records .*00:0\d/);
      const faces = await momentOf(recorder);
      const screens: number[] = [];
      for (let times = 0; times < 2; times += 1) {
        await turn(other, 'Screen', true);
        await seesMoving(recorder, 'screen');
        screens.push(await momentOf(recorder));
        await turn(other, 'Screen', false);
        await seesPicture(recorder, 'screen', false);
      }
      await turn(other, 'Camera', false);
      await seesPicture(recorder, 'peer', false);
      const alone = await momentOf(recorder);
      await turn(other, 'Camera', true);
      await seesMoving(recorder, 'peer');
      await press(recorder, 'Pause the recording');
      await barSays(other, 'has paused');
      await press(recorder, 'Go on recording');
      const last = await momentOf(recorder);
      await press(recorder, 'Stop the recording');
      await barSays(recorder, 'Recording saved.');
      await press(recorder, 'Show');
      const item = await saved(recorder);
      assert.equal((await listed(recorder)).length, 1);
      await withFile(recorder, item.id, async (path) => {
        isWhole(await probe(path), item);
        const film = filmOf(path);
        const pictures = (at: number) => [film.colour(at, 'left'), film.colour(at, 'right')];
        assert.deepEqual(pictures(faces), [theirs, own]);
        for (const at of screens) {
          const seen = (['screen', 'upperFace', 'lowerFace'] as const).map((place) => film.colour(at, place));
          assert.deepEqual(seen, [who === 'customer' ? 'yellow' : 'white', theirs, own]);
        }
        assert.deepEqual(pictures(alone), [own, own]);
        assert.deepEqual(pictures(last), [theirs, own]);
      });
      await plays(recorder, item);
      await timelineTells(other, /asked to make a recording$/, /agreed/, /started recording$/, /stopped the recording/);
    },
  );
}
