/** What lies over everything answers to its own keys. */

/** Whether an event comes from inside an open popover or dialog, which then answers to Escape by itself. */
export function fromTopLayer(event: Event): boolean {
  return event
    .composedPath()
    .some((target) => target instanceof HTMLElement && target.matches(':popover-open, dialog'));
}
