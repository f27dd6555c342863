/**
 * What recording costs, in Chromium, with moving pictures of 1280×720 and sound.
 * Memory: ours while it records for long (`--minutes=20`), beside a `MediaRecorder` whose chunks are kept in an array, at
 * the same time in a browser of its own. Fails when ours grows.
 * Processor time: ours against a `MediaRecorder` whose chunks a worker appends to a file, in turns (`--rounds=3`
 * of `--seconds=30`); quoted as ratios, since the machine's own speed cancels out, and also for each picture, since a busy
 * machine records fewer. A zero leaves that part out.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { launchOptions } from '../../.ci/browsers.ts';
import { Pages } from './sides/pages.ts';
import { processorSeconds, residentBytes, treeBytes } from './sides/processes.ts';
import type { Contender, Film } from './sides/recorders.ts';

const { values: asked } = parseArgs({
  options: {
    minutes: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '30' },
  },
});
const MINUTES = Number(asked.minutes);
const ROUNDS = Number(asked.rounds);
const SECONDS = Number(asked.seconds);

const SAMPLE_EVERY_MS = 10_000;
/** Growth counts from here: until then encoders, caches and the garbage collector find their measure. */
const SETTLED_MIN = Math.min(1, MINUTES / 2);
/** What is in memory goes up and down: at a time it is the median of the samples of so long before, in minutes. */
const WINDOW_MIN = 0.5;
/** What ours may grow by, however long it records, in MB. */
const MAY_GROW_MB = 50;
/** Minutes at which the table has a line, besides the last. */
const LINES_MIN = [1, 2, 5, 10, 15, 20, 30, 45, 60, 90];
/** Between the begin of a recording and the clock, so that starting doesn't count, in milliseconds. */
const EASE_MS = 2_000;

