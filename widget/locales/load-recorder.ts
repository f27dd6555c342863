/**
 * The sentences around recordings in the language that the chat speaks, fetched beside the recorder. Knows no view.
 */
import { RECORDING_MAX_BYTES } from '../../signaling/protocol/limits.ts';
import type { Reason } from '../../signaling/protocol/reasons.ts';
import type { RecorderSentences } from './en/recorder.ts';
import type { CustomerSay } from './load.ts';
import { loadSentences } from './load-sentences.ts';
import { createSay, type Say } from './say.ts';
import { sayReason } from './say-reason.ts';

export interface RecorderSay extends Say<RecorderSentences> {
  /** The sentence for a refusal, from the chat's own dictionary where it says the same about a recording. */
  reason(reason: Reason): string;
}

/** @param chat the chat's sentences: the recorder speaks its language, with its clock and time zone */
export async function loadRecorderSay(chat: CustomerSay): Promise<RecorderSay> {
  const { locale, sentences } = await loadSentences('recorder', chat.locale);
  const say = createSay<RecorderSentences>(sentences, locale);
  const reason = (why: Reason) =>
    why === 'file_size'
      ? say('share.tooLarge', { size: chat.format.bytes(RECORDING_MAX_BYTES) })
      : sayReason(chat, why);
  return Object.assign(say, { format: chat.format, reason });
}
