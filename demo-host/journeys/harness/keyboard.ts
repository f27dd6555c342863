/** A person without a mouse: where the focus is, whether it can be seen there, and how to get it somewhere. */
import assert from 'node:assert/strict';
import type { KeyInput } from 'puppeteer-core';
import { eventually } from './eventually.ts';
import type { Person } from './person.ts';

/** More than there are places for the focus in any state of a page. */
const MOST_TABS = 60;
/** What takes the focus somewhere else after a key, at the latest; in milliseconds. */
const SETTLED_MS = 3000;

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

/** Runs in the page. Says why whoever looks for the focus doesn't find it; empty when it is there to be seen. */
function hiddenFocus(): string {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  if (element === null || element === document.body || element === document.documentElement) return 'it is nowhere';
  const above = (at: Element): Element | null => {
    const root = at.getRootNode();
    return at.assignedSlot ?? at.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  };
  const isOutlined = (at: Element | null): boolean => {
    if (at === null) return false;
    const { outlineStyle, outlineWidth, opacity } = getComputedStyle(at);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1 && Number(opacity) > 0;
  };
  // A field without a look of its own shows it on what is drawn in its place.
  if (!isOutlined(element) && !isOutlined(above(element))) return 'nothing is around it';
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const [x, y] = [
    (Math.max(left, 0) + Math.min(right, innerWidth)) / 2,
    (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2,
  ];
  let found = document.elementFromPoint(x, y);
  while (found?.shadowRoot) {
    const inner = found.shadowRoot.elementFromPoint(x, y);
    if (inner === null || inner === found) break;
    found = inner;
  }
  const isIn = (inner: Element | null, outer: Element | null): boolean => {
    for (let at = inner; at !== null; at = above(at)) if (at === outer) return true;
    return false;
  };
  const isSeen = isIn(found, element) || isIn(element, found) || isIn(found, above(element));
  // The chat isn't modal: what the page itself has there may lie under it, as the accessibility statement says.
  const isThePages = element.getRootNode() === document && found?.getRootNode() !== document;
  return isSeen || isThePages ? '' : `${found?.localName ?? 'the edge of the window'} lies over it`;
}

/** The focus is somewhere, has something around it, and nothing lies over it (2.4.7, 2.4.11). */
async function seesFocus(person: Person, after: string): Promise<void> {
  let why = '';
  const isThere = async () => {
    why = await person.page.evaluate(hiddenFocus);
    return why === '';
  };
  await eventually('the focus can be seen', isThere, SETTLED_MS).catch(async () =>
    assert.fail(`After ${after} the focus can't be seen on "${await focused(person)}": ${why}`),
  );
}

/** A key, and the focus is in sight afterwards. */
export async function strike(person: Person, ...keys: KeyInput[]): Promise<void> {
  for (const key of keys) {
    await person.press(key);
    await seesFocus(person, key);
  }
}

/** Whether the focus has gone past the last element, to the browser's own buttons. */
const isOutside = (person: Person): Promise<boolean> =>
  person.page.evaluate(() => document.activeElement === null || document.activeElement === document.body);

async function go(person: Person, name: RegExp, tab: () => Promise<void>): Promise<void> {
  const passed: string[] = [];
  let rounds = 0;
  while (passed.length < MOST_TABS) {
    const here = (await isOutside(person)) ? '(outside)' : await focused(person);
    if (name.test(here)) return;
    passed.push(here);
    await tab();
    if (!(await isOutside(person))) await seesFocus(person, `Tab, on the way to ${name}`);
    else if (++rounds > 1) break;
  }
  assert.fail(`Tab never came to ${name}, only to: ${passed.join(' | ')}`);
}

/** Tab by Tab until the focus is there; it can be seen at each step. */
export const tabTo = (person: Person, name: RegExp): Promise<void> => go(person, name, () => person.press('Tab'));

/** The same, backwards. */
export const tabBackTo = (person: Person, name: RegExp): Promise<void> =>
  go(person, name, async () => {
    await person.page.keyboard.down('Shift');
    await person.press('Tab');
    await person.page.keyboard.up('Shift');
  });

/** Waits until the focus has come there by itself. */
export async function focusIsOn(person: Person, name: RegExp): Promise<void> {
  await eventually(`the focus is on ${name}`, async () => name.test(await focused(person))).catch(async () =>
    assert.fail(`The focus never came to ${name}, but is on "${(await focused(person)).slice(0, 80)}"`),
  );
  await seesFocus(person, 'it has come by itself');
}

export const types = (person: Person, text: string): Promise<void> => person.page.keyboard.type(text);