const MB = 1_000_000;
const WORDS: Record<Contender, string> = {
  nobody: 'the sources alone',
  ours: 'ours',
  disk: 'MediaRecorder to disk',
  array: 'MediaRecorder to an array',
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const round = (value: number, digits = 0): number => Number(value.toFixed(digits));

/** All in MB. */
interface Sample {
  minute: number;
  /** Of the page and its workers: objects, buffers, and what the browser keeps for them. */
  heap: number;
  /** The process in which they are. */
  renderer: number;
  /** All processes of this browser: blobs are in the first. */
  browser: number;
}

/** One page of a browser that is started for it, with a profile on the disk. */
class Side {
  readonly contender: Contender;
  readonly page: Page;
  readonly #browser: Browser;

  private constructor(contender: Contender, browser: Browser, page: Page) {
    this.contender = contender;
    this.#browser = browser;
    this.page = page;
  }

  static async open(contender: Contender, url: string): Promise<Side> {
    const browser = await puppeteer.launch(launchOptions('chromium'));
    try {
      const page = (await browser.pages())[0] ?? (await browser.newPage());
      await page.emulateFocusedPage(true);
      await page.goto(url);
      await page.waitForFunction(() => 'bench' in window);
      return new Side(contender, browser, page);
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  get root(): number {
    const id = this.#browser.process()?.pid;
    if (id === undefined) throw new Error('The browser is gone');
    return id;
  }

  async begin(pictures: 1 | 2): Promise<void> {
    await this.page.evaluate((...how) => window.bench.begin(...how), this.contender, pictures);
    await pause(EASE_MS);
  }

  async end(): Promise<void> {
    await this.page.evaluate(() => window.bench.end());
  }

  async look(): Promise<Film> {
    return this.page.evaluate(() => window.bench.look());
  }

  async sample(minute: number): Promise<Sample> {
    const own = await this.page.createCDPSession();
    const heaps = await Promise.all(
      [own, ...this.page.workers().map(({ client }) => client)].map((one) => one.send('Runtime.getHeapUsage')),
    );
    await own.detach();
    const heap = heaps.reduce((sum, one) => sum + one.usedSize + one.embedderHeapUsedSize + one.backingStorageSize, 0);
    return {
      minute,
      heap: heap / MB,
      renderer: residentBytes(await this.#renderer()) / MB,
      browser: treeBytes(this.root) / MB,
    };
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  /** There may be a spare one, which does nothing. */
  async #renderer(): Promise<number> {
    const session = await this.#browser.target().createCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await session.detach();
    const renderers = processInfo.filter(({ type }) => type === 'renderer');
    return renderers.toSorted((a, b) => b.cpuTime - a.cpuTime)[0]?.id ?? 0;
  }
}

/** Closes what was opened, however it ends. */
async function withSides<T>(
  contenders: readonly Contender[],
  url: string,
  act: (sides: readonly Side[]) => Promise<T>,
): Promise<T> {
  const sides: Side[] = [];
  try {
    for (const contender of contenders) sides.push(await Side.open(contender, url));
    return await act(sides);
  } finally {
    await Promise.all(sides.map((side) => side.close()));
  }
}

type Figure = 'heap' | 'renderer' | 'browser';
const FIGURES: readonly Figure[] = ['heap', 'renderer', 'browser'];

/** @returns what was in memory at that minute */
function at(samples: readonly Sample[], minute: number): Record<Figure, number> {
  const near = samples.filter((one) => one.minute <= minute && one.minute > minute - WINDOW_MIN);
  const [heap = 0, renderer = 0, browser = 0] = FIGURES.map((figure) => median(near.map((one) => one[figure])));
  return { heap, renderer, browser };
}

function tableOf(samples: readonly Sample[], after: Sample): Record<string, Record<string, number>> {
  const settled = at(samples, SETTLED_MIN);
  const line = (now: Record<Figure, number>) =>
    Object.fromEntries(
      FIGURES.flatMap((figure) => [
        [`${figure} MB`, round(now[figure], figure === 'heap' ? 1 : 0)],
        [`${figure} grown`, round(now[figure] - settled[figure], figure === 'heap' ? 1 : 0)],
      ]),
    );
  const minutes = [
    ...new Set([SETTLED_MIN, ...LINES_MIN.filter((one) => one < MINUTES && one > SETTLED_MIN), MINUTES]),
  ];
  return Object.fromEntries([
    ...minutes.map((minute) => [`minute ${minute}`, line(at(samples, minute))]),
    ['finished', line(after)],
  ]);
}

/** @returns whether ours stayed as it should */
async function memory(url: string): Promise<boolean> {
  return withSides(['ours', 'array'], url, async (sides) => {
    await Promise.all(sides.map((side) => side.begin(1)));
    const from = performance.now();
    const samples = new Map<Side, Sample[]>(sides.map((side) => [side, []]));
    for (let next = SAMPLE_EVERY_MS; next <= MINUTES * 60_000; next += SAMPLE_EVERY_MS) {
      await pause(from + next - performance.now());
      for (const side of sides) samples.get(side)?.push(await side.sample(next / 60_000));
    }
    let isFlat = true;
    for (const side of sides) {
      await side.end();
      const all = samples.get(side) ?? [];
      const after = await side.sample(MINUTES);
      const { bytes, seconds, picturesPerSecond, codecs } = await side.look();
      console.log(
        `\n${WORDS[side.contender]}: ${round(bytes / MB)} MB in ${round(seconds)} s, ${round(picturesPerSecond, 1)} pictures a second (${codecs}).`,
      );
      console.table(tableOf(all, after));
      if (side.contender !== 'ours') continue;
      const [first, last] = [at(all, SETTLED_MIN), at(all, MINUTES)];
      for (const figure of ['heap', 'renderer'] as const) isFlat &&= last[figure] - first[figure] < MAY_GROW_MB;
    }
    return isFlat;
  });
}

interface Cost {
  /** Of the processor, for each recorded second. */
  seconds: number;
  picturesPerSecond: number;
}

async function cost(contender: Contender, pictures: 1 | 2, url: string): Promise<Cost> {
  return withSides([contender], url, async ([side]) => {
    if (!side) throw new Error('Nobody records');
    await side.begin(pictures);
    const [before, from] = [processorSeconds(side.root), performance.now()];
    await pause(SECONDS * 1000);
    const length = (performance.now() - from) / 1000;
    await side.end();
    const seconds = (processorSeconds(side.root) - before) / length;
    return { seconds, picturesPerSecond: contender === 'nobody' ? 0 : (await side.look()).picturesPerSecond };
  });
}

/** In turns, so that whatever disturbs this machine disturbs all. */
async function processor(pictures: 1 | 2, url: string): Promise<void> {
  const contenders = ['nobody', 'disk', 'ours'] as const;
  const costs = new Map<Contender, Cost[]>(contenders.map((one) => [one, []]));
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    for (const one of contenders) costs.get(one)?.push(await cost(one, pictures, url));
  }
  const seconds = (one: Contender) => median((costs.get(one) ?? []).map((each) => each.seconds));
  const perSecond = (one: Contender) => median((costs.get(one) ?? []).map((each) => each.picturesPerSecond));
  const perPicture = (one: Contender) => (seconds(one) - alone) / perSecond(one);
  const [alone, base] = [seconds('nobody'), seconds('disk')];
  console.log(`\nProcessor seconds for a recorded second, ${pictures === 1 ? 'one picture' : 'two pictures'}.`);
  console.table(
    Object.fromEntries(
      contenders.map((one) => {
        const all = (costs.get(one) ?? []).map((each) => each.seconds);
        const line = {
          median: round(seconds(one), 3),
          range: `${round(Math.min(...all), 3)}–${round(Math.max(...all), 3)}`,
        };
        if (one === 'nobody') return [WORDS[one], line];
        return [
          WORDS[one],
          {
            ...line,
            ratio: round(seconds(one) / base, 2),
            'without the sources': round(seconds(one) - alone, 3),
            'their ratio': round((seconds(one) - alone) / (base - alone), 2),
            'pictures a second': round(perSecond(one), 1),
            'their ratio for a picture': round(perPicture(one) / perPicture('disk'), 2),
          },
        ];
      }),
    ),
  );
}

const pages = await Pages.start('widget/bench/sides/recorders.ts');
try {
  if (ROUNDS > 0) {
    console.log(`Processor time, medians of ${ROUNDS} rounds of ${SECONDS} s.`);
    for (const pictures of [1, 2] as const) await processor(pictures, pages.url);
  }
  if (MINUTES > 0) console.log(`\nMemory while recording for ${MINUTES} minutes, at the same time.`);
  if (MINUTES > 0 && !(await memory(pages.url))) {
    console.error(`Ours has grown by ${MAY_GROW_MB} MB or more.`);
    process.exitCode = 1;
  }
} finally {
  await pages.stop();
}
