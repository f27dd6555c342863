/**
 * axe on real pages, light and English, then dark and French. Colours don't depend on the language, so these two hold for
 * all four.
 */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type axeCore from 'axe-core';
import { Agent } from './agent.ts';
import { type Appearance, appear } from './appearance.ts';
import type { Stage } from './journey.ts';
import type { Person } from './person.ts';
import { PNG } from './picture.ts';

const LOOKS: readonly Appearance[] = [
  { language: 'en', scheme: 'light' },
  { language: 'fr', scheme: 'dark' },
];
/** What the steps between the looks expect. */
const ENGLISH: Appearance = { language: 'en', scheme: 'light' };

const AXE = await readFile(new URL('../../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** Puts axe into the page if it isn't there yet, and asks it. A line for each finding. */
export async function findings(person: Person, within: string): Promise<string[]> {
  const { page } = person;
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  return page.evaluate(async (selector) => {
    const { axe } = window as unknown as { axe: typeof axeCore };
    const { violations } = await axe.run(selector, {
      resultTypes: ['violations'],
      // Every style stands in the document already.
      preload: false,
      rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } },
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.flat().join(' ')}: ${failureSummary}`),
    );
  }, within);
}

/** Still, since a colour on its way to another is nobody's choice. */
export const settle = (person: Person): Promise<void> =>
  person.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);

export class Looker {
  readonly #person: Person;
  readonly #found: string[] = [];

  constructor(person: Person) {
    this.#person = person;
  }

  async looksAt(state: string): Promise<void> {
    const person = this.#person;
    for (const look of LOOKS) {
      await appear(person, look);
      const found = await findings(person, person instanceof Agent ? 'html' : 'ycyw-support');
      this.#found.push(...found.map((line) => `${state}, ${look.language}, ${look.scheme}: ${line}`));
    }
    await appear(person, ENGLISH);
  }

  /** Says all findings at once: one run tells everything that is wrong. */
  done(): void {
    assert.deepEqual(this.#found, []);
  }
}

export async function attachPicture(person: Person, stage: Stage): Promise<void> {
  const path = join(stage.service.dataDir, 'plan.png');
  await writeFile(path, PNG);
  await person.attach(path);
  await person.page.waitForSelector('>>> ycyw-attachment');
}
