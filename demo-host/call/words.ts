/** What the call's window says before the call is there and when there is none. */
import type { CallSentences } from '../../widget/locales/en/call.ts';
import { loadSentences } from '../../widget/locales/load-sentences.ts';
import { createSay, type Say } from '../../widget/locales/say.ts';

export type Words = Say<CallSentences>;

/** @param locale BCP 47 */
export async function loadWords(locale: string): Promise<Words> {
  const spoken = await loadSentences('call', locale);
  return createSay<CallSentences>(spoken.sentences, spoken.locale);
}
