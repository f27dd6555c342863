/**
 * Measures contrast as WCAG defines it: of every text that is drawn, of icons in controls, of the borders of fields and of
 * the outline of whatever can have the focus. Reads colours as the screen gets them; knows no view.
 */
import { findAll, parentOf } from './page.ts';

type Colour = readonly [red: number, green: number, blue: number, alpha: number];

/** 1.4.6, for text; and for large text. */
const TEXT = 7;
const LARGE_TEXT = 4.5;
/** 1.4.11 and 2.4.13. */
const NOT_TEXT = 3;
/** 18 and, if bold, 14 points, in pixels. */
const LARGE_PX = 24;
const LARGE_BOLD_PX = 18.66;
const BOLD = 600;
/** What is rounded to whole numbers of a byte is this much off at most. */
const ROUNDING = 0.05;

const canvas = new OffscreenCanvas(1, 1);
const brush = canvas.getContext('2d', { willReadFrequently: true });
const known = new Map<string, Colour>();

/** Of any notation that CSS has. */
function parse(text: string): Colour {
  const found = known.get(text);
  if (found !== undefined) return found;
  if (brush === null) throw new Error('no canvas');
  brush.clearRect(0, 0, 1, 1);
  brush.fillStyle = text;
  brush.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = brush.getImageData(0, 0, 1, 1).data;
  const colour: Colour = [red, green, blue, alpha / 255];
  known.set(text, colour);
  return colour;
}

const over = ([r, g, b, a]: Colour, below: Colour): Colour => [
  r * a + below[0] * (1 - a),
  g * a + below[1] * (1 - a),
  b * a + below[2] * (1 - a),
  1,
];

const linear = (byte: number): number => {
  const part = byte / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
};

const luminance = ([red, green, blue]: Colour): number =>
  0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);

const ratio = (one: Colour, other: Colour): number => {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
};

const WHITE: Colour = [255, 255, 255, 1];
const BLACK: Colour = [0, 0, 0, 1];
const COLOURS = /(?:rgba?|color|oklch|oklab|hsl)\([^()]*\)|#[0-9a-f]{3,8}/gi;

const pictureBehind = (place: Element, box: DOMRect): boolean =>
  findAll(place, 'video').some((video) => meets(video.getBoundingClientRect(), box));

const meets = (one: DOMRect, other: DOMRect) =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/** What may be behind an element, at the worst: grounds that let something through lie on all that may be below. */
function groundsOf(element: Element): Colour[] {
  const layers: Colour[][] = [];
  const box = element.getBoundingClientRect();
  let solid = false;
  for (let at: Element | null = element; at !== null && !solid; at = parentOf(at)) {
    const { backgroundColor, backgroundImage } = getComputedStyle(at);
    const colour = parse(backgroundColor);
    const gradient = (backgroundImage.match(COLOURS) ?? []).map(parse);
    const layer = gradient.length > 0 ? gradient : colour[3] > 0 ? [colour] : [];
    if (layer.length > 0) layers.push(layer);
    solid = layer.length > 0 && layer.every(([, , , alpha]) => alpha > 0.99);
    // A moving picture has all colours.
    if (!solid && at.matches('.stage, .mirror, .tile') && pictureBehind(at, box)) {
      layers.push([WHITE, BLACK]);
      solid = true;
    }
  }
  return layers.reduceRight<Colour[]>(
    (below, layer) => layer.flatMap((colour) => below.map((under) => over(colour, under))),
    [WHITE],
  );
}

function opacityOf(element: Element): number {
  let opacity = 1;
  for (let at: Element | null = element; at !== null; at = parentOf(at))
    opacity *= Number(getComputedStyle(at).opacity);
  return opacity;
}

/** The lowest that it may have. */
function lowest(text: string, element: Element, ground: Element | null = element): number {
  if (ground === null) return Number.POSITIVE_INFINITY;
  const [r, g, b, a] = parse(text);
  const colour: Colour = [r, g, b, a * opacityOf(element)];
  return Math.min(...groundsOf(ground).map((below) => ratio(over(colour, below), below)));
}

export const isShown = (element: Element): boolean =>
  element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }) &&
  element.getBoundingClientRect().width > 1;

