/**
 * Takes pictures of what somebody has before them: on a desktop and on a phone, by day and by night, or in one language, and
 * then reads what stands there.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Viewport } from 'puppeteer-core';
import { appear } from '../harness/appearance.ts';
import type { Person } from '../harness/person.ts';
import { PSEUDO, preparePseudo, STAND_IN } from './pseudo.ts';
import { review } from './review.ts';

const DEVICES: Record<'desktop' | 'phone', Viewport> = {
  desktop: { width: 1280, height: 850 },
  // Without `isMobile`: changing that would load the page anew.
  phone: { width: 390, height: 844, deviceScaleFactor: 2 },
};

export interface Shot {
  /** Done on each device before its pictures: what stands at a place of the screen is opened anew. */
  before?: () => Promise<void>;
  after?: () => Promise<void>;
  /** One more picture in French. */
  french?: boolean;
  /** What can't change its language while it is open. */
  fixed?: boolean;
}

/** Nothing has come from the network for so long, in milliseconds: the sentences are there. */
const QUIET_MS = 120;

export class Camera {
  readonly #folder: string;
  readonly #language: string | undefined;
  /** Paths of all pictures. */
  readonly taken: string[] = [];
  /** What is wrong with the words in them, a line for each finding. Only looked for where a language is given. */
  readonly findings: string[] = [];

  /** @param language all pictures in it, by day, instead of the usual ones */
  constructor(folder: string, language?: string) {
    this.#folder = folder;
    this.#language = language;
  }

  async take(person: Person, name: string, { before, after, french = false, fixed = false }: Shot = {}): Promise<void> {
    if (fixed && this.#language !== undefined) return;
    await mkdir(this.#folder, { recursive: true });
    for (const [device, viewport] of Object.entries(DEVICES)) {
      await person.page.setViewport(viewport);
      await before?.();
      if (this.#language !== undefined) await this.#translate(person, `${name}-${device}`, this.#language);
      else
        for (const scheme of ['light', 'dark'] as const)
          await this.#expose(person, `${name}-${device}-${scheme}`, scheme);
      if (french && this.#language === undefined) {
        await appear(person, { language: 'fr', scheme: 'auto' });
        await this.#expose(person, `${name}-${device}-french`, 'light');
        await appear(person, { language: 'en', scheme: 'auto' });
      }
      await after?.();
    }
    await person.page.setViewport(DEVICES.desktop);
  }

  async #translate(person: Person, name: string, language: string): Promise<void> {
    const { page } = person;
    if (language === PSEUDO) await preparePseudo(page);
    await appear(person, { language: language === PSEUDO ? STAND_IN : language, scheme: 'auto' });
    await page.waitForNetworkIdle({ idleTime: QUIET_MS, concurrency: 1 });
    await this.#expose(person, `${name}-${language}`, 'light');
    this.findings.push(...(await review(person, language)).map((finding) => `${name}: ${finding}`));
    await appear(person, { language: 'en', scheme: 'auto' });
  }

  async #expose(person: Person, name: string, scheme: 'light' | 'dark'): Promise<void> {
    const { page } = person;
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    // What answers to the new size and colours has been drawn after two frames.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const path = join(this.#folder, `${name}.png`) as `${string}.png`;
    await page.screenshot({ path });
    this.taken.push(path);
  }
}
