/**
 * Lighthouse on a rental page with and without the tag, in turns: what it says of blocking time and layout shift. On a
 * page of another origin than the service's, as integrators have it.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import puppeteer from 'puppeteer-core';
import { launchOptions } from '../../.ci/browsers.ts';
import { Service } from '../../demo-host/journeys/harness/service.ts';
import { type Chat, HostPages } from './sides/host-pages.ts';
import { spread } from './sides/statistics.ts';

const ROUNDS = Number(process.argv.find((word) => word.startsWith('--rounds='))?.slice('--rounds='.length) ?? 7);
const CHATS = ['none', 'ours'] as const satisfies readonly Chat[];

const AUDITS = {
  'total-blocking-time': 'blocking time, ms',
  'cumulative-layout-shift': 'layout shift',
  'largest-contentful-paint': 'largest paint, ms',
  'bootup-time': 'script time, ms',
} as const;
type Audit = keyof typeof AUDITS;

/** The part of its report that is read. */
interface Report {
  audits: Partial<Record<string, { numericValue?: number }>>;
  runtimeError?: { message: string };
}

const LIGHTHOUSE = fileURLToPath(new URL('../../node_modules/lighthouse/cli/index.js', import.meta.url));

const browser = await puppeteer.launch(launchOptions('chromium'));
let service: Service | null = null;
const pages = await HostPages.start(() => service?.url ?? '');
service = await Service.launch({ ALLOWED_ORIGINS: pages.origin });
const figures = new Map<string, number[]>();

/** As a process of its own: it would slow what it measures. */
async function look(chat: Chat): Promise<Record<Audit, number>> {
  const { port } = new URL(browser.wsEndpoint());
  const asked = [pages.address(chat), `--port=${port}`, '--only-categories=performance', '--output=json', '--quiet'];
  const { stdout } = await promisify(execFile)(process.execPath, [LIGHTHOUSE, ...asked], { maxBuffer: 2 ** 26 });
  const { audits, runtimeError }: Report = JSON.parse(stdout);
  if (runtimeError) throw new Error(`Lighthouse failed: ${runtimeError.message}`);
  const read = (audit: Audit) => audits[audit]?.numericValue ?? Number.NaN;
  return Object.fromEntries((Object.keys(AUDITS) as Audit[]).map((audit) => [audit, read(audit)])) as Record<
    Audit,
    number
  >;
}

try {
  await look('ours');
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const chat of CHATS) {
      for (const [audit, value] of Object.entries(await look(chat))) {
        const key = `${audit} ${chat}`;
        figures.set(key, [...(figures.get(key) ?? []), value]);
      }
    }
  }
} finally {
  await browser.close();
  await service[Symbol.asyncDispose]();
  await pages.stop();
}

console.log(`Lighthouse, its phone, medians of ${ROUNDS} rounds (least–most), without and with the tag:`);
for (const [audit, name] of Object.entries(AUDITS)) {
  const [without, withTag] = CHATS.map((chat) =>
    spread(figures.get(`${audit} ${chat}`) ?? [], audit.endsWith('shift') ? 3 : 0),
  );
  console.log(`${name.padEnd(20)} ${without?.padStart(24)} ${withTag?.padStart(24)}`);
}
