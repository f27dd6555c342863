/** Which key means what. Knows the keys, not what they do. */

export type Command =
  | 'next'
  | 'previous'
  | 'take'
  | 'reply'
  | 'note'
  | 'give'
  | 'back'
  | 'close'
  | 'answer'
  | 'decline'
  | 'details'
  | 'keys'
  | 'escape';

/** In the order of the list that `?` shows. */
export const KEYS: readonly { command: Exclude<Command, 'escape'>; keys: readonly string[] }[] = [
  { command: 'next', keys: ['J'] },
  { command: 'previous', keys: ['K'] },
  { command: 'take', keys: ['T'] },
  { command: 'reply', keys: ['R', '/'] },
  { command: 'note', keys: ['N'] },
  { command: 'give', keys: ['G'] },
  { command: 'back', keys: ['B'] },
  { command: 'close', keys: ['E'] },
  { command: 'answer', keys: ['C'] },
  { command: 'decline', keys: ['D'] },
  { command: 'details', keys: ['I'] },
  { command: 'keys', keys: ['?'] },
];

/** Open ones only: for a moment a dialog that was just closed still has the focus. */
const OPEN_LAYER = 'dialog[open], [popover]:popover-open';

/** Whether the keys write into something, or belong to a dialog or a menu. */
function isTaken(event: KeyboardEvent): boolean {
  return event.composedPath().some((target) => {
    if (!(target instanceof HTMLElement)) return false;
    return target.isContentEditable || target.matches(`input, textarea, select, ${OPEN_LAYER}`);
  });
}

/**
 * @param shortcuts whether keys without Ctrl are wanted; Escape always counts
 * @returns null for keys that are somebody else's
 */
export function commandOf(event: KeyboardEvent, shortcuts: boolean): Command | null {
  if (event.defaultPrevented || event.isComposing) return null;
  if (event.key === 'Escape') {
    return event.composedPath().some((target) => target instanceof HTMLElement && target.matches(OPEN_LAYER))
      ? null
      : 'escape';
  }
  if (!shortcuts || event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTaken(event)) return null;
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return KEYS.find((one) => one.keys.includes(key))?.command ?? null;
}
