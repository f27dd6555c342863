/**
 * The sentences around a call in the language that the chat speaks, fetched beside the call. Knows no view.
 */
import type { Reason } from '../../signaling/protocol/reasons.ts';
import type { CallSentences } from './en/call.ts';
import type { CustomerSay } from './load.ts';
import { loadSentences } from './load-sentences.ts';
import { createSay, type Say } from './say.ts';
import { sayReason } from './say-reason.ts';

export interface CallSay extends Say<CallSentences> {
  /** The sentence for a refusal, from the chat's own dictionary. */
  reason(reason: Reason): string;
}

/** @param chat the chat's sentences: a call speaks its language, and tells refusals in its words */
export async function loadCallSay(chat: CustomerSay): Promise<CallSay> {
  const { locale, sentences } = await loadSentences('call', chat.locale);
  const say = createSay<CallSentences>(sentences, locale, { now: chat.format.now });
  return Object.assign(say, { reason: (reason: Reason) => sayReason(chat, reason) });
}
