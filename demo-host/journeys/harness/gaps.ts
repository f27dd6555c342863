/** How long a call's picture stood still: a watch in the page that notes each frame of the other side, and calls on broken networks. */
import { setTimeout as pause } from 'node:timers/promises';
import { call, inCall, seesMoving } from './call.ts';
import { eventually } from './eventually.ts';
import { Stage } from './journey.ts';
import { HERE, TwoNetworks } from './namespaces.ts';
import type { Person } from './person.ts';
import { Service } from './service.ts';
import { Turn } from './turn.ts';

/** Frames that have to come before the picture counts as back. */
const BACK_FRAMES = 10;
/** A call gets its address pairs and its pace first, in milliseconds. */
const SETTLE_MS = 8_000;

interface Watch {
  /** When each frame came, by the page's clock. */
  frames: number[];
}

/** Begins to note the frames of the other side's camera. */
async function watch(person: Person): Promise<void> {
  const video = await person.page.$('>>> .person video');
  if (video === null) throw new Error('There is no picture to watch');
  await video.evaluate((element) => {
    const watch: Watch = { frames: [] };
    Object.assign(window, { frameWatch: watch });
    const shown = element as HTMLVideoElement;
    const note = () => {
      watch.frames.push(performance.now());
      shown.requestVideoFrameCallback(note);
    };
    shown.requestVideoFrameCallback(note);
  });
}

const now = (person: Person): Promise<number> => person.page.evaluate(() => performance.now());
const framesAfter = (person: Person, from: number): Promise<number[]> =>
  person.page.evaluate((since) => {
    const { frameWatch } = window as unknown as { frameWatch: Watch };
    return frameWatch.frames.filter((at) => at >= since);
  }, from);

/** The longest stillness on either side from before `act` until the picture of both moves again, in milliseconds. */
export async function longestGap(people: readonly Person[], act: () => Promise<void>): Promise<number> {
  const from = await Promise.all(people.map(now));
  await act();
  const acted = await Promise.all(people.map(now));
  const gaps = people.map(async (person, at) => {
    await eventually('the picture moves again', async () => {
      return (await framesAfter(person, acted[at] ?? 0)).length >= BACK_FRAMES;
    });
    const frames = await framesAfter(person, from[at] ?? 0);
    return Math.max(...frames.map((time, index) => time - (frames[index - 1] ?? from[at] ?? 0)));
  });
  return Math.max(...(await Promise.all(gaps)));
}

/** A call between two networks that can be broken; the service is outside of both. */
export async function callAcross(
  act: (networks: TwoNetworks, people: readonly Person[]) => Promise<void>,
  { relay = false }: { relay?: boolean } = {},
): Promise<void> {
  await using networks = await TwoNetworks.build();
  const turn = relay ? await Turn.start({ address: HERE }) : null;
  try {
    await using stage = new Stage(await Service.launch(turn?.settings, HERE));
    const { url } = stage.service;
    const [left, right] = [await networks.chromium('left', [url]), await networks.chromium('right', [url])];
    try {
      const agent = await stage.agent(undefined, { running: right });
      const customer = await stage.customer('/', { running: left });
      await customer.asks('Marta', 'Can we talk?');
      await agent.take('Marta');
      await call(customer);
      await agent.click('button', 'Answer');
      await inCall(customer, agent);
      const people = [customer, agent];
      for (const person of people) {
        await seesMoving(person, 'peer');
        await watch(person);
      }
      await pause(SETTLE_MS);
      await act(networks, people);
    } finally {
      await Promise.all([left, right].map((browser) => browser.close()));
    }
  } finally {
    await turn?.stop();
  }
}

/** A hole of this length between the two; the line to the service stays. */
export async function hole(networks: TwoNetworks, ms: number): Promise<void> {
  await networks.hole('between');
  await pause(ms);
  await networks.heal();
}
