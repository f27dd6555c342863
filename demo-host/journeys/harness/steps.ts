/** What two people do and see in every call, whichever browsers they have. */
import assert from 'node:assert/strict';
import type { Agent } from './agent.ts';
import { CALL_SPY, chip, frames, hears, inCall, isPeerMuted, seesMoving, seesPicture, spied, turn } from './call.ts';
import type { Customer } from './customer.ts';
import { eventually, eventuallyEqual } from './eventually.ts';
import type { Stage } from './journey.ts';
import type { Person, PersonOptions } from './person.ts';

/** Pictures that moved so much in a second are a film and not a slide show. */
const FILM = 5;

/** What is left when a call is over. */
const NOTHING = { open: 0, cameras: 0, microphones: 0, screens: 0 };

/** In one conversation, with the spy in both pages. */
export async function pair(
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

/** What was said anew about a way that holds: nothing, whatever is switched. */
export const renegotiations = async (...people: Person[]): Promise<string[]> => {
  const all = await Promise.all(people.map(async ({ page }) => (await spied(page)).negotiations));
  for (const [first] of all) assert.match(first ?? '', /^(offer|answer)$/, 'the first is counted');
  return all.flat().filter((one) => one.startsWith('again'));
};

/** One has microphone and camera off and on again; the other always knows. */
export async function switchesOffAndOn(one: Person, other: Person, nameOfOne: string): Promise<void> {
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
export async function seeAndHearEachOther(agent: Agent, customer: Customer): Promise<void> {
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

/** The timeline's word about an end. */
export const ENDED = /^Call ended after [1-9]\d* s$/;

/** Whatever the call had opened is closed, in both pages. */
export async function nothingIsLeft(...people: Person[]): Promise<void> {
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
