/** The browsers of a journey: started when first asked for, one of each kind; people get profiles of their own. */
import puppeteer, { type Browser } from 'puppeteer-core';
import { type BrowserName, launchOptions } from '../../../.ci/browsers.ts';

export type { BrowserName };

const started = new Map<BrowserName, Promise<Browser>>();

export function browser(name: BrowserName): Promise<Browser> {
  const running = started.get(name) ?? puppeteer.launch(launchOptions(name));
  started.set(name, running);
  return running;
}

/** A browser that keeps what it stores in this folder. Whoever asks for it closes it. */
export function browserWithProfile(name: BrowserName, folder: string): Promise<Browser> {
  return puppeteer.launch({ ...launchOptions(name), userDataDir: folder });
}

/** Puppeteer makes a profile folder for each start and removes it with the end. */
export async function closeBrowsers(): Promise<void> {
  await Promise.all([...started.values()].map(async (running) => (await running).close()));
  started.clear();
}
