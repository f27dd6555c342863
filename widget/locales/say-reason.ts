/** The sentence for a refusal's reason. */
import { ATTACHMENT_MAX_BYTES } from '../../signaling/protocol/limits.ts';
import type { Reason } from '../../signaling/protocol/reasons.ts';
import type { CustomerSay } from './load.ts';

/** Reasons that come from a limit name it. */
export function sayReason(say: CustomerSay, reason: Reason): string {
  if (reason === 'file_size') return say('reason.file_size', { size: say.format.bytes(ATTACHMENT_MAX_BYTES) });
  return say(`reason.${reason}`);
}
