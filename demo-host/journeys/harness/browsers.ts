/** The browsers of a journey: started when first asked for, one for each surroundings; people get profiles of their own. */
import puppeteer, { type Browser } from 'puppeteer-core';
import { type BrowserName, launchOptions, type Surroundings } from '../../../.ci/browsers.ts';
import { type Display, startDisplay } from './display.ts';

export type { BrowserName, Surroundings };

const started = new Map<string, Promise<Browser>>();
let display: Promise<Display> | null = null;

async function launch(name: BrowserName, around: Surroundings, userDataDir?: string): Promise<Browser> {
  if (name === 'firefox' && around.screen === 'real') display ??= startDisplay();
  const options = launchOptions(name, around, around.screen === 'real' ? (await display)?.name : undefined);
  return puppeteer.launch(userDataDir === undefined ? options : { ...options, userDataDir });
}

export function browser(name: BrowserName, around: Surroundings = {}): Promise<Browser> {
  const key = JSON.stringify([name, around]);
  const running = started.get(key) ?? launch(name, around);
  started.set(key, running);
  return running;
}

/** A browser that keeps what it stores in this folder. Whoever asks for it closes it. */
export function browserWithProfile(name: BrowserName, folder: string, around: Surroundings = {}): Promise<Browser> {
  return launch(name, around, folder);
}

/** Puppeteer makes a profile folder for each start and removes it with the end. */
export async function closeBrowsers(): Promise<void> {
  await Promise.all([...started.values()].map(async (running) => (await running).close()));
  started.clear();
  await (await display)?.stop();
  display = null;
}
