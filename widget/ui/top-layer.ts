/** What lies over everything answers to its own keys. */

/** Whether an event comes from inside an open popover or dialog of the listener’s, which then answers to Escape by itself. */
export function fromTopLayer(event: Event): boolean {
  const path = event.composedPath();
  return path
    .slice(0, path.indexOf(event.currentTarget ?? window))
    .some((target) => target instanceof HTMLElement && target.matches(':popover-open, dialog'));
}
