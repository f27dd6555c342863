/** Two people in a call: from the ring to the end, with everything that is switched in between; in both browsers, both ways. */
import assert from 'node:assert/strict';
import type { Agent } from './harness/agent.ts';
import type { Surroundings } from './harness/browsers.ts';
import {
  CALL_SPY,
  call,
  cameraOf,
  card,
  chip,
  choose,
  frames,
  go,
  hangUp,
  hears,
  inCall,
  isOn,
  isPeerMuted,
  openSharedTab,
  phase,
  pointAt,
  pointedAt,
  pointedOnPage,
  seesMoving,
  seesPicture,
  spied,
  timelineTells,
  turn,
} from './harness/call.ts';
import type { Customer } from './harness/customer.ts';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey, type Stage } from './harness/journey.ts';
import { setPermission, stopSharingInFirefox } from './harness/permission.ts';
import type { Person, PersonOptions } from './harness/person.ts';

/** More than one camera, and a real tab to share, for which nobody may be pretended: permission is given beforehand. */
const REAL_SCREEN: Surroundings = { permission: 'asks', devices: 'three cameras', screen: 'real' };
/** The place in the list of the other camera. */
const OTHER = 2;

/** Pictures that moved so much in a second are a film and not a slide show. */
const FILM = 5;

/** What is left when a call is over. */
const NOTHING = { open: 0, cameras: 0, microphones: 0, screens: 0 };

async function pair(
  stage: Stage,
  customerIn: PersonOptions = {},
  agentIn: PersonOptions = {},
): Promise<{ agent: Agent; customer: Customer }> {
  const [agent, customer] = await Promise.all([
    stage.agent(undefined, { beforePages: CALL_SPY, ...agentIn }),
    stage.customer('/', { beforePages: CALL_SPY, ...customerIn }),
  ]);
  await customer.asks('Marta', 'There is a scratch on the door.');
  await agent.take('Marta');
  return { agent, customer };
}

async function allow(person: Person): Promise<void> {
  await setPermission(person.page, 'camera', 'granted');
  await setPermission(person.page, 'microphone', 'granted');
}

/** What was said anew about a way that holds: nothing, whatever is switched. */
const renegotiations = async (...people: Person[]): Promise<string[]> => {
  const all = await Promise.all(people.map(async ({ page }) => (await spied(page)).negotiations));
  for (const [first] of all) assert.match(first ?? '', /^(offer|answer)$/, 'the first is counted');
  return all.flat().filter((one) => one.startsWith('again'));
};

/** One has microphone and camera off and on again; the other always knows. */
async function switchesOffAndOn(one: Person, other: Person, nameOfOne: string): Promise<void> {
  await eventually('sound comes', () => hears(other));
  await turn(one, 'Microphone', false);
  const button = await one.find('button', 'Microphone', '.controls');
  assert.equal(await button.evaluate((element) => element.getAttribute('title')), 'Switch the microphone on (M)');
  await eventually('the other side sees that', () => isPeerMuted(other));
  await eventually('it is quiet', async () => !(await hears(other)));
  await turn(one, 'Microphone', true);
  await eventually('the other side sees that', async () => !(await isPeerMuted(other)));
  await eventually('sound comes again', () => hears(other));

  await turn(one, 'Camera', false);
  await seesPicture(other, 'peer', false);
  await eventuallyEqual(
    'letters and a word stand there',
    async () => (await other.read('.person .letters')).join(' '),
    `${nameOfOne[0]} ${nameOfOne} Camera off`,
  );
  await seesPicture(one, 'own', false);
  assert.equal((await spied(one.page)).cameras, 0, 'the light of the camera is out');
  await turn(one, 'Camera', true);
  await seesMoving(other, 'peer');
}

/** Both are seen and heard, by name, and the time runs. */
async function seeAndHearEachOther(agent: Agent, customer: Customer): Promise<void> {
  await inCall(agent, customer);
  for (const [person, peer] of [
    [agent, 'Marta'],
    [customer, 'Amélie'],
  ] as const) {
    await eventually(`${peer} moves`, async () => (await frames(person, 'peer')) >= FILM);
    await seesMoving(person, 'own');
    const first = await chip(person);
    assert.match(first, new RegExp(`^${peer} · \\d\\d:\\d\\d`));
    await eventually('the time runs', async () => (await chip(person)) !== first);
  }
}

const ENDED = /^Call ended after [1-9]\d* s$/;

async function nothingIsLeft(...people: Person[]): Promise<void> {
  for (const { page } of people) {
    await eventuallyEqual(
      'connections and devices are let go of',
      async () => {
        const { open, cameras, microphones, screens } = await spied(page);
        return { open, cameras, microphones, screens };
      },
      NOTHING,
    );
  }
}

