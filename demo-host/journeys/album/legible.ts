/**
 * What is wrong with the words in a page: cut off, outside of their button or of the screen, one over the other, scrolled
 * sideways. Runs in the page and knows nothing of what is shown.
 */

export interface Words {
  /** Each piece of text that can be seen, each name that is only heard, and each hint. */
  pieces: { text: string; where: string; isWritten: boolean }[];
  /** A line for each finding. */
  troubles: string[];
}

/** Pixels that a line may stick out: letters reach over their box. */
const TOLERANCE = 2;
/** Pixels that two lines may share. */
const SHARED = 4;
/** Pixels of a line in a field. */
const ROW = 22;
const HINTS = ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext', 'aria-description'];
const BUTTONS = 'button, [role="button"], .button, .chip, .pill, .badge, .unread, .score';

interface Line {
  element: Element;
  text: string;
  box: DOMRect;
}
type Report = (trouble: string, about: Pick<Line, 'element' | 'text'>) => void;

const isVisible = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true });

function above(element: Element): Element | null {
  const root = element.getRootNode();
  return element.assignedSlot ?? element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}

/** The element and all around it, also through slots and shadow roots. */
function path(element: Element): Element[] {
  const all: Element[] = [];
  for (let at: Element | null = element; at !== null; at = above(at)) all.push(at);
  return all;
}

const name = (element: Element): string =>
  `${element.localName}${[...element.classList].map((one) => `.${one}`).join('')}`;

const where = (element: Element): string =>
  path(element)
    .filter((each) => each === element || !/^(slot|span|div|p|b|strong)$/.test(each.localName))
    .slice(0, 3)
    .reverse()
    .map(name)
    .join(' ');

const isForEars = (element: Element): boolean =>
  path(element).some((each) => getComputedStyle(each).clipPath === 'inset(50%)');

/** Where there is no room in a line for all of it, and it was thought of. */
const hasEllipsis = ({ textOverflow, webkitLineClamp }: CSSStyleDeclaration): boolean =>
  textOverflow === 'ellipsis' || webkitLineClamp !== 'none';

/** What one of the elements around a line does to it: `cut` when nothing of it is seen outside. */
function around(each: Element, line: Line, report: Report): 'cut' | 'scrolled' | 'free' {
  const { box } = line;
  const style = getComputedStyle(each);
  const edge = each.getBoundingClientRect();
  const isOutX = box.left < edge.left - TOLERANCE || box.right > edge.right + TOLERANCE;
  const isOutY = box.top < edge.top - TOLERANCE || box.bottom > edge.bottom + TOLERANCE;
  const isCutX = isOutX && /hidden|clip/.test(style.overflowX);
  const isCutY = isOutY && /hidden|clip/.test(style.overflowY);
  if (isCutX || isCutY) {
    if (!hasEllipsis(style)) report(isCutX ? 'clipped sideways' : 'clipped above or below', line);
    return 'cut';
  }
  if (/auto|scroll/.test(style.overflowY)) {
    if (isOutX) report('scrolls sideways', line);
    return isOutY ? 'cut' : 'scrolled';
  }
  if (each.matches(BUTTONS) && (isOutX || isOutY)) report(`outside of its ${name(each)}`, line);
  return 'free';
}

/** @returns whether all of it is on the screen */
function measure(line: Line, report: Report): boolean {
  const { box, element } = line;
  for (const each of path(element)) {
    if (around(each, line, report) === 'cut') return false;
    // In the top layer: nothing around it cuts it off.
    if (each.matches(':popover-open, :modal')) break;
  }
  if (box.left < -TOLERANCE || box.right > innerWidth + TOLERANCE) report('outside of the screen', line);
  return box.top >= 0 && box.bottom <= innerHeight;
}

/** An empty field's hint: is there room for it? */
function measureHint(field: HTMLInputElement | HTMLTextAreaElement, report: Report): void {
  const { placeholder, value, clientWidth, clientHeight } = field;
  const style = getComputedStyle(field);
  const pen = new OffscreenCanvas(1, 1).getContext('2d');
  if (placeholder === '' || value !== '' || pen === null) return;
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const room = clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
  // Ends in dots where the field has no focus.
  const isShortened = getComputedStyle(field, '::placeholder').whiteSpace === 'nowrap';
  const rows = field instanceof HTMLTextAreaElement ? Math.max(1, Math.floor(clientHeight / ROW)) : 1;
  if (pen.measureText(placeholder).width > room * rows + TOLERANCE && !isShortened)
    report('a hint is too long', { element: field, text: placeholder });
}

