/**
 * The sentences around a call in the language that the chat speaks, fetched beside the call. Knows no view.
 */
import type { Reason } from '../../signaling/protocol/reasons.ts';
import type { CallEn } from './call.en.ts';
import type { Translation } from './dictionary.ts';
import type { CustomerSay } from './load.ts';
import { createSay, type Say } from './say.ts';
import { sayReason } from './say-reason.ts';

export interface CallSay extends Say<CallEn> {
  /** The sentence for a refusal, from the chat's own dictionary. */
  reason(reason: Reason): string;
}

const english = async () => (await import('./call.en.ts')).callEn;
const LAZY: Record<string, () => Promise<Translation<CallEn>>> = {
  en: english,
  fr: async () => (await import('./call.fr.ts')).callFr,
};

/** @param chat the chat's sentences: a call speaks its language, and tells refusals in its words */
export async function loadCallSay(chat: CustomerSay): Promise<CallSay> {
  const { locale, format } = chat;
  const load = LAZY[locale.split('-')[0]?.toLowerCase() ?? ''];
  const dictionary = await load?.().catch(() => undefined);
  const spoken = dictionary !== undefined || /^en\b/i.test(locale) ? locale : 'en';
  const say = createSay<CallEn>(dictionary ?? (await english()), spoken, { now: format.now });
  return Object.assign(say, { reason: (reason: Reason) => sayReason(chat, reason) });
}
