/**
 * The sentences around recordings in the language that the chat speaks, fetched beside the recorder. Knows no view.
 */
import { RECORDING_MAX_BYTES } from '../../signaling/protocol/limits.ts';
import type { Reason } from '../../signaling/protocol/reasons.ts';
import type { Translation } from './dictionary.ts';
import type { CustomerSay } from './load.ts';
import type { RecorderEn } from './recorder.en.ts';
import { createSay, type Say } from './say.ts';
import { sayReason } from './say-reason.ts';

export interface RecorderSay extends Say<RecorderEn> {
  /** The sentence for a refusal, from the chat's own dictionary where it says the same about a recording. */
  reason(reason: Reason): string;
}

const english = async () => (await import('./recorder.en.ts')).recorderEn;
const LAZY: Record<string, () => Promise<Translation<RecorderEn>>> = {
  en: english,
  fr: async () => (await import('./recorder.fr.ts')).recorderFr,
};

/** @param chat the chat's sentences: the recorder speaks its language, with its clock and time zone */
export async function loadRecorderSay(chat: CustomerSay): Promise<RecorderSay> {
  const { locale, format } = chat;
  const load = LAZY[locale.split('-')[0]?.toLowerCase() ?? ''];
  const dictionary = await load?.().catch(() => undefined);
  const spoken = dictionary !== undefined || /^en\b/i.test(locale) ? locale : 'en';
  const say = createSay<RecorderEn>(dictionary ?? (await english()), spoken);
  const reason = (why: Reason) =>
    why === 'file_size' ? say('share.tooLarge', { size: format.bytes(RECORDING_MAX_BYTES) }) : sayReason(chat, why);
  return Object.assign(say, { format, reason });
}