function linesOf(node: Text, element: Element): Line[] {
  const range = document.createRange();
  range.selectNodeContents(node);
  return [...range.getClientRects()]
    .filter(({ width, height }) => width > 1 && height > 1)
    .map((box) => ({ element, text: node.data, box }));
}

/** Everything below a node, also in shadow roots. */
function* below(node: Node): Generator<Node> {
  yield node;
  if (node instanceof Element && /^(style|script|template|noscript)$/.test(node.localName)) return;
  if (node instanceof Element && node.shadowRoot) yield* below(node.shadowRoot);
  for (const child of node.childNodes) yield* below(child);
}

function deepest(x: number, y: number): Element | null {
  let at = document.elementFromPoint(x, y);
  for (;;) {
    const inner = at?.shadowRoot?.elementFromPoint(x, y) ?? null;
    if (inner === null || inner === at) return at;
    at = inner;
  }
}

/** Not under a menu, a dialog or the like. */
function isOnTop({ element, box }: Line): boolean {
  const hit = deepest(box.left + box.width / 2, box.top + box.height / 2);
  if (hit === null) return false;
  const control = element.closest('label, button, .pick');
  return path(hit).includes(element) || path(element).includes(hit) || (control?.contains(hit) ?? false);
}

/** Whatever lets a click through is seen all the same. */
function whatIsSeen(lines: Line[], roots: (Document | ShadowRoot)[]): Line[] {
  const touchable = new CSSStyleSheet();
  touchable.replaceSync('* { pointer-events: auto !important; }');
  const before = roots.map((root) => [...root.adoptedStyleSheets]);
  for (const root of roots) root.adoptedStyleSheets = [...root.adoptedStyleSheets, touchable];
  const seen = lines.filter(isOnTop);
  for (const [index, root] of roots.entries()) root.adoptedStyleSheets = before[index] ?? [];
  return seen;
}

function overlaps(lines: readonly Line[], report: Report): void {
  for (const [index, one] of lines.entries()) {
    for (const other of lines.slice(index + 1)) {
      const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const height = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (width > SHARED && height > SHARED && one.element !== other.element)
        report(`lies over “${other.text.trim().slice(0, 30)}”`, one);
    }
  }
}

/**
 * @param host where to look: `ycyw-support`, or a page's root
 * @param written matches elements in which people's own words stand
 */
function readWords({ host, written }: { host: string; written: string }): Words {
  const pieces: Words['pieces'] = [];
  const troubles = new Set<string>();
  const lines: Line[] = [];
  const roots: (Document | ShadowRoot)[] = [document];
  const report: Report = (trouble, { element, text }) =>
    troubles.add(`${trouble}: “${text.trim().slice(0, 60)}” in ${where(element)}`);
  const note = (text: string, element: Element, attribute = '') =>
    pieces.push({
      text,
      where: where(element) + attribute,
      isWritten: path(element).some((each) => each.matches(written)),
    });

  const readElement = (element: Element): void => {
    if (element.shadowRoot) roots.push(element.shadowRoot);
    if (!isVisible(element)) return;
    for (const hint of HINTS) {
      const text = element.getAttribute(hint) ?? '';
      if (text !== '') note(text, element, `[${hint}]`);
    }
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) measureHint(element, report);
  };
  const readText = (text: Text): void => {
    const root = text.getRootNode();
    const element = text.parentElement ?? (root instanceof ShadowRoot ? root.host : document.documentElement);
    const isOption = element.localName === 'option';
    if (text.data.trim() === '' || (!isOption && !isVisible(element))) return;
    note(text.data, element);
    if (isOption || isForEars(element) || !element.checkVisibility({ opacityProperty: true })) return;
    lines.push(...linesOf(text, element).filter((line) => measure(line, report)));
  };

  for (const root of document.querySelectorAll(host)) {
    for (const node of below(root)) {
      if (node instanceof Element) readElement(node);
      else if (node instanceof Text) readText(node);
    }
  }
  overlaps(whatIsSeen(lines, roots), report);
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth + 1) troubles.add('the page scrolls sideways');
  return { pieces, troubles: [...troubles] };
}

declare global {
  interface Window {
    readWords: typeof readWords;
  }
}

window.readWords = readWords;
