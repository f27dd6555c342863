/** The customer's sentences in a language, as the views say them. */
import type { ChatSentences } from './en/chat.ts';
import type { FormatOptions } from './format.ts';
import { loadSentences, type Spoken } from './load-sentences.ts';
import { createSay, type Say } from './say.ts';

/** What the conversation and the panel say. */
export type CustomerSay = Say<ChatSentences>;

export const customerSay = ({ locale, sentences }: Spoken<'chat'>, options: FormatOptions = {}): CustomerSay =>
  createSay<ChatSentences>(sentences, locale, options);

/** @param locale BCP 47 */
export const loadSay = async (locale: string, options: FormatOptions = {}): Promise<CustomerSay> =>
  customerSay(await loadSentences('chat', locale), options);
