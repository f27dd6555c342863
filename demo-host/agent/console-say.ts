/** The console's languages: its own sentences and the conversation's, together in one dictionary. */
import type { ChatSentences } from '../../widget/locales/en/chat.ts';
import type { ConsoleSentences } from '../../widget/locales/en/console.ts';
import type { FormatOptions } from '../../widget/locales/format.ts';
import { type Language, labels, languageOf } from '../../widget/locales/labels.ts';
import { loadSentences } from '../../widget/locales/load-sentences.ts';
import { createSay, type Say } from '../../widget/locales/say.ts';

export type ConsoleSay = Say<ChatSentences & ConsoleSentences>;

/** What Chromium calls by its English name. */
const NAMES: Partial<Record<Language, string>> = { is: 'íslenska' };

/** Each with its name in itself, for the switch. */
export const LANGUAGES = (Object.keys(labels) as Language[]).map((language) => ({
  language,
  name: NAMES[language] ?? new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language,
}));

/** The first of these languages that the console speaks, as it is wanted, else English. */
export const localeFor = (wanted: readonly string[]): string =>
  wanted.find((tag) => languageOf(tag) !== undefined) ?? 'en';

/** @param locale BCP 47 */
export async function loadConsoleSay(locale: string, options: FormatOptions = {}): Promise<ConsoleSay> {
  const [chat, own] = await Promise.all([loadSentences('chat', locale), loadSentences('console', locale)]);
  return createSay<ChatSentences & ConsoleSentences>({ ...chat.sentences, ...own.sentences }, own.locale, options);
}