journey(
  'the customer asks for a video call, the agent answers: both see and hear each other; microphone, camera and devices change without a negotiation; the agent hangs up',
  async (stage) => {
    const { agent, customer } = await pair(stage, { around: REAL_SCREEN }, { around: REAL_SCREEN });
    await Promise.all([allow(customer), allow(agent)]);
    await call(customer);
    await agent.sees('Calls you · Video call');
    await customer.sees('Ringing…');
    assert.equal(await frames(agent, 'peer'), 0, 'nothing is seen before it is answered');
    await agent.click('button', 'Answer');
    await seeAndHearEachOther(agent, customer);

    await switchesOffAndOn(customer, agent, 'Marta');
    await switchesOffAndOn(agent, customer, 'Amélie');

    const first = await cameraOf(customer, 'own');
    const second = await choose(customer, 'Camera', OTHER);
    assert.notEqual(second, first);
    await eventuallyEqual('the other camera is in use', () => cameraOf(customer, 'own'), second);
    await seesMoving(agent, 'peer');
    assert.equal((await spied(customer.page)).cameras, 1, 'the first camera is let go of');
    await turn(customer, 'Microphone', false);
    await choose(customer, 'Microphone', 1);
    assert.equal(await isOn(customer, 'Microphone'), false, 'mute stays mute');
    assert.equal(await isPeerMuted(agent), true);
    await turn(customer, 'Microphone', true);
    await eventually('the other microphone is heard', () => hears(agent));

    assert.deepEqual(await renegotiations(agent, customer), []);
    await hangUp(agent);
    await eventually('the customer is told', async () => /^Call ended It lasted \d+ s\.$/.test(await card(customer)));
    await customer.click('button', 'Close', '.card');
    await timelineTells(agent, 'Marta asked for a video call', 'Call started', ENDED);
    await timelineTells(customer, 'You asked for a video call', 'Call started', ENDED);
    await nothingIsLeft(agent, customer);
  },
);

journey(
  'a screen is shown beside the camera, pointed at, stopped by the sharer, shown again and stopped in the browser, without a negotiation',
  async (stage) => {
    const { agent, customer } = await pair(stage, { around: REAL_SCREEN }, { around: REAL_SCREEN });
    await Promise.all([allow(customer), allow(agent)]);
    await call(customer);
    await agent.click('button', 'Answer');
    await inCall(agent, customer);

    const tab = await openSharedTab(customer);
    await turn(customer, 'Screen', true);
    await customer.sees('You are showing a tab.');
    await seesMoving(agent, 'screen');
    await seesMoving(agent, 'peer');
    await seesMoving(customer, 'ownScreen');
    await pointAt(agent, 25, 60);
    await eventuallyEqual('the customer sees where', () => roundly(pointedAt(customer)), { x: 25, y: 60 });
    await agent.page.mouse.move(5, 5);
    await eventuallyEqual('the pointer goes', () => pointedAt(customer), null);

    await agent.click('button', 'Enlarge the screen');
    await eventually('the screen alone is there', async () => (await agent.read('.pictures.enlarged')).length === 1);
    await agent.click('button', 'Show both');

    await customer.click('button', 'Stop');
    await seesPicture(agent, 'screen', false);
    assert.equal((await spied(customer.page)).screens, 0);
    await seesMoving(agent, 'peer');

    await turn(customer, 'Screen', true);
    await seesMoving(agent, 'screen');
    await tab.close();
    await seesPicture(agent, 'screen', false);
    assert.equal(await isOn(customer, 'Screen'), false, 'the browser’s own stop is heard of');

    await customer.page.evaluate(() => {
      document.title = 'To be shared';
    });
    await turn(customer, 'Screen', true);
    await customer.sees('You are showing this tab.');
    await seesMoving(agent, 'screen');
    await pointAt(agent, 30, 40);
    await eventuallyEqual('the pointer is on the page itself', () => roundly(pointedOnPage(customer)), {
      x: 30,
      y: 40,
    });
    await turn(customer, 'Screen', false);
    await eventuallyEqual('and goes', () => pointedOnPage(customer), null);

    assert.deepEqual(await renegotiations(agent, customer), []);
    await hangUp(customer);
    await eventually('the agent is told', async () => /^Call ended It lasted/.test(await card(agent)));
    await nothingIsLeft(agent, customer);
  },
);

async function roundly(at: Promise<{ x: number; y: number } | null>): Promise<{ x: number; y: number } | null> {
  const found = await at;
  return found && { x: Math.round(found.x), y: Math.round(found.y) };
}

