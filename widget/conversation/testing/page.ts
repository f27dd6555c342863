/** Puts an element into the test's page, with the tokens around it, and takes it away again. */

import type { CustomerSay } from '../../locales/load.ts';
import { loadSay } from '../../locales/load.ts';
import { tokens } from '../../ui/tokens.ts';
// What is fetched lazily elsewhere is here at once.
import '../emoji-palette.ts';
import '../message-list.ts';
import { BEGIN, MINUTE, ZONE } from './events.ts';

const shown: HTMLElement[] = [];

/** The customer's words, some minutes after the conversations of the tests. */
export const testSay = (locale = 'en-GB', now = BEGIN + 10 * MINUTE): Promise<CustomerSay> =>
  loadSay(locale, { now: () => now, timeZone: ZONE });

/** Shows it as large as the panel is on a desktop. */
export function show<T extends HTMLElement>(element: T, { scheme = 'light', width = 400, height = 600 } = {}): T {
  const stage = document.createElement('div');
  const root = stage.attachShadow({ mode: 'open' });
  const sheet = tokens.styleSheet;
  if (sheet !== undefined) root.adoptedStyleSheets = [sheet];
  const box = document.createElement('main');
  box.style.cssText =
    `display:flex;flex-direction:column;width:${width}px;height:${height}px;color-scheme:${scheme};` +
    'font:var(--_font);color:var(--_ink);background:var(--_surface)';
  box.append(element);
  root.append(box);
  document.body.append(stage);
  shown.push(stage);
  return element;
}

/** For `afterEach`. */
export function clearPage(): void {
  for (const stage of shown.splice(0)) stage.remove();
}

export const nextFrame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));

/** Waits until everything is drawn: elements in elements draw one after the other. */
export async function drawn(): Promise<void> {
  for (let depth = 0; depth < 4; depth++) await nextFrame();
}

/** Waits for what a browser does in its own time, for example a scroll event. Fails after some seconds. */
export async function eventually(holds: () => boolean): Promise<void> {
  for (let frames = 0; frames < 360; frames++) {
    if (holds()) return;
    await nextFrame();
  }
  throw new Error(`never came true: ${holds}`);
}

/** The first match, also inside of shadow roots. */
export function find<T extends HTMLElement = HTMLElement>(from: Element | ShadowRoot, selector: string): T | null {
  return findAll<T>(from, selector)[0] ?? null;
}

/** The match that must be there. */
export function get<T extends HTMLElement = HTMLElement>(from: Element | ShadowRoot, selector: string): T {
  const found = find<T>(from, selector);
  if (found === null) throw new Error(`nothing matches ${selector}`);
  return found;
}

/** All matches, in order, also inside of shadow roots. `a >>> b` finds what matches `b` somewhere inside of an `a`. */
export function findAll<T extends HTMLElement = HTMLElement>(from: Element | ShadowRoot, selector: string): T[] {
  const [outer, ...rest] = selector.split(' >>> ');
  if (outer !== undefined && rest.length > 0) {
    return findAll(from, outer).flatMap((element) => findAll<T>(element, rest.join(' >>> ')));
  }
  const roots = from instanceof Element && from.shadowRoot !== null ? [from.shadowRoot, from] : [from];
  const inside = roots.flatMap((root) => [...root.querySelectorAll('*')]).flatMap(({ shadowRoot }) => shadowRoot ?? []);
  return [
    ...roots.flatMap((root) => [...root.querySelectorAll<T>(selector)]),
    ...inside.flatMap((root) => findAll<T>(root, selector)),
  ];
}

/** What an element is drawn in: out of slots and shadow roots, too. */
export function parentOf(element: Element): Element | null {
  const root = element.getRootNode();
  return element.assignedSlot ?? element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}

/** What moves or fades is then as it is at the end. */
export function finishAnimations(from: Element): void {
  for (const animation of findAll(from, '*').flatMap((element) => element.getAnimations())) {
    if (animation.effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY) animation.cancel();
    else animation.finish();
  }
}

/** Words as a person sees them, with single spaces. */
export const words = (element: Element | null): string => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();

export function press(target: EventTarget, key: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event;
}

/** Types into a field as a person would: the whole text at once. */
export function type(field: HTMLTextAreaElement | HTMLInputElement, text: string): void {
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}
