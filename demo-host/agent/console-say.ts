/** The console's languages: its own sentences and the conversation's, together in one dictionary. */
import { consoleEn } from '../../widget/locales/console.en.ts';
import { consoleFr } from '../../widget/locales/console.fr.ts';
import { en } from '../../widget/locales/en.ts';
import type { FormatOptions } from '../../widget/locales/format.ts';
import { fr } from '../../widget/locales/fr.ts';
import { createSay, type Say } from '../../widget/locales/say.ts';

/** Each in its own name, for the switch. */
export const LANGUAGES = { en: 'English', fr: 'Français' } as const;
export type Language = keyof typeof LANGUAGES;

const english = { ...en, ...consoleEn };
const dictionaries = { en: english, fr: { ...fr, ...consoleFr } };

export type ConsoleSay = Say<typeof english>;

/** The first of these languages that the console speaks, else English. */
export function languageOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const language = tag.split('-')[0]?.toLowerCase() ?? '';
    if (language in LANGUAGES) return language as Language;
  }
  return 'en';
}

export const consoleSay = (language: Language, options: FormatOptions = {}): ConsoleSay =>
  createSay<typeof english>(dictionaries[language], language === 'en' ? 'en-GB' : 'fr-FR', options);
