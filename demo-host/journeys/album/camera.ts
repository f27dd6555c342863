/** Takes pictures of what somebody has before them, on a desktop and on a phone, by day and by night. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Viewport } from 'puppeteer-core';
import { appear } from '../harness/appearance.ts';
import type { Person } from '../harness/person.ts';

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
}

export class Camera {
  readonly #folder: string;
  /** Paths of all pictures. */
  readonly taken: string[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  async take(person: Person, name: string, { before, after, french = false }: Shot = {}): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    for (const [device, viewport] of Object.entries(DEVICES)) {
      await person.page.setViewport(viewport);
      await before?.();
      for (const scheme of ['light', 'dark'] as const)
        await this.#expose(person, `${name}-${device}-${scheme}`, scheme);
      if (french) {
        await appear(person, { language: 'fr', scheme: 'auto' });
        await this.#expose(person, `${name}-${device}-french`, 'light');
        await appear(person, { language: 'en', scheme: 'auto' });
      }
      await after?.();
    }
    await person.page.setViewport(DEVICES.desktop);
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
