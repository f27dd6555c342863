/**
 * Which languages there are, and the word on the launcher in each. The first script carries it; everything else that is said
 * comes when somebody opens the chat.
 */

export const labels = {
  en: 'Help',
  fr: 'Aide',
};

/** Named as in BCP 47, with no more parts than are needed to tell them apart. */
export type Language = keyof typeof labels;

/**
 * The language for a locale, undefined when it isn't spoken here. A region's own dictionary comes before the language's; Chinese
 * goes by its script, and either Norwegian is answered in Bokmål.
 * @param tag BCP 47, any case
 */
export function languageOf(tag: string): Language | undefined {
  const { language, region, script } = new Intl.Locale(tag.replace(/^n[no]\b/i, 'nb')).maximize();
  const isRegional = new RegExp(`-${region}\\b`, 'i').test(tag);
  return [`${language}-${script}`, isRegional ? `${language}-${region}` : '', language].find(
    (name): name is Language => name in labels,
  );
}
