/** Places a popover beside what opened it, inside the window, and moves its focus. Knows nothing of what is in it. */

/** Pixels between the popover and what opened it, and between it and the window's edge. */
const GAP = 8;

/**
 * Puts a popover that has just opened beside the anchor, and the focus on its first button. When it closes with the focus
 * still inside, the opener gets it back: in a shadow tree Chromium forgets to do that.
 */
export function settlePopover(
  popover: HTMLElement,
  anchor: Element,
  { align, opener }: { align: 'start' | 'end'; opener: HTMLElement },
): void {
  placePopover(popover, anchor, align);
  popover.querySelector('button')?.focus();
  const giveFocusBack = () => {
    const focused = (popover.getRootNode() as Document | ShadowRoot).activeElement;
    if (popover.contains(focused)) opener.focus();
  };
  popover.addEventListener('beforetoggle', giveFocusBack, { once: true });
}

/** Above the anchor if there is room, else below; its end edge under the anchor's, or its start edge. */
function placePopover(popover: HTMLElement, anchor: Element, align: 'start' | 'end'): void {
  // Where it was before would limit how wide it is now.
  popover.style.left = popover.style.top = '0';
  const [at, own] = [anchor.getBoundingClientRect(), popover.getBoundingClientRect()];
  const left = (align === 'start') === isRightToLeft(popover) ? at.right - own.width : at.left;
  const above = at.top - GAP - own.height;
  const preferred = at.top > innerHeight / 2 && above >= GAP ? above : at.bottom + GAP;
  popover.style.left = `${clamp(left, innerWidth - own.width)}px`;
  popover.style.top = `${clamp(preferred, innerHeight - own.height)}px`;
}

const isRightToLeft = (element: Element) => getComputedStyle(element).direction === 'rtl';

/** Arrow keys mean what is seen. */
const mirrored = (key: string) => ({ ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' })[key] ?? key;

const clamp = (value: number, most: number) => Math.max(GAP, Math.min(value, most - GAP));

/**
 * Moves the focus among the items of a menu or grid.
 * @param columns 1 for a list
 * @returns whether the key was meant for that
 */
export function moveFocus(event: KeyboardEvent, items: readonly HTMLElement[], columns: number): boolean {
  const from = event.target as HTMLElement;
  const target = nextIndex(
    isRightToLeft(from) ? mirrored(event.key) : event.key,
    items.indexOf(from),
    items.length,
    columns,
  );
  if (target === undefined) return false;
  event.preventDefault();
  items[target]?.focus();
  return true;
}

function nextIndex(key: string, at: number, count: number, columns: number): number | undefined {
  const around = (index: number) => (index + count) % count;
  switch (key) {
    case 'ArrowDown':
      return columns === 1 ? around(at + 1) : Math.min(at + columns, count - 1);
    case 'ArrowUp':
      return columns === 1 ? around(at - 1) : Math.max(at - columns, 0);
    case 'ArrowRight':
      return columns === 1 ? undefined : around(at + 1);
    case 'ArrowLeft':
      return columns === 1 ? undefined : around(at - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
