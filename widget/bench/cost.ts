/**
 * What the tag costs a page before anybody clicks, and how soon one can write after the click: bytes over the wire, script
 * time and longest task on a processor four times slower, layout shift, requests, what is stored. Beside the shipped bundles
 * of two peers, and the least element that can be made with our own library, on the same rental page, in turns, in the same
 * Chromium.
 */
import puppeteer, { type Browser, type BrowserContext, type Page } from 'puppeteer-core';
import { launchOptions } from '../../.ci/browsers.ts';
import { Service } from '../../demo-host/journeys/harness/service.ts';
import { type Chat, HostPages } from './sides/host-pages.ts';
import { measureOpening, observePage, readPage } from './sides/in-host-page.ts';
import { medianOf, spread } from './sides/statistics.ts';

const ROUNDS = Number(process.argv.find((word) => word.startsWith('--rounds='))?.slice('--rounds='.length) ?? 9);
/** As web performance tools slow it, for a phone of the middle class. */
const SLOWED = 4;
/** A launcher that isn't there after this time was not going to come, in milliseconds. */
const LIMIT_MS = 30_000;

const CHATS: readonly Chat[] = ['none', 'lit', 'ours', 'deep-chat', 'typebot'];

interface Cost {
  /** Bytes of the chat over the wire, packed, and how many requests. */
  bytes: number;
  requests: number;
  /** Of scripts, in milliseconds of the slowed processor's time. */
  scriptMs: number;
  /** Of the chat's scripts; 0 when none was part of a frame of 50 ms or more. */
  longestTaskMs: number;
  shift: number;
  /** Keys, cookies and databases. */
  stored: number;
  /** Sockets. */
  connections: number;
}

const browser: Browser = await puppeteer.launch(launchOptions('chromium'));
let service: Service | null = null;
const pages = await HostPages.start(() => service?.url ?? '');
service = await Service.launch({ ALLOWED_ORIGINS: pages.origin });

async function inNewContext<T>(work: (page: Page, context: BrowserContext) => Promise<T>): Promise<T> {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage({ type: 'window' });
    page.setDefaultTimeout(LIMIT_MS);
    await page.emulateFocusedPage(true);
    return await work(page, context);
  } finally {
    await context.close();
  }
}

/** One load of the page with a chat, until the network and the page are quiet. */
const load = (chat: Chat): Promise<Cost> =>
  inNewContext(async (page, context) => {
    const session = await page.createCDPSession();
    const own = new Set<string>();
    let [bytes, connections] = [0, 0];
    await session.send('Network.enable');
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
    const page0 = new URL(pages.address('none'));
    const isOfPage = (url: string) => {
      const { origin, pathname } = new URL(url);
      return origin === page0.origin && (pathname === '/' || pathname.startsWith('/rental/'));
    };
    session.on('Network.requestWillBeSent', ({ requestId, request }) => {
      if (/^https?:/.test(request.url) && !isOfPage(request.url)) own.add(requestId);
    });
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (own.has(requestId)) bytes += encodedDataLength;
    });
    session.on('Network.webSocketCreated', () => {
      connections += 1;
    });
    await page.evaluateOnNewDocument(observePage);
    await page.goto(pages.address(chat, 'quiet'), { waitUntil: 'networkidle0' });
    const { longestTaskMs, shift, stored } = await page.evaluate(readPage);
    const { metrics } = await session.send('Performance.getMetrics');
    const scriptMs = 1000 * (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN);
    const cookies = (await context.cookies()).length;
    return { bytes, requests: own.size, scriptMs, longestTaskMs, shift, stored: stored + cookies, connections };
  });

/** From the click on the launcher to a composer that has the cursor, in milliseconds, and the bytes that came with it. */
const open = (): Promise<{ ms: number; bytes: number }> =>
  inNewContext(async (page) => {
    const session = await page.createCDPSession();
    await session.send('Network.enable');
    let bytes = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await page.goto(pages.address('ours'), { waitUntil: 'networkidle0' });
    bytes = 0;
    const ms = await page.evaluate(measureOpening);
    await page.waitForNetworkIdle();
    return { ms, bytes };
  });

const costs = new Map<Chat, Cost[]>(CHATS.map((chat) => [chat, []]));
const openings: { ms: number; bytes: number }[] = [];
try {
  // Not counted: the first one of everything is slower.
  for (const chat of CHATS) await load(chat);
  await open();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const chat of CHATS) costs.get(chat)?.push(await load(chat));
    openings.push(await open());
  }
} finally {
  await browser.close();
  await service[Symbol.asyncDispose]();
  await pages.stop();
}

const of = (chat: Chat, figure: keyof Cost): number => medianOf((costs.get(chat) ?? []).map((cost) => cost[figure]));
console.log(`Medians of ${ROUNDS} rounds, processor slowed ${SLOWED} times; the page has no script of its own.`);
console.log('                 bytes  requests  script ms  longest task ms  shift  stored  sockets');
for (const chat of CHATS) {
  const cells = [
    of(chat, 'bytes').toFixed(0).padStart(8),
    of(chat, 'requests').toFixed(0).padStart(9),
    of(chat, 'scriptMs').toFixed(1).padStart(10),
    of(chat, 'longestTaskMs').toFixed(0).padStart(16),
    of(chat, 'shift').toFixed(3).padStart(6),
    of(chat, 'stored').toFixed(0).padStart(7),
    of(chat, 'connections').toFixed(0).padStart(8),
  ];
  console.log(`${chat.padEnd(14)} ${cells.join(' ')}`);
}
for (const other of ['lit', 'deep-chat', 'typebot'] as const) {
  const ratio = (figure: keyof Cost) => (of('ours', figure) / of(other, figure)).toFixed(2);
  console.log(`ours / ${other}: bytes ${ratio('bytes')}, script time ${ratio('scriptMs')}`);
}
const times = openings.map(({ ms }) => ms);
console.log(
  `launcher to usable composer: ${spread(times)} ms; ${medianOf(openings.map(({ bytes }) => bytes))} bytes more`,
);
