/**
 * How soon two people see each other, against two bare connections and against PeerJS with its own server, in turns in
 * the same Chromium: on a near line, and on one where a data channel's echo and the signals take as long as across an
 * ocean. Quoted as ratios: the machine's own speed cancels out.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { launchOptions } from '../../.ci/browsers.ts';
import { Child } from '../../demo-host/journeys/harness/child.ts';
import { DelayProxy } from '../../demo-host/journeys/harness/delay-proxy.ts';
import { type AgentAccount, Service } from '../../demo-host/journeys/harness/service.ts';
import { Turn } from '../../demo-host/journeys/harness/turn.ts';
import { freePort } from '../../signaling/testing/ports.ts';
import { callBare, callByPeerJs, echo, takeDevices } from './sides/in-page.ts';

const ROUNDS = Number(process.argv[2] ?? 11);

/** There and back between two continents, in milliseconds. */
const FAR_ECHO_MS = 200;
/** A packet between two connections of one page passes the emulation four times there and back. */
const LEGS = 4;
/** Enough for a steady median; on the far line they take three seconds. */
const ECHOES = 15;
/** How far the echo may be from what was wished, as a share. */
const TOLERANCE = 0.05;

/** The service lets a person ask for twenty calls a minute. */
const BETWEEN_CALLS_MS = 3_200;

/** Both sides of the product, as one script. */
const OURS = buildSync({
  entryPoints: [fileURLToPath(new URL('sides/ours.ts', import.meta.url))],
  bundle: true,
  format: 'iife',
  target: 'es2022',
  write: false,
}).outputFiles[0]?.text as string;

const require = createRequire(import.meta.url);
const PEERJS = readFileSync(require.resolve('peerjs/dist/peerjs.min.js'), 'utf8');
/** The package doesn't export its program; it lies beside what it exports. */
const PEER_SERVER = join(dirname(require.resolve('peer')), 'bin/peerjs.js');

/** Where the rounds take place. */
interface Line {
  name: string;
  page: Page;
  /** As measured. */
  echoMs: number;
  /** One way, between a side and its server. */
  signalMs: number;
  /** PeerJS's server, behind the line. */
  peerPort: number;
  end(): Promise<void>;
}

/** One way to bring two people together. */
interface Contender {
  name: string;
  /** One call, from the word that starts it to the moment at which both see the other, in milliseconds. */
  call(line: Line): Promise<number>;
}

/** What is compared, each with the first. The product's own call is measured from "accept", through its own service. */
const CONTENDERS: readonly Contender[] = [
  { name: 'two bare connections', call: ({ page, signalMs }) => page.evaluate(callBare, signalMs) },
  {
    name: 'ours, from "accept", its own service',
    async call({ page }) {
      await pause(BETWEEN_CALLS_MS);
      return page.evaluate(() => window.ours.call());
    },
  },
  { name: 'PeerJS, its own server', call: ({ page, peerPort }) => page.evaluate(callByPeerJs, peerPort) },
];

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** @param legMs What is added each time a packet enters or leaves a connection; it holds for pages loaded afterwards. */
async function openPage(browser: Browser, url: string, legMs: number): Promise<Page> {
  const page = await (await browser.createBrowserContext()).newPage({ type: 'window' });
  await page.emulateFocusedPage(true);
  if (legMs > 0) {
    const session = await page.createCDPSession();
    await session.send('Network.enable');
    const unlimited = { downloadThroughput: -1, uploadThroughput: -1 };
    await session.send('Network.emulateNetworkConditionsByRule', {
      matchedNetworkConditions: [{ urlPattern: '', latency: legMs, ...unlimited }],
    });
  }
  // An address of the service with nothing of the product in it, so that the agent's cookie counts.
  await page.goto(`${url}/healthz`);
  await page.addScriptTag({ content: PEERJS });
  await page.addScriptTag({ content: OURS });
  await page.evaluate(takeDevices);
  return page;
}

/** A page in which the echo takes as long as wished. */
async function openFarPage(browser: Browser, url: string): Promise<{ page: Page; echoMs: number }> {
  let legMs = FAR_ECHO_MS / LEGS;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const page = await openPage(browser, url, legMs);
    const echoMs = await page.evaluate(echo, ECHOES);
    if (Math.abs(echoMs - FAR_ECHO_MS) <= TOLERANCE * FAR_ECHO_MS) return { page, echoMs };
    await page.browserContext().close();
    legMs *= FAR_ECHO_MS / echoMs;
  }
  throw new Error(`No latency makes an echo of ${FAR_ECHO_MS} ms here.`);
}

interface Servers {
  service: string;
  account: AgentAccount;
  peerPort: number;
}

async function nearLine(browser: Browser, { service, account, peerPort }: Servers): Promise<Line> {
  const page = await openPage(browser, service, 0);
  await page.evaluate((known) => window.ours.connect(known), account);
  const echoMs = await page.evaluate(echo, ECHOES);
  return { name: 'near', page, echoMs, signalMs: 0, peerPort, end: () => page.browserContext().close() };
}

async function farLine(browser: Browser, { service, account, peerPort }: Servers): Promise<Line> {
  // Half of the way to the server, half of it on: a signal takes as long as a packet to the other side.
  const [ours, theirs] = await Promise.all(
    [service, `http://127.0.0.1:${peerPort}`].map((url) => DelayProxy.start(url, FAR_ECHO_MS / 4)),
  );
  if (!ours || !theirs) throw new Error('The slow lines could not be made');
  const { page, echoMs } = await openFarPage(browser, ours.url);
  await page.evaluate((known) => window.ours.connect(known), account);
  const end = async (): Promise<void> => {
    await page.browserContext().close();
    await Promise.all([ours.stop(), theirs.stop()]);
  };
  return { name: 'far', page, echoMs, signalMs: FAR_ECHO_MS / 2, peerPort: Number(new URL(theirs.url).port), end };
}

/** In turns, so that whatever disturbs this machine disturbs all; the first turn warms up and doesn't count. */
async function compare(line: Line): Promise<void> {
  const took = CONTENDERS.map((): number[] => []);
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [at, contender] of CONTENDERS.entries()) {
      const ms = await contender.call(line);
      if (round >= 0) took[at]?.push(ms);
    }
  }
  const base = median(took[0] ?? []);
  console.log(`\nThe ${line.name} line: echo ${line.echoMs.toFixed(0)} ms, each signal ${line.signalMs} ms.`);
  console.table(
    Object.fromEntries(
      CONTENDERS.map(({ name }, at) => {
        const values = took[at] ?? [];
        const ms = median(values);
        const range = `${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)}`;
        return [name, { 'median ms': Math.round(ms), range, ratio: Number((ms / base).toFixed(2)) }];
      }),
    ),
  );
}

const peerPort = await freePort();
const started = [process.execPath, [PEER_SERVER, '--host', '127.0.0.1', '--port', String(peerPort)]] as const;
const peerServer = await Child.start(...started, /Started PeerServer/);
// Whoever has been given the camera has only addresses that may not be told before acceptance: a relay makes it ready.
const turn = await Turn.start();
const service = await Service.launch(turn.settings);
const servers: Servers = { service: service.url, account: await service.firstAgent(), peerPort };
const browser = await puppeteer.launch(launchOptions('chromium'));
try {
  console.log(`Until both see the other, medians of ${ROUNDS} rounds.`);
  for (const open of [nearLine, farLine]) {
    const line = await open(browser, servers);
    await compare(line);
    await line.end();
  }
} finally {
  await browser.close();
  await service[Symbol.asyncDispose]();
  await turn.stop();
  await peerServer.stop();
}
