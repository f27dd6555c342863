/**
 * How long a call is away: when the network changes under it (needs root, for network namespaces), and when the customer's
 * page is loaded anew, beside what loading that page takes without a call.
 */

import { setTimeout as pause } from 'node:timers/promises';
import { closeBrowsers } from '../../demo-host/journeys/harness/browsers.ts';
import { call, inCall, seesMoving } from '../../demo-host/journeys/harness/call.ts';
import { callAcross, hole, longestGap } from '../../demo-host/journeys/harness/gaps.ts';
import { Stage } from '../../demo-host/journeys/harness/journey.ts';
import { TwoNetworks } from '../../demo-host/journeys/harness/namespaces.ts';
import type { Person } from '../../demo-host/journeys/harness/person.ts';
import { Service } from '../../demo-host/journeys/harness/service.ts';

const ROUNDS = Number(process.argv[2] ?? 10);
const HOLE_MS = 3_000;
/** Between two rounds, so that each begins with a call at ease, in milliseconds. */
const EASE_MS = 6_000;

const report: Record<string, { 'median ms': number; range: string; rounds: number }> = {};

function add(name: string, values: readonly number[]): void {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (place: number) => Math.round(sorted[place] ?? Number.NaN);
  report[name] = {
    'median ms': at(Math.floor(sorted.length / 2)),
    range: `${at(0)}–${at(sorted.length - 1)}`,
    rounds: sorted.length,
  };
}

async function times(act: () => Promise<number>, ease = EASE_MS): Promise<number[]> {
  const values: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    values.push(await act());
    await pause(ease);
  }
  return values;
}

/** From the begin of loading the page anew to the first frame of the other side; by the new page's own clock. */
async function reloadIntoCall({ page }: Person): Promise<number> {
  await page.reload();
  await seesFirstFrame(page);
  return page.evaluate(() => (window as unknown as { firstFrameAt: number }).firstFrameAt);
}

async function seesFirstFrame(page: Person['page']): Promise<void> {
  const video = await page.waitForSelector('>>> .person video', { timeout: 30_000 });
  await video?.evaluate(
    (element) =>
      new Promise<void>((resolve) => {
        (element as HTMLVideoElement).requestVideoFrameCallback((at) => {
          Object.assign(window, { firstFrameAt: at });
          resolve();
        });
      }),
  );
}

async function reloadPlainly({ page }: Person): Promise<number> {
  await page.reload();
  return page.evaluate(() => performance.getEntriesByType('navigation')[0]?.duration ?? Number.NaN);
}

try {
  const whyNot = await TwoNetworks.whyNot();
  if (whyNot === null) {
    await callAcross(async (networks, people) => {
      add('address changed, picture stands still', await times(() => longestGap(people, () => networks.move('left'))));
      add(
        `hole of ${HOLE_MS} ms, picture stands still`,
        await times(() => longestGap(people, () => hole(networks, HOLE_MS))),
      );
    });
  } else console.log(whyNot);

  await using stage = new Stage(await Service.launch());
  const [agent, customer] = [await stage.agent(), await stage.customer()];
  await customer.asks('Marta', 'Can we talk?');
  await agent.take('Marta');
  add('page loaded anew, without a call', await times(() => reloadPlainly(customer), 0));
  await call(customer);
  await agent.click('button', 'Answer');
  await inCall(customer, agent);
  await seesMoving(customer, 'peer');
  add('page loaded anew, back in the call', await times(() => reloadIntoCall(customer)));
} finally {
  await closeBrowsers();
  console.table(report);
}
