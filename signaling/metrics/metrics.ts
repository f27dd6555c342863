/**
 * What the service counts, as those see it who have something to count. Knows neither how it is kept nor who reads it. A desk
 * without an operator (a test's, a story's) has `NO_METRICS`, which costs nothing.
 */
import type { Submit } from '../conversations/group-commit.ts';
import type { ConversationEvent, Side } from '../protocol/events.ts';
import type { Reason } from '../protocol/reasons.ts';
import type { CallReport } from '../protocol/schemas.ts';

/** Where somebody was refused: at the door of a namespace, a request over a line, a request over HTTP. */
export type Door = 'connect' | 'socket' | 'http';

export interface Metrics {
  /** The same, with its time taken from the asking until it is durable. */
  timed(submit: Submit): Submit;
  refused(door: Door, reason: Reason): void;
  /** Of each event that is stored for the first time. */
  stored(event: ConversationEvent): void;
  /** A member of this call says how it fares. Checked as far as its schema goes, and believed no further. */
  told(side: Side, call: string, report: CallReport): void;
  /** All of it, in Prometheus' text format. */
  read(): Promise<{ type: string; text: string }>;
}

export const NO_METRICS: Metrics = {
  timed: (submit) => submit,
  refused() {},
  stored() {},
  told() {},
  read: async () => ({ type: 'text/plain', text: '' }),
};
