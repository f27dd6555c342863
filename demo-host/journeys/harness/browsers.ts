/** The browsers of a journey: started when first asked for, one for each surroundings; people get profiles of their own. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';
import { type BrowserName, launchOptions, type Surroundings } from '../../../.ci/browsers.ts';
import { type Display, startDisplay } from './display.ts';
import { prepared } from './prepared.ts';

export type { BrowserName, Surroundings };

const started = new Map<string, Promise<Browser>>();
let display: Promise<Display> | null = null;
/** Folders to be removed at the end. */
const profiles: string[] = [];

async function launch(name: BrowserName, around: Surroundings, userDataDir?: string): Promise<Browser> {
  if (name === 'firefox' && around.screen === 'real') display ??= startDisplay();
  const options = launchOptions(name, around, around.screen === 'real' ? (await display)?.name : undefined);
  return puppeteer.launch(userDataDir === undefined ? options : { ...options, userDataDir });
}

/** Of a Firefox that has been started once: with what it computes at its first start the next one takes half of the time. */
async function startedProfile(): Promise<string> {
  const known = await prepared('firefox', async (half) => {
    const first = await puppeteer.launch({ ...launchOptions('firefox'), userDataDir: half });
    await first.close();
    // What it was told to be like is told anew at each start.
    for (const file of ['prefs.js', 'user.js']) await rm(join(half, file), { force: true });
  });
  const own = await mkdtemp(join(tmpdir(), 'ycyw-firefox-'));
  profiles.push(own);
  await cp(known, own, { recursive: true });
  return own;
}

const launchFresh = async (name: BrowserName, around: Surroundings): Promise<Browser> =>
  launch(name, around, name === 'firefox' ? await startedProfile() : undefined);

export function browser(name: BrowserName, around: Surroundings = {}): Promise<Browser> {
  const key = JSON.stringify([name, around]);
  const running = started.get(key) ?? launchFresh(name, around);
  started.set(key, running);
  running.catch(() => started.delete(key));
  return running;
}

/** A browser that keeps what it stores in this folder. Whoever asks for it closes it. */
export function browserWithProfile(name: BrowserName, folder: string, around: Surroundings = {}): Promise<Browser> {
  return launch(name, around, folder);
}

/** Chromium's profile folders are made by puppeteer for each start and removed with the end. */
export async function closeBrowsers(): Promise<void> {
  await Promise.allSettled([...started.values()].map(async (running) => (await running).close()));
  started.clear();
  for (const profile of profiles.splice(0)) await rm(profile, { recursive: true, force: true });
  await (await display)?.stop();
  display = null;
}