const isDisabled = (element: Element): boolean => {
  for (let at: Element | null = element; at !== null; at = parentOf(at))
    if (at.matches(':disabled, [aria-disabled="true"], [inert]')) return true;
  return false;
};

/** Letters and digits: emoji have colours of their own. */
export const WORDS = /[\p{L}\p{N}]/u;

export const ownText = (element: Element): string =>
  [...element.childNodes].map((node) => (node instanceof Text ? node.data : '')).join('');

export const nameOfElement = (element: Element): string => {
  const root = element.getRootNode();
  const host = root instanceof ShadowRoot ? `${root.host.localName} ` : '';
  return `${host}${element.localName}${[...element.classList].map((name) => `.${name}`).join('')}`;
};

const line = (what: string, element: Element, found: number, wanted: number): string[] =>
  found >= wanted - ROUNDING ? [] : [`${what} of ${nameOfElement(element)}: ${found.toFixed(2)} instead of ${wanted}`];

function ofText(element: Element): string[] {
  const { color, fontSize, fontWeight } = getComputedStyle(element);
  const size = Number.parseFloat(fontSize);
  const isLarge = size >= LARGE_PX || (size >= LARGE_BOLD_PX && Number(fontWeight) >= BOLD);
  return line(
    `text "${ownText(element).trim().slice(0, 20)}"`,
    element,
    lowest(color, element),
    isLarge ? LARGE_TEXT : TEXT,
  );
}

function ofField(element: HTMLElement): string[] {
  const { color, borderBlockEndColor } = getComputedStyle(element);
  const { color: hint } = getComputedStyle(element, '::placeholder');
  return [
    ...line('text', element, lowest(color, element), TEXT),
    ...(element.hasAttribute('placeholder') ? line('hint', element, lowest(hint, element), TEXT) : []),
    ...line('border', element, lowest(borderBlockEndColor, element, parentOf(element)), NOT_TEXT),
  ];
}

/** The outline stands around an element: it has to stand out from what the element stands on. */
function ofFocus(element: HTMLElement): string[] {
  element.focus({ preventScroll: true });
  const { outlineColor, outlineStyle, outlineOffset, outlineWidth } = getComputedStyle(element);
  const ring = element.closest('label');
  // A field without a look of its own has its label's outline.
  if (Number(getComputedStyle(element).opacity) === 0 && ring !== null) {
    const label = getComputedStyle(ring);
    if (label.outlineStyle === 'none') return [`no outline at ${nameOfElement(element)}`];
    return line('outline', ring, lowest(label.outlineColor, ring, parentOf(ring)), NOT_TEXT);
  }
  if (!element.matches(':focus-visible')) return [];
  if (outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2)
    return [`no outline at ${nameOfElement(element)}`];
  const ground = Number.parseFloat(outlineOffset) < 0 ? element : parentOf(element);
  return line('outline', element, lowest(outlineColor, element, ground), NOT_TEXT);
}

const FIELDS = 'textarea, select, input:not([type="radio"], [type="checkbox"], [type="range"], [type="file"])';
const FOCUSABLE = 'button, a[href], input, textarea, select, [tabindex="0"]';

/** @returns a line for whatever can't be seen well enough; none is good */
export function faint(element: Element): string[] {
  const shown = [element, ...findAll(element, '*')].filter((each) => isShown(each) && !isDisabled(each));
  return [
    ...shown.filter((each) => WORDS.test(ownText(each))).flatMap(ofText),
    ...shown
      .filter((each) => each.matches('svg'))
      .flatMap((each) => line('icon', each, lowest(getComputedStyle(each).color, each), NOT_TEXT)),
    ...(shown as HTMLElement[]).filter((each) => each.matches(FIELDS)).flatMap(ofField),
  ];
}

/** @returns a line for whatever doesn't show well enough that it has the focus */
export function unseenFocus(element: Element): string[] {
  const shown = findAll(element, FOCUSABLE).filter((each) => isShown(each) && !isDisabled(each));
  const found = shown.flatMap(ofFocus);
  (document.activeElement as HTMLElement | null)?.blur();
  return found;
}
