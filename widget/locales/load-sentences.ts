/**
 * How the sentences of a language are loaded: one small file for each part of the product that speaks. Stands in the first
 * script, so that they come at the same time as the chat.
 */
import type { Translation } from './dictionary.ts';
import type { CallSentences } from './en/call.ts';
import type { ChatSentences } from './en/chat.ts';
import type { ConsoleSentences } from './en/console.ts';
import type { RecorderSentences } from './en/recorder.ts';
import { type Language, languageOf } from './labels.ts';

/** The parts that speak. */
export interface Sentences {
  /** The conversation and the customer's panel. */
  chat: ChatSentences;
  call: CallSentences;
  recorder: RecorderSentences;
  /** The agents' console. */
  console: ConsoleSentences;
}

/** A dictionary, and the locale in which its times and numbers are written. */
export interface Spoken<P extends keyof Sentences> {
  /** BCP 47. */
  locale: string;
  sentences: Translation<Sentences[P]>;
}

const ENGLISH = 'en';

/** What is written in English for no country in particular has Europe's dates. */
const writtenAs = (locale: string): string => (locale === ENGLISH ? 'en-GB' : locale);

async function fetchSentences<P extends keyof Sentences>(part: P, language: Language): Promise<Spoken<P>['sentences']> {
  // The build knows this line: `.ci/languages.ts`.
  const module: Record<P, Spoken<P>['sentences']> = await import(`./${language}/${part}.ts`);
  return module[part];
}

/**
 * The sentences of a part. A language that isn't there is answered in English; when a dictionary can't be fetched, too, since
 * English words are better than none.
 * @param locale BCP 47, for example "fr-CA"; its region decides how dates are written
 * @throws when English can't be fetched either
 */
export async function loadSentences<P extends keyof Sentences>(part: P, locale: string): Promise<Spoken<P>> {
  const language = languageOf(locale);
  try {
    if (language !== undefined) return { locale: writtenAs(locale), sentences: await fetchSentences(part, language) };
  } catch (error) {
    if (language === ENGLISH) throw error;
  }
  return { locale: writtenAs(ENGLISH), sentences: await fetchSentences(part, ENGLISH) };
}