journey(
  'the agent offers a call: the customer answers in the bar beside the launcher with sound only, then in the open panel after a look in the mirror',
  async (stage) => {
    const { agent, customer } = await pair(stage);
    await customer.hide();
    await call(agent, 'audio');
    await customer.find('button', 'Answer', 'ycyw-floating-call');
    assert.match((await customer.read('ycyw-floating-call'))[0] ?? '', /Amélie Calls you/);
    await customer.click('button', 'Answer', 'ycyw-floating-call');
    await inCall(agent);
    await eventually('the bar tells the time', async () =>
      /Amélie \d\d:\d\d/.test((await customer.read('ycyw-floating-call'))[0] ?? ''),
    );
    assert.equal(await customer.isOpen(), false, 'it goes on beside the page');
    await eventually('sound comes to the agent', () => hears(agent));
    await eventually('sound comes to the customer', () => hears(customer));
    assert.equal((await spied(customer.page)).cameras, 0);
    await customer.click('button', 'Microphone', 'ycyw-floating-call');
    await eventually('the agent sees that it is off', () => isPeerMuted(agent));
    await customer.click('button', 'Open the call', 'ycyw-floating-call');
    await eventuallyEqual('the call stands in the panel', () => phase(customer), 'live');
    await customer.sees('Camera off');
    await turn(customer, 'Camera', true);
    await seesMoving(agent, 'peer');
    await customer.click('button', 'Chat', '.controls');
    await customer.hide();
    await customer.click('button', 'End the call', 'ycyw-floating-call');
    await eventually('the agent is told', async () => (await card(agent)).startsWith('Call ended'));
    await agent.click('button', 'Close', '.card');
    await timelineTells(agent, 'You asked for a call', 'Call started', ENDED);
    await nothingIsLeft(agent, customer);

    await customer.open();
    await call(agent, 'video');
    await customer.click('button', 'Look first', '.call-bar');
    await customer.sees('Asks you to a video call');
    await seesMoving(customer, 'mirror');
    assert.equal(await frames(agent, 'peer'), 0, 'the mirror is for oneself');
    await go(customer, 'Join');
    await seeAndHearEachOther(agent, customer);
    await hangUp(agent);
    await timelineTells(customer, 'Amélie asked for a video call', 'Call started', ENDED);
    await nothingIsLeft(agent, customer);
  },
);

journey('a customer only shows a screen, with neither camera nor microphone', async (stage) => {
  const { agent, customer } = await pair(stage, { around: REAL_SCREEN });
  await allow(customer);
  await openSharedTab(customer);
  await customer.click('button', 'Ask for a call', '.header');
  await go(customer, 'Only show my screen');
  await agent.sees('Would like to show you a screen');
  await agent.click('button', 'Answer');
  await inCall(agent, customer);
  await seesMoving(agent, 'screen');
  const { cameras, microphones, screens } = await spied(customer.page);
  assert.deepEqual({ cameras, microphones }, { cameras: 0, microphones: 0 }, 'the mirror’s lights are out again');
  assert.ok(screens > 0);
  await eventually('the customer hears the agent', () => hears(customer));
  await customer.click('button', 'Stop');
  await seesPicture(agent, 'screen', false);
  await hangUp(customer);
  await timelineTells(customer, 'You asked to show your screen', 'Call started', ENDED);
  await timelineTells(agent, 'Marta asked to show you a screen', 'Call started', ENDED);
  await nothingIsLeft(agent, customer);
});

const MIXED = [
  { who: 'the customer', customerIn: { browser: 'firefox', around: { screen: 'real' } }, agentIn: {} },
  { who: 'the agent', customerIn: {}, agentIn: { browser: 'firefox', around: { screen: 'real' } } },
] as const satisfies { who: string; customerIn: PersonOptions; agentIn: PersonOptions }[];

for (const { who, customerIn, agentIn } of MIXED) {
  journey(
    `${who} has Firefox, the other side Chromium: each calls the other, everything works as between two Chromiums`,
    async (stage) => {
      const { agent, customer } = await pair(stage, customerIn, agentIn);
      const inFirefox = who === 'the customer' ? customer : agent;
      const inChromium = who === 'the customer' ? agent : customer;

      await call(customer);
      await agent.click('button', 'Answer');
      await seeAndHearEachOther(agent, customer);
      await switchesOffAndOn(inFirefox, inChromium, who === 'the customer' ? 'Marta' : 'Amélie');
      await turn(inFirefox, 'Screen', true);
      await seesMoving(inChromium, 'screen');
      await stopSharingInFirefox(inFirefox.page);
      await seesPicture(inChromium, 'screen', false);
      assert.equal(await isOn(inFirefox, 'Screen'), false, 'the browser’s own stop is heard of');
      assert.deepEqual(await renegotiations(agent, customer), []);
      await hangUp(inFirefox);
      await timelineTells(inChromium, 'Call started', ENDED);
      await nothingIsLeft(agent, customer);
      await inChromium.click('button', 'Close', '.card');

      await call(agent);
      await customer.click('button', 'Answer', '.call-bar');
      await seeAndHearEachOther(agent, customer);
      await switchesOffAndOn(inChromium, inFirefox, who === 'the customer' ? 'Amélie' : 'Marta');
      await turn(inChromium, 'Screen', true);
      await seesMoving(inFirefox, 'screen');
      await turn(inChromium, 'Screen', false);
      await seesPicture(inFirefox, 'screen', false);
      assert.deepEqual(await renegotiations(agent, customer), []);
      await hangUp(inChromium);
      await timelineTells(inFirefox, 'Call started', ENDED);
      await nothingIsLeft(agent, customer);
    },
  );
}
