/** How long somebody has waited, and how loud that is. */

import type { Time } from '../../signaling/protocol/events.ts';
import type { InboxLine } from '../../signaling/protocol/realtime.ts';

/** A minute is what people accept; after three they leave. In milliseconds. */
const NOTICE_MS = 60_000;
const LONG_MS = 180_000;

export type Age = 'fresh' | 'noticed' | 'long';

/** Milliseconds since the customer began to wait; 0 for one that waits no longer. */
export const waited = (line: Pick<InboxLine, 'state'>, now: Time): number =>
  line.state.status.kind === 'queued' ? Math.max(0, now - line.state.status.since) : 0;

export function ageOf(ms: number): Age {
  if (ms >= LONG_MS) return 'long';
  return ms >= NOTICE_MS ? 'noticed' : 'fresh';
}
