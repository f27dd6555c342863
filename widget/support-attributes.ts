/** What the public element's attributes may say, and what they mean. Pure: from words to values, or to "can't be used". */

export const FEATURES = ['chat', 'video', 'screen', 'recording', 'attachments'] as const;
export type Feature = (typeof FEATURES)[number];
export const POSITIONS = ['bottom-end', 'bottom-start'] as const;
export type Position = (typeof POSITIONS)[number];

const oneOf =
  (...values: readonly string[]) =>
  (value: string) =>
    values.includes(value) ? value : undefined;
const text = (value: string) => value;

/** Each gives the value, or undefined when it can't be used. */
const PARSERS = {
  server: originOf,
  locale: (value: string) => (isLocale(value) ? value : undefined),
  position: oneOf(...POSITIONS),
  'color-scheme': oneOf('auto', 'light', 'dark'),
  launcher: oneOf('auto', 'none'),
  features: (value: string) => {
    const names = value.split(/[\s,]+/).filter(Boolean);
    return names.every((name) => FEATURES.some((feature) => feature === name)) ? names : undefined;
  },
  topic: text,
  // Nothing of it is looked at: a bad one must be refused by the service, never left out.
  'user-token': text,
  'user-name': text,
  'user-email': text,
  context: (value: string) => {
    try {
      const parsed: unknown = JSON.parse(value);
      return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : undefined;
    } catch {
      return undefined;
    }
  },
};

export type AttributeName = keyof typeof PARSERS;
export const ATTRIBUTE_NAMES = Object.keys(PARSERS) as AttributeName[];

/** @returns undefined when the value can't be used */
export const parseAttribute = (name: AttributeName, value: string): unknown => PARSERS[name](value);

/** "userName" is written "user-name". */
export const attributeOf = (property: string): AttributeName =>
  property.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`) as AttributeName;

export const isAttributeName = (name: string): name is AttributeName => Object.hasOwn(PARSERS, name);

/** A service has an origin of its own: nothing else of its address counts. */
export function originOf(value: string): string | undefined {
  const base = globalThis.document?.baseURI;
  // A host without "https://" would be taken for a path of the page.
  if (!/^\s*(https?:|[./])/i.test(value) || !URL.canParse(value, base)) return undefined;
  const { origin } = new URL(value, base);
  return /^http/.test(origin) ? origin : undefined;
}

export function isLocale(value: string): boolean {
  try {
    return Intl.getCanonicalLocales(value).length > 0;
  } catch {
    return false;
  }
}
