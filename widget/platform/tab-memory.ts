/**
 * What one tab keeps for its next page: written when the page goes, taken once by the page that comes. As long as a page
 * lives nothing of it is stored, since a tab that is duplicated brings a copy of its storage along, and the copy must not
 * take itself for the tab. Knows nothing of what is kept.
 */
import type { Clock } from '../session/clock.ts';

export interface TabMemory<T> {
  /** What the tab's next page shall know; null: nothing any more. */
  remember(what: T | null): void;
  /** What the page before remembered; null when that was long ago. Each is given once. */
  recall(): T | null;
  dispose(): void;
}

export interface TabMemoryOptions<T> {
  key: string;
  clock: Clock;
  /** After so long it is worth nothing any more, in milliseconds. */
  keptMs: number;
  /** Whether this is of the shape that is kept. */
  accepts: (value: unknown) => value is T;
}

export function tabMemory<T>({ key, clock, keptMs, accepts }: TabMemoryOptions<T>): TabMemory<T> {
  let kept: T | null = null;
  let page: 'here' | 'going' = 'here';
  const write = () => {
    access((storage) => {
      if (kept === null) storage.removeItem(key);
      else storage.setItem(key, JSON.stringify({ at: clock.now(), what: kept }));
    });
  };
  const onGoing = () => {
    page = 'going';
    if (kept !== null) write();
  };
  const onHere = () => {
    page = 'here';
  };
  window.addEventListener('pagehide', onGoing);
  window.addEventListener('pageshow', onHere);
  return {
    remember(what) {
      kept = what;
      // Others hear of the page's end, too, and may have a last word.
      if (page === 'going') write();
    },
    recall() {
      const text = access((storage) => {
        const found = storage.getItem(key);
        storage.removeItem(key);
        return found;
      });
      const { at, what } = parse(text);
      return accepts(what) && typeof at === 'number' && clock.now() - at <= keptMs ? what : null;
    },
    dispose() {
      window.removeEventListener('pagehide', onGoing);
      window.removeEventListener('pageshow', onHere);
    },
  };
}

/** Null where storage is blocked: then each page begins anew. */
function access<R>(work: (storage: Storage) => R): R | null {
  try {
    return work(window.sessionStorage);
  } catch {
    return null;
  }
}

function parse(text: string | null): { at?: unknown; what?: unknown } {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
