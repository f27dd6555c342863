/**
 * What axe doesn't look at, or not as strictly: contrast on every ground, targets of 44 pixels, names that hold what is
 * written on a control, the order of the focus. Knows no view.
 */
import { findings } from './axe.ts';
import { faint, isShown, nameOfElement, ownText, unseenFocus, WORDS } from './contrast.ts';
import { findAll, parentOf } from './page.ts';

/** 2.5.5, in CSS pixels; half a one is a matter of layout. */
const TARGET_PX = 44;
const TOLERANCE_PX = 0.5;

const CONTROLS =
  'button, a[href], input:not([type="file"], [type="hidden"]), textarea, select, summary, [role="button"], [role="option"], [role^="menuitem"]';

const box = (element: Element) => element.getBoundingClientRect();

/** A link in a sentence has the height of its line, as 2.5.5 allows. */
const isInSentence = (element: Element): boolean =>
  element.matches('a') && getComputedStyle(element).display === 'inline';

/** A field is hit by its label, too. */
const targetOf = (element: HTMLElement): Element => {
  const label = element.closest('label');
  return element.matches('[type="radio"], [type="checkbox"]') && label !== null ? label : element;
};

function smallTarget(element: HTMLElement): string[] {
  if (isInSentence(element)) return [];
  const { width, height } = box(targetOf(element));
  if (Math.min(width, height) >= TARGET_PX - TOLERANCE_PX) return [];
  return [`target ${nameOfElement(element)}: ${Math.round(width)} × ${Math.round(height)}`];
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\s\u200b]+/g, ' ')
    .trim();

const heard = (node: Node): string => {
  if (node instanceof Text) return node.data;
  if (!(node instanceof Element) || node.matches('[aria-hidden="true"], style')) return '';
  return [...node.childNodes].map(heard).join(' ');
};

/** As far as the views need it. */
function nameOf(element: HTMLElement): string {
  const root = element.getRootNode() as ShadowRoot;
  const by = (element.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean);
  const labelled = by.map((id) => root.getElementById(id)?.textContent ?? '').join(' ');
  const labels = 'labels' in element ? [...((element.labels as NodeListOf<HTMLElement> | null) ?? [])] : [];
  const own = element.matches('input, textarea, select') ? labels.map(heard).join(' ') : heard(element);
  return plain(element.ariaLabel || labelled || own || element.title);
}

/** Pieces of text that can be seen on it. What stands for a picture of it (letters, a number) is hidden from names on purpose. */
function writtenOn(element: HTMLElement): string[] {
  const label = element.matches('input') ? element.closest('label') : element;
  const all = label === null ? [] : [label, ...label.querySelectorAll('*')];
  return all
    .filter((each) => isShown(each) && each.closest('.avatar, style') === null)
    .map((each) => plain(ownText(each)));
}

function wrongName(element: HTMLElement): string[] {
  const name = nameOf(element);
  if (name === '') return [`no name: ${nameOfElement(element)}`];
  const missing = writtenOn(element).filter((words) => WORDS.test(words) && !name.includes(words));
  return missing.map((words) => `"${words}" isn't in the name "${name}" of ${nameOfElement(element)}`);
}

/** All of it but axe and text size. A line for each finding; none is good. */
export function audit(element: Element): string[] {
  const shown = findAll(element, CONTROLS).filter((each) => isShown(each) && each.closest('[inert]') === null);
  return [
    ...faint(element),
    ...unseenFocus(element),
    ...shown.flatMap(smallTarget),
    ...shown.flatMap(wrongName),
    ...findAll(element, '[tabindex]')
      .filter(({ tabIndex }) => tabIndex > 0)
      .map((each) => `tabindex ${each.tabIndex} at ${nameOfElement(each)}`),
  ];
}

/** Twice as large, as a person may have it; everything else stays as it is. */
function enlarge(element: Element): void {
  const all = findAll(element, '*').filter((each) => each instanceof HTMLElement);
  const sizes = all.map((each) => getComputedStyle(each)).map(({ fontSize, lineHeight }) => [fontSize, lineHeight]);
  all.forEach((each, index) => {
    const [size = '', height = ''] = sizes[index] ?? [];
    each.style.fontSize = `${2 * Number.parseFloat(size)}px`;
    if (height.endsWith('px')) each.style.lineHeight = `${2 * Number.parseFloat(height)}px`;
  });
}

const hides = (value: string) => value === 'hidden' || value === 'clip';

/** Text that a box cuts off and nothing brings into sight. */
function cutOff(element: Element): string[] {
  const range = document.createRange();
  range.selectNodeContents(element);
  const text = range.getBoundingClientRect();
  for (let at: Element | null = element; at !== null; at = parentOf(at)) {
    const { overflowX, overflowY, display } = getComputedStyle(at);
    if (display === 'contents') continue;
    const around = box(at);
    const isControl = at.matches('button, [role="button"]');
    const isCut =
      ((hides(overflowY) || isControl) && (text.top < around.top - 1.5 || text.bottom > around.bottom + 1.5)) ||
      ((hides(overflowX) || isControl) && (text.left < around.left - 1.5 || text.right > around.right + 1.5));
    if (isCut)
      return [
        `"${ownText(element).trim().slice(0, 24)}" of ${nameOfElement(element)} is cut off by ${nameOfElement(at)}`,
      ];
    if (/auto|scroll/.test(overflowX + overflowY)) return [];
  }
  return [];
}

/** What isn't meant to be read whole: a line that begins a message which stands elsewhere, and what fields scroll. */
const SHORTENED = '.visually-hidden, .last, .preview, .old, option, textarea';

/** What can't be read any more when text is twice as large and everything else as it was (1.4.4). */
function cutOffWhenLarge(element: Element): string[] {
  enlarge(element);
  return findAll(element, '*')
    .filter((each) => WORDS.test(ownText(each)) && isShown(each) && !each.matches(SHORTENED))
    .flatMap(cutOff);
}

/** Everything at once. The element's text is larger afterwards. */
export const barriers = async (element: Element): Promise<string[]> => [
  ...(await findings(element)),
  ...audit(element),
  ...cutOffWhenLarge(element),
];
