/**
 * What happens in the panel and is none of the page's business. Seen from the page everything comes from the element, so
 * that its handlers take what is typed for a shortcut, what is scrolled for the locked page, and a focus for one that has escaped
 * from a dialog of its own.
 */

const KEYS = ['keydown', 'keypress', 'keyup'] as const;
const REST = ['focusin', 'wheel', 'touchmove'] as const;

/** Ends these events here. What listens while they are on their way down has had them before. */
export function keepEvents(panel: HTMLElement): void {
  for (const name of KEYS) {
    panel.addEventListener(name, (event) => {
      if (isTyping(event)) event.stopPropagation();
    });
  }
  for (const name of REST) panel.addEventListener(name, (event) => event.stopPropagation(), { passive: true });
}

/** A shortcut with Ctrl and the like works in every field, also in one of the page. */
function isTyping(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  const isShortcut = (event.ctrlKey || event.metaKey) && !event.altKey;
  return !isShortcut && target instanceof HTMLElement && target.matches('input, textarea, select');
}
