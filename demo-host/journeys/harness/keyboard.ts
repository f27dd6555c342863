/** A person without a mouse: where the focus is, and how to get it somewhere. */
import assert from 'node:assert/strict';
import { eventually } from './eventually.ts';
import type { Person } from './person.ts';

/** More than there are places for the focus in any state of a page. */
const MOST_TABS = 60;

/** The name or the text of what has the focus, through shadow roots. */
export const focused = (person: Person): Promise<string> =>
  person.page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
    const named = (labels[0] ?? element)?.cloneNode(true) as Element | undefined;
    for (const unheard of named?.querySelectorAll('[aria-hidden="true"]') ?? []) unheard.remove();
    const name = element?.getAttribute('aria-label') ?? named?.textContent ?? '';
    return name.replace(/\s+/g, ' ').trim();
  });

/** Tab by Tab until the focus is there. */
export async function tabTo(person: Person, name: RegExp): Promise<void> {
  const passed: string[] = [];
  while (passed.length < MOST_TABS) {
    const here = await focused(person);
    if (name.test(here)) return;
    passed.push(here);
    await person.press('Tab');
  }
  assert.fail(`Tab never came to ${name}, only to: ${passed.join(' | ')}`);
}

/** Waits until the focus has come there by itself. */
export const focusIsOn = (person: Person, name: RegExp): Promise<unknown> =>
  eventually(`the focus is on ${name}`, async () => name.test(await focused(person)));
