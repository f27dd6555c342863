/** Which languages there are, and how the customer's dictionary of one is loaded. English comes along, the rest lazily. */

import type { Translation } from './dictionary.ts';
import { type En, en } from './en.ts';
import type { FormatOptions } from './format.ts';
import { createSay, type Say } from './say.ts';

/** What the conversation and the panel say. */
export type CustomerSay = Say<En>;

const LAZY: Record<string, () => Promise<Translation<En>>> = {
  fr: async () => (await import('./fr.ts')).fr,
};

/**
 * The sentences for a locale. A language that isn't there is answered in English; when a dictionary can't be fetched,
 * too, since English words are better than none.
 * @param locale BCP 47, for example "fr-CA"; its region decides how dates are written
 */
export async function loadSay(locale: string, options: FormatOptions = {}): Promise<CustomerSay> {
  const load = LAZY[locale.split('-')[0]?.toLowerCase() ?? ''];
  const dictionary = await load?.().catch(() => undefined);
  if (dictionary !== undefined) return createSay<En>(dictionary, locale, options);
  return createSay<En>(en, /^en\b/i.test(locale) ? locale : 'en', options);
}
