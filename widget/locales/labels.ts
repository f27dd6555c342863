/**
 * Which languages there are, and the word on the launcher in each. The first script carries it; everything else that is said
 * comes when somebody opens the chat.
 */

export const labels = {
  en: 'Help',
  fr: 'Aide',
  bg: 'Помощ',
  cs: 'Pomoc',
  da: 'Hjælp',
  de: 'Hilfe',
  el: 'Βοήθεια',
  es: 'Ayuda',
  et: 'Abi',
  fi: 'Apua',
  ga: 'Cabhair',
  hr: 'Pomoć',
  hu: 'Segítség',
  it: 'Aiuto',
  lt: 'Pagalba',
  lv: 'Palīdzība',
  mt: 'Għajnuna',
  nl: 'Hulp',
  pl: 'Pomoc',
  pt: 'Ajuda',
  ro: 'Ajutor',
  sk: 'Pomoc',
  sl: 'Pomoč',
  sv: 'Hjälp',
  'en-US': 'Help',
  is: 'Hjálp',
  nb: 'Hjelp',
  'pt-BR': 'Ajuda',
  tr: 'Yardım',
  uk: 'Допомога',
  ar: 'مساعدة',
  he: 'עזרה',
  ja: 'ヘルプ',
  ko: '문의',
  'zh-Hans': '客服',
  'zh-Hant': '客服',
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
  // A region that was only guessed doesn't count.
  const own = tag.toUpperCase().includes(`-${region}`) ? region : '';
  return [`${language}-${script}`, `${language}-${own}`, language].find((name): name is Language => name in labels);
}
