/** What an agent has set for this browser: language, appearance, column widths, keys. Kept as one JSON in local storage. */

import { type Language, labels } from '../../widget/locales/labels.ts';
import { Value } from '../../widget/session/value.ts';

export interface Preferences {
  /** Null: the browser's. */
  language: Language | null;
  scheme: 'auto' | 'light' | 'dark';
  /** Pixels. */
  inboxWidth: number;
  cardWidth: number;
  /** Keys without Ctrl can get in the way of speech input; then they can be switched off. */
  shortcuts: boolean;
}

export const DEFAULTS: Preferences = {
  language: null,
  scheme: 'auto',
  inboxWidth: 320,
  cardWidth: 320,
  shortcuts: true,
};

/** How narrow and wide the outer columns may be, in pixels: a line stays readable, the conversation stays the largest. */
export const WIDTHS = { min: 240, max: 480 } as const;

const KEY = 'ycyw-console.preferences';

export class PreferenceStore extends Value<Preferences> {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'> | null;

  /** @param storage null where the browser refuses it: then they live as long as the page */
  constructor(storage: Pick<Storage, 'getItem' | 'setItem'> | null) {
    super({ ...DEFAULTS, ...read(storage) });
    this.#storage = storage;
  }

  override set(next: Preferences): void {
    super.set(next);
    try {
      this.#storage?.setItem(KEY, JSON.stringify(next));
    } catch {
      // A full disk: the setting holds until the page is left.
    }
  }
}

/** Only what makes sense; anything else keeps its default. */
function read(storage: Pick<Storage, 'getItem'> | null): Partial<Preferences> {
  const kept = parse(storage);
  const found: Partial<Preferences> = {};
  const { language, scheme, inboxWidth, cardWidth, shortcuts } = kept;
  if (typeof language === 'string' && Object.hasOwn(labels, language)) found.language = language as Language;
  if (scheme === 'light' || scheme === 'dark') found.scheme = scheme;
  if (typeof inboxWidth === 'number') found.inboxWidth = clampWidth(inboxWidth);
  if (typeof cardWidth === 'number') found.cardWidth = clampWidth(cardWidth);
  if (typeof shortcuts === 'boolean') found.shortcuts = shortcuts;
  return found;
}

function parse(storage: Pick<Storage, 'getItem'> | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(storage?.getItem(KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

export const clampWidth = (width: number): number =>
  Number.isFinite(width) ? Math.round(Math.min(WIDTHS.max, Math.max(WIDTHS.min, width))) : DEFAULTS.inboxWidth;
