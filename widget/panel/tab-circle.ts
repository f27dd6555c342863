/** Tab goes round inside of one element, also through shadow trees, as in a modal dialog. */

/** Everything inside that isn't inert, in the order in which it is seen: shadow trees and what is slotted into them. */
function* within(parent: Element): Generator<HTMLElement> {
  const slotted = parent instanceof HTMLSlotElement ? parent.assignedElements() : [];
  for (const child of slotted.length > 0 ? slotted : (parent.shadowRoot ?? parent).children) {
    if (!(child instanceof HTMLElement) || child.inert) continue;
    yield child;
    yield* within(child);
  }
}

const isReached = (element: HTMLElement): boolean =>
  element.tabIndex >= 0 &&
  !element.matches(':disabled') &&
  element.shadowRoot === null &&
  element.checkVisibility({ visibilityProperty: true });

const hasFocus = (element: HTMLElement): boolean =>
  element.shadowRoot === null && (element.getRootNode() as Document | ShadowRoot).activeElement === element;

/** Where Tab would leave the circle, or begins outside of it, it goes to the other end. */
export function keepTabIn(circle: HTMLElement, event: KeyboardEvent): void {
  if (event.key !== 'Tab' || event.ctrlKey || event.altKey || event.metaKey) return;
  const all = [...within(circle)];
  const at = all.findIndex(hasFocus);
  const reached = all.filter(isReached);
  const isAhead = (element: HTMLElement) => (event.shiftKey ? all.indexOf(element) < at : all.indexOf(element) > at);
  if (at !== -1 && reached.some(isAhead)) return;
  const other = event.shiftKey ? reached.at(-1) : reached[0];
  if (other === undefined) return;
  event.preventDefault();
  other.focus();
}
